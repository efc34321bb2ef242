"""The trail of acts: appended in the act's own transaction, each entry carrying the hash of the one before it.

The chain runs per evaluation. Its order is safe because an act holds the lock on its evaluation's row. What is hashed
is the canonical JSON that `content_of` makes; free text and values stand in it by their hash only, with a salt, so
that they can be erased where the law demands it without breaking the chain. docs/audit.md describes the format.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined] # typeshed names only one
from typing import Any, Literal
from uuid import UUID

from storage.database import Transaction, plain

NOTHING = bytes(32)
"""What the first entry of a chain carries for the one before it."""
# Entries of no evaluation follow one another, too.
NO_EVALUATION = 4_242_030
CHECKPOINTS = 4_242_031


@dataclass(frozen=True)
class Entry:
    """One act as it is stored. `details` may be shown to those who see the act; `change` is closed to people."""

    evaluation: UUID | None
    number: int
    person: UUID | None
    role: str
    action: str
    source: str | None
    target: str | None
    process: str | None
    at: datetime
    previous: bytes
    hash: bytes
    salt: str
    details: dict[str, Any]
    change: dict[str, Any]


# `JSONEncoder.encode` makes ready anew for every value, which takes twice as long as to write what is said of an act.
# That never holds itself, so this need not be looked out for.
_parts = c_make_encoder(None, plain, encode_basestring, None, ":", ",", True, False, True)


def canonical(value: object) -> str:
    """JSON in one spelling: keys in order, no spaces, every character as itself."""
    return encode_basestring(value) if isinstance(value, str) else "".join(_parts(value, 0))


def sealed_of(salt: str, details: Mapping[str, Any], change: Mapping[str, Any]) -> str:
    """What an entry hashes of its free text and values."""
    return _sealed(salt, canonical(details), canonical(change))


def _sealed(salt: str, details: str, change: str) -> str:
    # The canonical form of a list of the three, two of which are written in it already.
    return f"[{canonical(salt)},{details},{change}]"


def _word(text: str | None) -> str:
    """A word or nothing in canonical form."""
    return "null" if text is None else canonical(text)


def content_of(entry: Entry, sealed: str) -> str:
    """What is hashed of an entry."""
    return _frame_of(**{name: getattr(entry, name) for name in FRAMED})(
        entry.number, entry.previous, entry.target, sealed
    )


FRAMED = ("evaluation", "person", "role", "action", "source", "process", "at")
"""What all entries of one act say alike."""


def _frame_of(
    *,
    evaluation: UUID | None,
    person: UUID | None,
    role: str,
    action: str,
    source: str | None,
    process: str | None,
    at: datetime,
) -> Callable[[int, bytes, str | None, str], str]:
    """What makes the content of each entry of an act: canonical JSON, whose keys are always the same."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    begin = (
        f'{{"action":{canonical(action)},"at":"{moment}","evaluation":{_word(evaluation.hex if evaluation else None)},'
        f'"from":{_word(source)},"number":'
    )
    middle = f',"person":{_word(person.hex if person else None)},"previous":"'
    end = f'","process":{_word(process)},"role":{canonical(role)},"sealed":"'

    def content(number: int, previous: bytes, target: str | None, sealed: str) -> str:
        digest = hashlib.sha256(sealed.encode()).hexdigest()
        return f'{begin}{number}{middle}{previous.hex()}{end}{digest}","to":{_word(target)}}}'

    return content


@dataclass(frozen=True)
class End:
    """Where a chain ends now, as the transaction that holds its lock sees it."""

    now: datetime
    number: int
    hash: bytes


Told = tuple[Mapping[str, object], Mapping[str, object]]
"""The details and the change of one entry."""


async def append(
    transaction: Transaction,
    evaluation: UUID | None,
    action: str,
    role: str,
    *,
    source: str | None = None,
    target: str | None = None,
    details: Mapping[str, object] | None = None,
    change: Mapping[str, object] | None = None,
    process: str | None = None,
    earlier: Sequence[Told] = (),
) -> None:
    """Record that the transaction's person did this. `target` only where the state changed.

    `change` is what was before and after, for the trail alone; `process` the version of the rules it was done under.
    `earlier` is what the same act did before: each an entry of its own, in which no state changed.
    """
    async with transaction.as_worker():
        end = await _end(transaction, evaluation)
        alike: dict[str, Any] = {
            "evaluation": evaluation,
            "person": transaction.person,
            "role": role,
            "action": action,
            "source": source,
            "process": process,
            "at": end.now,
        }
        content, number, last, rows = _frame_of(**alike), end.number, end.hash, list[str]()
        every = [*earlier, (details or {}, change or {})]
        salts = secrets.token_hex(16 * len(every))
        for place, (told, changed) in enumerate(every):
            number += 1
            salt, to = salts[32 * place : 32 * (place + 1)], target if place == len(earlier) else None
            written, before = (canonical(told), canonical(changed)), last
            last = hashlib.sha256(content(number, before, to, _sealed(salt, *written)).encode()).digest()
            rows.append(_as_row(number, to, before, last, salt, *written))
        await _insert(transaction, alike, rows)
        follows(transaction, evaluation, End(end.now, number, last))


def _as_row(
    number: int, target: str | None, previous: bytes, digest: bytes, salt: str, details: str, change: str
) -> str:
    """What an entry says that others of the same act do not, as JSON; details and change are JSON already."""
    return (
        f'{{"number":{number},"target":{_word(target)},"previous":"{previous.hex()}",'
        f'"hash":"{digest.hex()}","salt":"{salt}","details":{details},"change":{change}}}'
    )


async def _insert(transaction: Transaction, alike: Mapping[str, Any], rows: Sequence[str]) -> None:
    """Write the entries of one act: what they say alike, and the rest of each as JSON."""
    await transaction.leave(
        "INSERT INTO working.audit_entry (evaluation_id, number, person_id, role, action, from_state, to_state,"
        " process, at, previous, hash, salt, details, change) SELECT :evaluation, number, :person, :role, :action,"
        " :source, target, :process, :at, decode(previous, 'hex'), decode(hash, 'hex'), salt, details, change"
        " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS entry (number int, target text, previous text, hash text,"
        " salt text, details jsonb, change jsonb)",
        **alike,
        rows=f"[{','.join(rows)}]",
    )


def follows(transaction: Transaction, evaluation: UUID | None, end: End) -> None:
    """Keep for the next entry where a chain ends that this transaction has locked."""
    transaction.known["trail", evaluation] = end


async def _end(transaction: Transaction, evaluation: UUID | None) -> End:
    known = transaction.known.get(("trail", evaluation))
    if isinstance(known, End):
        return known
    if evaluation is None:
        await transaction.run("SELECT pg_advisory_xact_lock(:lock)", lock=NO_EVALUATION)
    end = await transaction.row(
        End,
        "SELECT now() AS now, coalesce(last.number, 0) AS number, coalesce(last.hash, :nothing) AS hash"
        " FROM (VALUES (1)) one LEFT JOIN LATERAL (SELECT number, hash FROM working.audit_entry"
        " WHERE evaluation_id IS NOT DISTINCT FROM CAST(:evaluation AS uuid) ORDER BY number DESC LIMIT 1)"
        " last ON true",
        evaluation=evaluation,
        nothing=NOTHING,
    )
    assert end, "one row is always there"
    return end


Subject = Literal["self_assessment", "consensus", "vote", "deadline"]
WAS: dict[Subject, str] = {
    "self_assessment": "SELECT jsonb_build_object('score', score::text, 'text', text)"
    " FROM working.self_assessment WHERE evaluation_id = :whole AND criterion_id = :part",
    "consensus": "SELECT jsonb_build_object('value', value::text, 'position', position)"
    " FROM working.consensus WHERE evaluation_id = :whole AND criterion_id = :part",
    "vote": "SELECT jsonb_build_object('choice', choice) FROM working.vote"
    " WHERE motion_id = :whole AND person_id = :part",
    "deadline": "SELECT jsonb_build_object('due', due_at) FROM working.deadline"
    " WHERE evaluation_id = :whole AND name = :part",
}


async def present(transaction: Transaction, subject: Subject, whole: UUID, part: object) -> dict[str, Any] | None:
    """What stands now, for the entry that says what stood before and after."""
    found = await transaction.value(WAS[subject], whole=whole, part=part)
    return dict(found) if found is not None else None


async def entries(transaction: Transaction, evaluation: UUID | None = None) -> AsyncIterator[Entry]:
    """Every entry, or those of one evaluation, chain by chain in order; read in portions."""
    place: tuple[str, int] = ("", 0)
    while True:
        rows = await transaction.rows(
            Entry,
            "SELECT evaluation_id AS evaluation, number, person_id AS person, role, action, from_state AS source,"
            " to_state AS target, process, at, previous, hash, salt, details, change FROM working.audit_entry"
            " WHERE (coalesce(evaluation_id::text, ''), number) > (:chain, :number)"
            " AND (CAST(:evaluation AS uuid) IS NULL OR evaluation_id = :evaluation)"
            " ORDER BY coalesce(evaluation_id::text, ''), number LIMIT 5000",
            chain=place[0],
            number=place[1],
            evaluation=evaluation,
        )
        for row in rows:
            yield row
        if len(rows) < 5000:
            return
        place = (str(rows[-1].evaluation or ""), rows[-1].number)


@dataclass(frozen=True)
class Checkpoint:
    """Where every chain stood at a moment, signed with a key that the database does not hold."""

    number: int
    body: str
    signature: str
    key_id: str


@dataclass(frozen=True)
class Head:
    """The last entry of a chain."""

    chain: str
    number: int
    hash: str


async def heads_since_checkpoint(transaction: Transaction) -> list[Head]:
    """The chains that grew since the last checkpoint. Waits for whoever makes one now."""
    await transaction.run("SELECT pg_advisory_xact_lock(:lock)", lock=CHECKPOINTS)
    return await transaction.rows(
        Head,
        "SELECT DISTINCT ON (evaluation_id) coalesce(replace(evaluation_id::text, '-', ''), '') AS chain, number,"
        " encode(hash, 'hex') AS hash FROM working.audit_entry WHERE id > coalesce((SELECT max(last_entry)"
        " FROM working.audit_checkpoint), 0) ORDER BY evaluation_id, number DESC",
    )


async def checkpoints(transaction: Transaction) -> list[Checkpoint]:
    """Every checkpoint, the first first."""
    return await transaction.rows(
        Checkpoint, "SELECT number, body, signature, key_id FROM working.audit_checkpoint ORDER BY number"
    )


async def last_checkpoint(transaction: Transaction) -> Checkpoint | None:
    """The newest checkpoint."""
    return await transaction.row(
        Checkpoint, "SELECT number, body, signature, key_id FROM working.audit_checkpoint ORDER BY number DESC LIMIT 1"
    )


async def insert_checkpoint(transaction: Transaction, made: Checkpoint) -> None:
    """Keep a checkpoint over everything this transaction sees."""
    await transaction.run(
        "INSERT INTO working.audit_checkpoint (number, body, signature, key_id, last_entry)"
        " SELECT :number, :body, :signature, :key_id, max(id) FROM working.audit_entry",
        **made.__dict__,
    )


DECISION = """
jsonb_build_object('motion', m.id, 'outcome', m.outcome, 'valid_from', m.valid_from, 'valid_to', m.valid_to,
    'reasons', m.reasons, 'conditions', m.conditions, 'for', d.votes_for, 'against', d.votes_against,
    'abstained', d.abstained, 'recused', d.recused, 'eligible', d.eligible, 'quorum', d.quorum,
    'votes', (SELECT coalesce(jsonb_object_agg(v.person_id, v.choice), '{}'::jsonb) FROM working.vote v
              WHERE v.motion_id = m.id))"""


async def decision_now(transaction: Transaction, evaluation: UUID) -> dict[str, Any]:
    """The decision on an evaluation with its votes, whole, as the trail keeps it."""
    async with transaction.as_worker():
        found: dict[str, Any] = await transaction.value(
            f"SELECT {DECISION} FROM working.decision d JOIN working.motion m ON m.id = d.motion_id"
            " WHERE d.evaluation_id = :id ORDER BY m.round DESC LIMIT 1",
            id=evaluation,
        )
        return found


async def disagreements(transaction: Transaction) -> list[str]:
    """What the tables say otherwise than the trail, as `2026-014: state`."""
    return await transaction.values(
        f"""
        SELECT e.number || ': state' FROM working.evaluation e
        WHERE e.state IS DISTINCT FROM (SELECT a.to_state FROM working.audit_entry a
            WHERE a.evaluation_id = e.id AND a.to_state IS NOT NULL ORDER BY a.number DESC LIMIT 1)
        UNION ALL
        SELECT e.number || ': decision' FROM working.evaluation e
        -- The chair's act keeps nothing but the decision; a step that decides keeps it beside what else it is about.
        JOIN LATERAL (SELECT coalesce(a.change -> 'decision', a.change -> 'after') AS kept FROM working.audit_entry a
                      WHERE a.evaluation_id = e.id AND (a.action = 'decide' OR a.change ? 'decision')
                      ORDER BY a.number DESC LIMIT 1) a ON true
        LEFT JOIN LATERAL (SELECT {DECISION} AS now FROM working.decision d JOIN working.motion m ON m.id = d.motion_id
                           WHERE d.evaluation_id = e.id ORDER BY m.round DESC LIMIT 1) d ON true
        WHERE a.kept IS NOT NULL AND a.kept IS DISTINCT FROM d.now
        ORDER BY 1
        """
    )
