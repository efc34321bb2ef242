"""The trail of acts: appended in the act's own transaction, each entry carrying the hash of the one before it.

The chain runs per evaluation. Its order is safe because an act holds the lock on its evaluation's row.
"""

from uuid import UUID

from storage.database import Transaction, as_json

APPEND = """
INSERT INTO working.audit_entry
    (evaluation_id, person_id, role, action, from_state, to_state, details, at, previous, hash)
SELECT CAST(:evaluation AS uuid), CAST(:person AS uuid), CAST(:role AS text), CAST(:action AS text),
       CAST(:source AS text), CAST(:target AS text), CAST(:details AS jsonb), now(), last.hash,
       sha256(last.hash || convert_to(concat_ws('|', CAST(:evaluation AS text), CAST(:person AS text),
              CAST(:role AS text), CAST(:action AS text), CAST(:source AS text), CAST(:target AS text),
              CAST(CAST(:details AS jsonb) AS text), extract(epoch FROM now())), 'UTF8'))
FROM (SELECT coalesce((SELECT hash FROM working.audit_entry
                       WHERE evaluation_id IS NOT DISTINCT FROM CAST(:evaluation AS uuid)
                       ORDER BY id DESC LIMIT 1), '\\x00'::bytea) AS hash) last
"""


async def append(
    transaction: Transaction,
    evaluation: UUID | None,
    action: str,
    role: str,
    *,
    source: str | None = None,
    target: str | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """Record that the transaction's person did this. `target` only where the state changed."""
    async with transaction.as_worker():
        await transaction.run(
            APPEND,
            evaluation=evaluation,
            person=transaction.person,
            role=role,
            action=action,
            source=source,
            target=target,
            details=as_json(details or {}),
        )
