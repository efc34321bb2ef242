"""Framework versions and crosswalks keep what they said before, as the register does: they are told as of a moment."""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

MOMENT = "(date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond')"


def upgrade() -> None:
    """When a version was retired before this is not known: it is told as retired from the beginning."""
    op.add_column(
        "framework",
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text(MOMENT), nullable=False),
        schema="published",
    )
    op.execute(
        "UPDATE published.framework f SET since = v.created_at FROM working.framework_version v WHERE v.id = f.id"
    )
    op.add_column(
        "crosswalk",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        schema="published",
    )
    op.alter_column(
        "crosswalk", "changed_at", new_column_name="since", server_default=sa.text(MOMENT), schema="published"
    )
    for table in ("framework", "crosswalk"):
        op.create_index(op.f(f"ix_published_{table}_since"), table, ["since"], schema="published")
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON published.{table}"
            " FOR EACH ROW EXECUTE FUNCTION published.keep_before()"
        )
    op.drop_constraint("register_before_kind_known", "register_before", schema="published")
    op.create_check_constraint(
        "register_before_kind_known",
        "register_before",
        "kind IN ('school', 'territory', 'framework', 'crosswalk')",
        schema="published",
    )
