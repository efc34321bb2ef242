"""A trail that anybody can check offline: numbered entries, sealed details, signed checkpoints."""

import hashlib
import json
import secrets
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Entries made so far are numbered and chained anew, in the order they were made."""
    op.create_table(
        "audit_checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("last_entry", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        schema="working",
    )
    for column in (
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("process", sa.Text(), nullable=True),
        sa.Column("change", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
    ):
        op.add_column("audit_entry", column, schema="working")
    op.execute("ALTER TABLE working.audit_entry DISABLE TRIGGER audit_entry_append_only")
    chain_anew(op.get_bind())
    op.execute("ALTER TABLE working.audit_entry ENABLE TRIGGER audit_entry_append_only")
    op.execute(
        "CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE ON working.audit_checkpoint"
        " FOR EACH ROW EXECUTE FUNCTION working.refuse_change()"
    )
    op.alter_column("audit_entry", "number", nullable=False, schema="working")
    op.alter_column("audit_entry", "salt", nullable=False, schema="working")
    op.drop_index("audit_entry_evaluation", "audit_entry", schema="working")
    op.create_index(
        "audit_entry_place",
        "audit_entry",
        ["evaluation_id", "number"],
        unique=True,
        schema="working",
        postgresql_nulls_not_distinct=True,
    )


def canonical(value: object) -> str:
    """As storage.audit has it at this version."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_anew(connection: sa.Connection) -> None:
    """Number and hash every entry."""
    rows = connection.execute(
        sa.text(
            "SELECT a.id, a.evaluation_id, a.person_id, a.role, a.action, a.from_state, a.to_state, a.details, a.at,"
            " e.process_code || '/' || e.process_version AS process"
            " FROM working.audit_entry a LEFT JOIN working.evaluation e ON e.id = a.evaluation_id ORDER BY a.id"
        )
    ).mappings()
    last: dict[Any, tuple[int, bytes]] = {}
    for row in rows.all():
        number, previous = last.get(row["evaluation_id"], (0, bytes(32)))
        salt = secrets.token_hex(16)
        sealed = canonical([salt, row["details"], {}])
        content = canonical(
            {
                "action": row["action"],
                "at": row["at"].astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
                "evaluation": row["evaluation_id"].hex if row["evaluation_id"] else None,
                "from": row["from_state"],
                "number": number + 1,
                "person": row["person_id"].hex if row["person_id"] else None,
                "previous": previous.hex(),
                "process": row["process"],
                "role": row["role"],
                "sealed": hashlib.sha256(sealed.encode()).hexdigest(),
                "to": row["to_state"],
            }
        )
        digest = hashlib.sha256(content.encode()).digest()
        connection.execute(
            sa.text(
                "UPDATE working.audit_entry SET number = :number, process = :process, salt = :salt,"
                " previous = :previous, hash = :hash WHERE id = :id"
            ),
            {
                "id": row["id"],
                "number": number + 1,
                "process": row["process"],
                "salt": salt,
                "previous": previous,
                "hash": digest,
            },
        )
        last[row["evaluation_id"]] = (number + 1, digest)
