"""Ties between people and schools have years, and a post that somebody leaves is not forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0044"
branch_labels = None
depends_on = None

KINDS = ("EMPLOYMENT", "ORGANISATION_TREE", "FAMILY", "CO_AUTHOR", "CONSULTANCY", "SAME_MUNICIPALITY", "OTHER")
TABLE = "conflict_of_interest"


def upgrade() -> None:
    """Every tie known so far was declared, and lasts."""
    op.add_column(TABLE, sa.Column("source", sa.Text(), server_default="PERSON", nullable=False), schema="working")
    for name in ("since_year", "until_year"):
        op.add_column(TABLE, sa.Column(name, sa.Integer(), nullable=True), schema="working")
    op.drop_constraint(f"{TABLE}_kind_known", TABLE, schema="working", type_="check")
    checks = {
        "kind_known": f"kind IN {KINDS}",
        "source_known": "source IN ('PERSON', 'REGISTER')",
        "since_sensible": "since_year BETWEEN 1900 AND 2200",
        "until_sensible": "until_year BETWEEN 1900 AND 2200",
        "in_order": "since_year <= until_year",
    }
    for name, condition in checks.items():
        op.create_check_constraint(f"{TABLE}_{name}", TABLE, condition, schema="working")
    op.create_index(
        "audit_entry_for_a_school",
        "audit_entry",
        ["person_id"],
        schema="working",
        postgresql_where=sa.text("role = 'school'"),
    )
    op.execute(KEEP)
    op.execute(
        "CREATE TRIGGER expert_left_post AFTER UPDATE OF employer_id OR DELETE ON working.expert FOR EACH ROW"
        " WHEN (OLD.employer_id IS NOT NULL) EXECUTE FUNCTION working.keep_left_post('employer_id')"
    )
    op.execute(
        "CREATE TRIGGER membership_left_post AFTER UPDATE OR DELETE ON working.membership FOR EACH ROW"
        " WHEN (OLD.role IN ('SCHOOL_OFFICER', 'SCHOOL_HEAD', 'FOUNDER'))"
        " EXECUTE FUNCTION working.keep_left_post('organisation_id')"
    )


KEEP = """
CREATE FUNCTION working.keep_left_post() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    post uuid := to_jsonb(OLD) ->> TG_ARGV[0];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) ->> TG_ARGV[0] IS DISTINCT FROM post::text THEN
        INSERT INTO working.conflict_of_interest (person_id, organisation_id, kind, source, until_year)
        VALUES (OLD.person_id, post, 'EMPLOYMENT', 'REGISTER', extract(year FROM now()));
    END IF;
    RETURN NULL;
END $$
"""
