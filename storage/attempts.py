"""Failed guesses at passwords, codes and links: counted per address, so that they slow the one who guesses."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from storage.database import Transaction


@dataclass(frozen=True)
class Attempts:
    """Recent guesses of a kind that failed or are not decided yet, this one among them."""

    for_login: int
    from_address: int
    from_anywhere: int
    """For this login, whatever the address."""
    seconds_until_fewer: int


async def record_attempt(
    transaction: Transaction, kind: str, login: str, address: str, window: timedelta
) -> tuple[UUID, Attempts]:
    """Count a guess as failed until it succeeds, so that many at once cannot slip past the limit."""
    await transaction.run("SELECT pg_advisory_xact_lock(hashtextextended(:address, 4242002))", address=address)
    await transaction.run("DELETE FROM working.sign_in_failure WHERE at < now() - interval '1 day'")
    attempt = await transaction.value(
        "INSERT INTO working.sign_in_failure (kind, login, address) VALUES (:kind, :login, :address) RETURNING id",
        kind=kind,
        login=login,
        address=address,
    )
    counted = await transaction.row(
        Attempts,
        """
        SELECT count(*) FILTER (WHERE login = :login) AS for_login, count(*) AS from_address,
               ceil(extract(epoch FROM min(at) + :window - now()))::int AS seconds_until_fewer,
               (SELECT count(*) FROM working.sign_in_failure
                WHERE kind = :kind AND login = :login AND at > now() - :window) AS from_anywhere
        FROM working.sign_in_failure WHERE kind = :kind AND address = :address AND at > now() - :window
        """,
        kind=kind,
        login=login,
        address=address,
        window=window,
    )
    assert counted is not None
    return attempt, counted


@dataclass(frozen=True)
class Wrong:
    """Guesses that were wrong, of those that are recorded only once they are."""

    count: int
    seconds_until_fewer: int


async def wrong_from(transaction: Transaction, kind: str, address: str, window: timedelta) -> Wrong:
    """How often an address was wrong; who is right leaves no trace of having been there."""
    found = await transaction.row(
        Wrong,
        "SELECT count(*) AS count, coalesce(ceil(extract(epoch FROM min(at) + :window - now())), 1)::int"
        " AS seconds_until_fewer FROM working.sign_in_failure"
        " WHERE kind = :kind AND address = :address AND at > now() - :window",
        kind=kind,
        address=address,
        window=window,
    )
    assert found is not None
    return found


async def forget_attempt(transaction: Transaction, attempt: UUID) -> None:
    """An attempt that was refused before it was tried does not count: it would prolong its own refusal."""
    await transaction.run("DELETE FROM working.sign_in_failure WHERE id = :attempt", attempt=attempt)


async def forget_attempts(transaction: Transaction, kind: str, login: str, address: str) -> None:
    """After a success: what this address got wrong for this login no longer counts."""
    await transaction.run(
        "DELETE FROM working.sign_in_failure WHERE kind = :kind AND login = :login AND address = :address",
        kind=kind,
        login=login,
        address=address,
    )
