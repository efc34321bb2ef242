"""Competitions: a call, its entries, and the places that the jury's scores give them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from storage import audit, calls, criteria, people
from storage.calls import CallRow, EntryRow, MarkRow
from storage.database import Database, Transaction
from workflows import inputs
from workflows.idempotency import once
from workflows.processes import definition, newest
from workflows.rules.process_parts import RankingRule
from workflows.rules.ranking import Marks, Placed, ranked
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem


@dataclass(frozen=True)
class NewCall:
    """What is called for: a process that ranks its entries, on one framework version."""

    process_code: str
    framework: UUID
    title_ru: str
    title_en: str


async def open_call(database: Database, person: UUID, key: str, call: NewCall) -> UUID:
    """Open a competition; its entries are then opened in it.

    Raises NotPermittedOrAbsent unless the person is a secretary; InvalidInput.
    """
    async with database.acting(person) as transaction:
        if not await people.is_secretary(transaction):
            raise NotPermittedOrAbsent
        process = newest(call.process_code)
        problems = []
        if process is None or process.ranking is None:
            problems.append(Problem("input.processCode", "UNKNOWN_CODE"))
        if not await criteria.usable_framework(transaction, call.framework):
            problems.append(Problem("input.frameworkVersionId", "UNKNOWN_CODE"))
        if problems:
            raise InvalidInput(*problems)
        titles = [
            inputs.text(f"input.{name}", title, longest=300)
            for name, title in (("titleRu", call.title_ru), ("titleEn", call.title_en))
        ]

        async def make() -> UUID:
            made = await calls.insert_call(transaction, call.process_code, call.framework, *titles)
            await audit.append(transaction, None, "open_call", "secretary", details={"call": str(made)})
            return made

        return await once(transaction, key, (call.process_code, call.framework, *titles), make)


async def take_entry(
    transaction: Transaction, evaluation: UUID, call: UUID, process_code: str, framework: UUID
) -> None:
    """An evaluation that was just opened is an entry of this call.

    Raises InvalidInput where the call is of something else, and Blocked once its jury has begun to hand in.
    """
    row = await calls.lock_call(transaction, call)
    if row is None or (row.process_code, row.framework_version_id) != (process_code, framework):
        raise InvalidInput(Problem("input.callId", "UNKNOWN_CODE"))
    async with transaction.as_worker():
        entries = (await calls.entries_of(transaction, [call]))[0]
    if any(entry.scored for entry in entries):
        raise Blocked(Reason("CALL_CLOSED"))
    await calls.enter(transaction, evaluation, call)


@dataclass(frozen=True)
class Place:
    """The places an entry holds in its call, and the rule they follow from."""

    call: CallRow
    placed: Placed
    entries: int
    """How many entries have places."""
    rule: RankingRule


def rule_of(call: CallRow, entries: Sequence[EntryRow]) -> RankingRule | None:
    """The rule of a call: that of the version its entries follow, the newest of them."""
    version = max((entry.process_version for entry in entries), default=0)
    process = definition(call.process_code, version) if version else newest(call.process_code)
    return process.ranking if process else None


def places_in(rule: RankingRule, entries: Sequence[EntryRow], marks: Sequence[Sequence[MarkRow]]) -> list[Placed]:
    """The places of the entries whose scores are open, the best first."""
    scored = {
        str(entry.evaluation_id): _shares(of) for entry, of in zip(entries, marks, strict=True) if entry.scored and of
    }
    return ranked(scored, rule.decimals, rule.break_ties_by)


def _shares(marks: Sequence[MarkRow]) -> Marks:
    found: dict[str, list[Fraction]] = {}
    for mark in marks:
        low, high = _ends(mark)
        found.setdefault(mark.criterion, []).append(Fraction(mark.value - low) / Fraction(high - low))
    return found


def _ends(mark: MarkRow) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value of a scale."""
    return Decimal(str(mark.scale["minimum"])), Decimal(str(mark.scale["maximum"]))


async def place_of(transaction: Transaction, evaluation: UUID) -> Place | None:
    """The places of an entry among all of its call; None for an evaluation that is no entry, or that has no scores.

    In the server's role: the scores of every entry are looked at.
    """
    key = await calls.call_of(transaction, evaluation)
    call = (await calls.calls_by_id(transaction, [key]))[0] if key else None
    if call is None:
        return None
    entries = (await calls.entries_of(transaction, [call.id]))[0]
    rule = rule_of(call, entries)
    if rule is None:
        return None
    placed = places_in(rule, entries, await calls.marks_of(transaction, [entry.evaluation_id for entry in entries]))
    own = next((one for one in placed if one.entry == str(evaluation)), None)
    return Place(call, own, len(placed), rule) if own else None
