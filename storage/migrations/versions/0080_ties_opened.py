"""What somebody declared of a tie is opened by whoever reads it, and the entry stays."""

from alembic import op

revision = "0080"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One kind of opening more, in a case."""
    for name, condition in (
        ("opening_what_known", "what IN ('SCHOOL', 'TEXTS', 'TIE', 'PERSON', 'TRAIL')"),
        ("opening_of_a_case", "(what IN ('SCHOOL', 'TEXTS', 'TIE')) = (evaluation_id IS NOT NULL)"),
    ):
        op.execute(f"ALTER TABLE working.opening DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({condition})")
