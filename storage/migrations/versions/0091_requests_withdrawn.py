"""A request for a document can be withdrawn, and who asked is told by letter that the school has answered."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0078"
branch_labels = None
depends_on = None

NEWS = ("WAITING", "REMINDER", "OVERDUE", "ANSWERED")


def upgrade() -> None:
    """Add what is missing."""
    moment = sa.DateTime(timezone=True)
    op.add_column("document_request", sa.Column("withdrawn_at", moment, nullable=True), schema="working")
    op.create_check_constraint(
        "document_request_answered_or_withdrawn",
        "document_request",
        "num_nonnulls(outcome, withdrawn_at) <= 1",
        schema="working",
    )
    op.drop_constraint("notice_kind_known", "notice", schema="working", type_="check")
    op.create_check_constraint("notice_kind_known", "notice", f"kind IN {NEWS}", schema="working")
