"""A repeated request gets the first answer; the same key for something else is refused."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from storage import idempotency
from storage.database import Transaction
from workflows.rules.refusals import InvalidInput, Problem


async def once(
    transaction: Transaction, key: str, request: tuple[object, ...], make: Callable[[], Awaitable[UUID]]
) -> UUID:
    """Make something once per key and person, and answer with its id each time.

    Raises InvalidInput when the key is blank, too long, or was used for another request.
    """
    if not key.strip() or len(key) > 200:
        raise InvalidInput(Problem("input.idempotencyKey", "IDEMPOTENCY_KEY_UNUSABLE"))
    fingerprint = idempotency.fingerprint_of(*request)
    before = await idempotency.recall(transaction, key)
    if before is not None:
        if before.fingerprint != fingerprint:
            raise InvalidInput(Problem("input.idempotencyKey", "IDEMPOTENCY_KEY_REUSED"))
        return before.subject_id
    subject = await make()
    await idempotency.remember(transaction, key, fingerprint, subject)
    return subject
