"""A citation may mean an area of a page, no place is cited twice, and a version may be too large for the scanner."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0051"
branch_labels = None
depends_on = None

SCAN = ("PENDING", "CLEAN", "INFECTED", "NOT_CONFIGURED", "TOO_LARGE")


def upgrade() -> None:
    """Of places that were cited twice for one score the first stays."""
    op.add_column("citation", sa.Column("area", postgresql.ARRAY(sa.Numeric(5, 4)), nullable=True), schema="working")
    op.create_check_constraint(
        "citation_area_on_page",
        "citation",
        "cardinality(area) = 4 AND 0 <= ALL (area) AND 0 < area[3] AND 0 < area[4]"
        " AND area[1] + area[3] <= 1 AND area[2] + area[4] <= 1",
        schema="working",
    )
    op.execute(
        "DELETE FROM working.citation later USING working.citation sooner"
        " WHERE (later.review_id, later.criterion_id, later.version_id, later.page)"
        "     = (sooner.review_id, sooner.criterion_id, sooner.version_id, sooner.page)"
        " AND later.quote IS NOT DISTINCT FROM sooner.quote"
        " AND (sooner.position, sooner.id) < (later.position, later.id)"
    )
    op.create_index(
        "citation_once",
        "citation",
        ["review_id", "criterion_id", "version_id", "page", sa.text("md5(quote)"), "area"],
        unique=True,
        schema="working",
        postgresql_nulls_not_distinct=True,
    )
    op.drop_constraint("evidence_version_scan_known", "evidence_version", schema="working", type_="check")
    op.create_check_constraint(
        "evidence_version_scan_known",
        "evidence_version",
        f"scan IN {SCAN}",
        schema="working",
    )
