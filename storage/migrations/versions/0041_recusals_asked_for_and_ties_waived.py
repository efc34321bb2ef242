"""Ties are waived with a reason, schools ask that somebody be recused, and both are decided."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0054"
branch_labels = None
depends_on = None

INTEREST, RULING = "conflict_of_interest", "conflict_ruling"
KINDS = ("EMPLOYMENT", "ORGANISATION_TREE", "FAMILY", "CO_AUTHOR", "CONSULTANCY", "SAME_MUNICIPALITY", "OTHER")


def _reference(name: str, target: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.UUID(), sa.ForeignKey(f"working.{target}.id"), nullable=optional)


def upgrade() -> None:
    """Whoever stepped aside so far did so by themselves."""
    op.add_column(INTEREST, _reference("evaluation_id", "evaluation", optional=True), schema="working")
    op.create_index(op.f(f"ix_working_{INTEREST}_evaluation_id"), INTEREST, ["evaluation_id"], schema="working")
    op.drop_constraint(f"{INTEREST}_source_known", INTEREST, schema="working", type_="check")
    checks = {
        "source_known": "source IN ('PERSON', 'REGISTER', 'SCHOOL')",
        "of_a_case": "(source = 'SCHOOL') = (evaluation_id IS NOT NULL)",
    }
    for name, condition in checks.items():
        op.create_check_constraint(f"{INTEREST}_{name}", INTEREST, condition, schema="working")
    op.add_column("recusal", _reference("decided_by", "person", optional=True), schema="working")
    op.create_table(
        RULING,
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        _reference("evaluation_id", "evaluation"),
        _reference("person_id", "person"),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _reference("organisation_id", "organisation"),
        _reference("request_id", INTEREST, optional=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _reference("decided_by", "person"),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"kind IN {KINDS}", name=f"{RULING}_kind_known"),
        sa.CheckConstraint("ruling IN ('WAIVED', 'GRANTED', 'REFUSED')", name=f"{RULING}_ruling_known"),
        sa.CheckConstraint("role IN ('secretary', 'chair')", name=f"{RULING}_role_known"),
        sa.CheckConstraint("btrim(reason) <> '' AND length(reason) <= 20000", name=f"{RULING}_reason_filled"),
        sa.CheckConstraint("(ruling = 'WAIVED') = (request_id IS NULL)", name=f"{RULING}_answers"),
        sa.CheckConstraint("person_id <> decided_by", name=f"{RULING}_of_another"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
        schema="working",
    )
    op.create_index(op.f(f"ix_working_{RULING}_evaluation_id"), RULING, ["evaluation_id"], schema="working")
