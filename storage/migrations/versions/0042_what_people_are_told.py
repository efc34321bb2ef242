"""People are told by letter what waits for them, in their language, unless they want no such letters."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None

LANGUAGES = ("ru", "en")
NEWS = ("WAITING", "REMINDER", "OVERDUE")


def upgrade() -> None:
    """Letters were written in both languages so far; whoever reads English says so on their account's page."""
    op.add_column("account", sa.Column("language", sa.Text(), server_default="ru", nullable=False), schema="working")
    op.create_check_constraint("account_language_known", "account", f"language IN {LANGUAGES}", schema="working")
    op.add_column(
        "account", sa.Column("digests", sa.Boolean(), server_default=sa.true(), nullable=False), schema="working"
    )
    op.create_table(
        "digest",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.CheckConstraint(f"language IN {LANGUAGES}", name="digest_language_known"),
        sa.ForeignKeyConstraint(["person_id"], ["working.person.id"]),
        sa.PrimaryKeyConstraint("id"),
        schema="working",
    )
    op.create_index("digest_of_person", "digest", ["person_id", "written_at"], schema="working")
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("digest_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN {NEWS}", name="notice_kind_known"),
        sa.ForeignKeyConstraint(["digest_id"], ["working.digest.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["working.person.id"]),
        sa.ForeignKeyConstraint(["evaluation_id"], ["working.evaluation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "evaluation_id", "action", "kind", "at", name="notice_told_once"),
        schema="working",
    )
    for column in ("digest_id", "evaluation_id"):
        op.create_index(f"ix_working_notice_{column}", "notice", [column], schema="working")
