"""Schools have a kind, and a case keeps which criteria do not apply to its school."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0095"
down_revision = "0091"
branch_labels = None
depends_on = None

KINDS = ("GENERAL", "PRIMARY", "EVENING", "SPECIAL", "BOARDING")


def upgrade() -> None:
    """Add what is missing."""
    op.add_column("organisation", sa.Column("school_kind", sa.Text(), nullable=True), schema="working")
    op.create_check_constraint(
        "organisation_school_kind_known", "organisation", f"school_kind IN {KINDS}", schema="working"
    )
    codes: sa.Column[list[str]] = sa.Column("not_applicable", ARRAY(sa.Text()), server_default="{}", nullable=False)
    op.add_column("evaluation", codes, schema="working")
