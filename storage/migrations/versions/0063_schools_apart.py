"""Which school a case is about stands apart from the case, so that it can be closed to a panel that must not know."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0065"
branch_labels = None
depends_on = None

FOLLOW = """
CREATE FUNCTION working.follow_evaluated_school() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO working.evaluated_school (evaluation_id, organisation_id) VALUES (NEW.id, NEW.organisation_id)
    ON CONFLICT (evaluation_id) DO UPDATE SET organisation_id = excluded.organisation_id;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    """Panels of the cases there are know their school, and go on knowing it."""
    op.create_table(
        "evaluated_school",
        sa.Column("evaluation_id", sa.UUID(), sa.ForeignKey("working.evaluation.id"), nullable=False),
        sa.Column("organisation_id", sa.UUID(), sa.ForeignKey("working.organisation.id"), nullable=False, index=True),
        sa.PrimaryKeyConstraint("evaluation_id"),
        schema="working",
    )
    op.execute("INSERT INTO working.evaluated_school SELECT id, organisation_id FROM working.evaluation")
    op.execute(FOLLOW)
    op.execute(
        "CREATE TRIGGER evaluation_school_followed AFTER INSERT OR UPDATE OF organisation_id ON working.evaluation"
        " FOR EACH ROW EXECUTE FUNCTION working.follow_evaluated_school()"
    )
    op.execute(
        "UPDATE working.evaluation SET discloses = array_append(discloses, 'school_to_panel')"
        " WHERE 'case_to_panel' = ANY (discloses)"
    )
