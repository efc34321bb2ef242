"""What waits for people, as they are told of it by letter: whom to write to, what was told, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.database import Transaction
from storage.grouping import many_of


@dataclass(frozen=True)
class ReaderRow:
    """Somebody to write to, if there is news."""

    person_id: UUID
    email: str
    language: str


@dataclass(frozen=True)
class OpenCaseRow:
    """A case under way that the person can see, without its school where they must not know it."""

    id: UUID
    number: str
    school_ru: str | None
    school_en: str | None
    state_since: datetime


@dataclass(frozen=True)
class NewsRow:
    """One thing to tell of one case, or told before."""

    evaluation_id: UUID
    action: str
    kind: str
    at: datetime


@dataclass(frozen=True)
class NoticeRow:
    """One thing somebody was told of a case, and what became of the letter."""

    id: UUID
    evaluation_id: UUID
    person_id: UUID
    action: str
    kind: str
    written_at: datetime
    sent_at: datetime | None
    refusal: str | None


READERS = """
SELECT a.person_id, a.email, a.language
FROM working.account a
CROSS JOIN LATERAL (
    SELECT coalesce(
        (SELECT o.timezone FROM working.membership m JOIN working.organisation o ON o.id = m.organisation_id
         WHERE m.person_id = a.person_id ORDER BY o.id LIMIT 1),
        (SELECT o.timezone FROM working.expert e JOIN working.organisation o ON o.id = e.municipality_id
         WHERE e.person_id = a.person_id),
        (SELECT o.timezone FROM working.organisation o WHERE o.kind = 'REGION' ORDER BY o.id LIMIT 1),
        'UTC') AS zone) at
WHERE a.email IS NOT NULL AND a.disabled_at IS NULL AND a.digests
AND extract(hour FROM now() AT TIME ZONE at.zone) BETWEEN :first_hour AND :last_hour
AND NOT EXISTS (
    SELECT FROM working.digest d WHERE d.person_id = a.person_id
    AND CAST(d.written_at AT TIME ZONE at.zone AS date) = CAST(now() AT TIME ZONE at.zone AS date))
ORDER BY a.person_id
"""


async def readers(transaction: Transaction, first_hour: int, last_hour: int) -> list[ReaderRow]:
    """Those who want such letters and got none today, where it is between these hours of the day now."""
    return await transaction.rows(ReaderRow, READERS, first_hour=first_hour, last_hour=last_hour)


async def named_cases(transaction: Transaction, ids: Sequence[UUID]) -> list[OpenCaseRow]:
    """These cases as letters name them, as far as the person can see them, by number."""
    return await transaction.rows(
        OpenCaseRow,
        "SELECT e.id, e.number, o.name_ru AS school_ru, o.name_en AS school_en, e.state_since"
        " FROM working.evaluation e LEFT JOIN working.evaluated_school w ON w.evaluation_id = e.id"
        " LEFT JOIN working.organisation o ON o.id = w.organisation_id"
        " WHERE e.id = ANY (:ids) ORDER BY e.number",
        ids=list(ids),
    )


async def told(transaction: Transaction) -> list[NewsRow]:
    """What the person was told of cases that are still under way."""
    return await transaction.rows(
        NewsRow,
        "SELECT n.evaluation_id, n.action, n.kind, n.at FROM working.notice n"
        " JOIN working.evaluation e ON e.id = n.evaluation_id"
        " WHERE n.person_id = access.person() AND e.ended_at IS NULL",
    )


async def keep_digest(
    transaction: Transaction, key: UUID, reader: ReaderRow, subject: str, text: str, news: Sequence[NewsRow]
) -> None:
    """Record a letter as it is sent, and what it tells. The letter on its way has the same key."""
    async with transaction.as_worker():
        await transaction.run(
            "INSERT INTO working.digest (id, person_id, language, subject, text)"
            " VALUES (:key, :person, :language, :subject, :text)",
            key=key,
            person=reader.person_id,
            language=reader.language,
            subject=subject,
            text=text,
        )
        for one in news:
            await transaction.run(
                "INSERT INTO working.notice (digest_id, person_id, evaluation_id, action, kind, at)"
                " VALUES (:key, :person, :evaluation, :action, :kind, :at)",
                key=key,
                person=reader.person_id,
                evaluation=one.evaluation_id,
                action=one.action,
                kind=one.kind,
                at=one.at,
            )


async def note_sent(transaction: Transaction, key: UUID) -> None:
    """The mail server took the letter, if it is such a letter."""
    await transaction.run("UPDATE working.digest SET sent_at = now() WHERE id = :key", key=key)


async def note_refused(transaction: Transaction, key: UUID, refusal: str) -> None:
    """The letter, if it is such a letter, cannot be sent; `refusal` is the mail server's code, or what went wrong."""
    await transaction.run("UPDATE working.digest SET refusal = :refusal WHERE id = :key", key=key, refusal=refusal)


async def note_bounced(transaction: Transaction, key: UUID, status: str) -> bool:
    """The letter was taken and came back later; answers whether there is such a letter and that was not known."""
    return (
        await transaction.run(
            "UPDATE working.digest SET refusal = :status WHERE id = :key AND refusal IS NULL", key=key, status=status
        )
        == 1
    )


async def notices_of(transaction: Transaction, ids: Sequence[UUID]) -> list[list[NoticeRow]]:
    """What was told of each evaluation, the newest first, as far as the person may know."""
    rows = await transaction.rows(
        NoticeRow,
        "SELECT n.id, n.evaluation_id, n.person_id, n.action, n.kind, d.written_at, d.sent_at, d.refusal"
        " FROM working.notice n JOIN working.digest d ON d.id = n.digest_id"
        " WHERE n.evaluation_id = ANY (:ids) ORDER BY d.written_at DESC, n.id",
        ids=list(ids),
    )
    return many_of(ids, rows, lambda row: row.evaluation_id)
