"""The public register keeps what it replaced, so that answers as of a moment never change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = "date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond'"


def upgrade() -> None:
    """Add what is missing."""
    for table in ("school", "territory"):
        op.add_column(
            table,
            sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text(f"({MOMENT})"), nullable=False),
            schema="published",
        )
        op.create_index(op.f(f"ix_published_{table}_since"), table, ["since"], schema="published")
        # What was known before anybody could ask was always so.
        op.execute(f"UPDATE published.{table} SET since = '-infinity'")
    op.create_index(op.f("ix_published_record_published_at"), "record", ["published_at"], schema="published")
    op.create_table(
        "register_before",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("kind IN ('school', 'territory')", name="register_before_kind_known"),
        sa.CheckConstraint("until > since", name="register_before_in_order"),
        sa.PrimaryKeyConstraint("id", "since"),
        schema="published",
    )
    op.add_column("result", sa.Column("decided_on", sa.Date(), nullable=True), schema="published")
    op.execute(
        "UPDATE published.result t SET decided_on = (CAST(r.body AS jsonb) #>> '{result,decided_on}')::date"
        " FROM published.record r WHERE r.number = t.number"
    )
    op.execute(KEEP)
    for table in ("school", "territory"):
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON published.{table}"
            " FOR EACH ROW EXECUTE FUNCTION published.keep_before()"
        )
    op.execute(
        "CREATE TRIGGER register_before_immutable BEFORE UPDATE OR DELETE ON published.register_before"
        " FOR EACH ROW EXECUTE FUNCTION working.refuse_change()"
    )


KEEP = f"""
CREATE FUNCTION published.keep_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.since := greatest({MOMENT}, OLD.since + interval '1 millisecond');
    INSERT INTO published.register_before (kind, id, since, until, body)
    VALUES (TG_TABLE_NAME, OLD.id, OLD.since, NEW.since, to_jsonb(OLD));
    RETURN NEW;
END $$
"""
