"""Founders, heads of schools and programs among the roles."""

from alembic import op

revision = "0020"
down_revision = "0050"
branch_labels = None
depends_on = None

BEFORE = ("SCHOOL_OFFICER", "SECRETARY", "EXPERT", "COMMISSION_MEMBER", "COMMISSION_CHAIR", "ADMINISTRATOR")
AFTER = (*BEFORE, "SCHOOL_HEAD", "FOUNDER", "SERVICE")


def _known(roles: tuple[str, ...]) -> None:
    op.drop_constraint("membership_role_known", "membership", schema="working", type_="check")
    listed = ", ".join(f"'{role}'" for role in roles)
    op.create_check_constraint("membership_role_known", "membership", f"role IN ({listed})", schema="working")


def upgrade() -> None:
    """More roles."""
    _known(AFTER)


def downgrade() -> None:
    """Fewer; fails while anybody has a role that goes."""
    _known(BEFORE)
