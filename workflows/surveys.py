"""Surveys of a case: made by the secretary, answered without an account by whoever holds a code, told in counts."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from storage import attempts, audit, openings, surveys
from storage.cases import CaseRow
from storage.database import Database, Transaction, as_json
from storage.surveys import SurveyRow
from workflows.cases import case_of, of_secretary
from workflows.idempotency import once
from workflows.people import TooManyAttempts
from workflows.questionnaires import LONGEST_INTRO, LONGEST_TITLE, NewSurvey, checked, written
from workflows.rules.reasons import Reason
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion
from workflows.rules.surveys import Questionnaire, Tally, WrongAnswer, ballot_of, tally_of

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none is taken for another; O is read as 0, I and L as 1."""
CODE_LENGTH = 12
"""Sixty bits: too many to guess at a door that opens for twenty wrong codes in a quarter of an hour."""
WINDOW = timedelta(minutes=15)
WRONG_CODES = 20
MOST_CARDS = 2000
KINDS = ("SATISFACTION", "NEEDS")


class CodeUnknown(Exception):
    """No invitation has this code."""


class CodeUsed(Exception):
    """Somebody has answered with this code already."""


class SurveyClosed(Exception):
    """The survey takes no more answers."""


def questionnaire_of(row: SurveyRow) -> Questionnaire:
    """What a survey asks, as the rules read it."""
    return Questionnaire.model_validate({"questions": row.questions, "groups": row.groups, "threshold": row.threshold})


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def normal(code: str) -> str:
    """A code as it was given out, however it was typed."""
    letters = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(letter for letter in letters if letter in LETTERS)


async def make_survey(database: Database, person: UUID, evaluation: UUID, key: str, new: NewSurvey) -> UUID:
    """Open a survey of a case; answers with its key.

    Raises NotPermittedOrAbsent, InvalidInput, Blocked for a case that is over.
    """
    async with database.acting(person) as transaction:
        row = await of_secretary(transaction, evaluation, person)

        async def make() -> UUID:
            case = case_of(row, person)
            if case.definition.state(case.state).final:
                raise Blocked(Reason("SURVEY_OF_CLOSED_CASE"), number=row.number)
            title = written("input.title", new.title, LONGEST_TITLE)
            intro = written("input.intro", new.intro, LONGEST_INTRO, required=False)
            asked = await checked(transaction, row, new)
            async with transaction.as_worker():
                made = await surveys.insert_survey(
                    transaction,
                    evaluation,
                    kind=new.kind,
                    title_ru=title.ru,
                    title_en=title.en,
                    intro_ru=intro.ru,
                    intro_en=intro.en,
                    questions=as_json([question.model_dump() for question in asked.questions]),
                    groups=as_json([group.model_dump() for group in asked.groups]),
                    threshold=new.threshold,
                    quota=new.quota,
                    closes_at=new.closes_at,
                    public=new.public,
                )
            await _record(transaction, row, "make_survey", title.ru)
            return made

        return await once(transaction, key, (evaluation, new), make)


async def _record(transaction: Transaction, row: CaseRow, action: str, note: str) -> None:
    await audit.append(
        transaction,
        row.id,
        action,
        "secretary",
        source=row.state,
        details={"note": note},
        process=f"{row.process_code}/{row.process_version}",
    )


async def issue_cards(
    database: Database, person: UUID, survey: UUID, expected_version: int, group: str, count: int
) -> list[str]:
    """New codes for a group, told this once: only their hashes are kept. Never more than belong to the group.

    Raises NotPermittedOrAbsent, StaleVersion, InvalidInput, Blocked.
    """
    async with database.acting(person) as transaction:
        row, of = await _changing(transaction, person, survey, expected_version)
        if row.state != "OPEN" or row.over:
            raise Blocked(Reason("SURVEY_CLOSED"), number=of.number)
        known = next((one for one in questionnaire_of(row).groups if one.code == group), None)
        if known is None:
            raise InvalidInput(Problem("input.group", "UNKNOWN_CODE"))
        left = known.population - row.issued.get(group, 0)
        if not 1 <= count <= min(left, MOST_CARDS):
            raise InvalidInput(Problem("input.count", "TOO_MANY_CARDS", (("left", str(min(left, MOST_CARDS))),)))
        codes = ["".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) for _ in range(count)]
        async with transaction.as_worker():
            await surveys.add_invitations(transaction, survey, group, [hash_of(code) for code in codes])
        await _record(transaction, of, "issue_cards", f"{row.title_ru}: {known.title.ru}, {count}")
        return codes


async def _changing(
    transaction: Transaction, person: UUID, survey: UUID, expected_version: int
) -> tuple[SurveyRow, CaseRow]:
    """A survey and its case, both locked, for the secretary who has seen this version of it."""
    seen = (await surveys.surveys_by_id(transaction, [survey]))[0]
    if seen is None:
        raise NotPermittedOrAbsent
    of = await of_secretary(transaction, seen.evaluation_id, person)
    async with transaction.as_worker():
        row = await surveys.lock_survey(transaction, survey)
    if row.version != expected_version:
        raise StaleVersion(row.version)
    return row, of


async def close_survey(database: Database, person: UUID, survey: UUID, expected_version: int) -> UUID:
    """Close a survey before its time; answers with its key.

    Raises NotPermittedOrAbsent, StaleVersion, Blocked.
    """
    async with database.acting(person) as transaction:
        row, of = await _changing(transaction, person, survey, expected_version)
        if row.state != "OPEN":
            raise Blocked(Reason("SURVEY_CLOSED"), number=of.number)
        async with transaction.as_worker():
            await _close(transaction, row)
        await _record(transaction, of, "close_survey", row.title_ru)
        return survey


async def close_overdue(database: Database) -> int:
    """Close every survey whose closing date has passed; answers how many there were."""
    async with database.working() as transaction:
        passed = await surveys.overdue(transaction)
    for survey in passed:
        async with database.working() as transaction:
            row = await surveys.lock_survey(transaction, survey)
            if row.state == "OPEN" and row.over:
                await _close(transaction, row)
    return len(passed)


async def _close(transaction: Transaction, row: SurveyRow) -> None:
    """Count and forget: the counts of blocks stay, and texts apart from them; with too few answers, nothing."""
    boxes = await surveys.boxes(transaction, row.id)
    tally = tally_of(questionnaire_of(row), {group: box["answers"] for group, box in boxes.items()})
    texts = [(code, text) for box in boxes.values() for code, text in box["texts"]] if tally.blocks else []
    await surveys.close(transaction, row.id, tally.model_dump(), texts)


async def open_texts(database: Database, person: UUID, survey: UUID) -> UUID:
    """Let a secretary read what people wrote, before anybody else does; that they did stays. Answers with the survey.

    Raises NotPermittedOrAbsent, and Blocked where there is nothing to read.
    """
    async with database.acting(person) as transaction:
        seen = (await surveys.surveys_by_id(transaction, [survey]))[0]
        if seen is None:
            raise NotPermittedOrAbsent
        of = await of_secretary(transaction, seen.evaluation_id, person)
        if await openings.has_opened(transaction, "TEXTS", survey):
            return survey
        if not (await surveys.count_unread(transaction, [survey]))[0]:
            raise Blocked(Reason("NO_TEXTS"), number=of.number)
        await openings.insert(transaction, "TEXTS", "secretary", evaluation=of.id, subject=survey)
        await _record(transaction, of, "open_texts", seen.title_ru)
        return survey


async def moderate_text(database: Database, person: UUID, text: UUID, *, show: bool) -> UUID:
    """Show a text to the parties of the case, or withhold it; answers with its survey's key.

    Raises NotPermittedOrAbsent.
    """
    async with database.acting(person) as transaction:
        found = await surveys.text_by_id(transaction, text)
        seen = (await surveys.surveys_by_id(transaction, [found.survey_id]))[0] if found else None
        if found is None or seen is None:
            raise NotPermittedOrAbsent
        of = await of_secretary(transaction, seen.evaluation_id, person)
        async with transaction.as_worker():
            await surveys.decide_text(transaction, text, "SHOWN" if show else "WITHHELD")
        await _record(transaction, of, "show_text" if show else "withhold_text", seen.title_ru)
        return seen.id


def tally_in(row: SurveyRow) -> Tally | None:
    """The counts of a closed survey; None while it is open, or where there were too few answers to count."""
    tally = Tally.model_validate(row.tally) if row.tally else None
    return tally if tally and tally.blocks else None


@dataclass(frozen=True)
class Asked:
    """A survey as somebody with a code meets it."""

    survey: SurveyRow
    questionnaire: Questionnaire


async def look(database: Database, code: str, address: str) -> Asked:
    """The survey that a code opens.

    Raises CodeUnknown, CodeUsed, SurveyClosed, and TooManyAttempts for an address that tried too many wrong codes.
    """
    async with database.working() as transaction:
        wrong = await attempts.wrong_from(transaction, "SURVEY", address, WINDOW)
        if wrong.count >= WRONG_CODES:
            raise TooManyAttempts(wrong.seconds_until_fewer)
        found = await surveys.invitation(transaction, hash_of(normal(code)))
        row = (await surveys.surveys_by_id(transaction, [found.survey_id]))[0] if found else None
        if row is None:
            await attempts.record_attempt(transaction, "SURVEY", "", address, WINDOW)
    if found is None or row is None:
        raise CodeUnknown
    if found.used:
        raise CodeUsed
    if row.state != "OPEN" or row.over:
        raise SurveyClosed
    return Asked(row, questionnaire_of(row))


async def answer(database: Database, code: str, form: Mapping[str, str], address: str) -> None:
    """Put answers into the box, and use the code up: together, once, and without a trace of when.

    Raises what `look` raises, and WrongAnswer for a form that the survey did not send.
    """
    asked = await look(database, code, address)
    ballot = ballot_of(asked.questionnaire, form)
    if not any(ballot.answers.values()) and not ballot.texts:
        raise WrongAnswer("empty")
    digest = hash_of(normal(code))
    async with database.working() as transaction:
        # The survey first, as whoever closes it does: then no answer comes after the count.
        row = await surveys.lock_survey(transaction, asked.survey.id)
        if row.state != "OPEN" or row.over:
            raise SurveyClosed
        found = await surveys.invitation(transaction, digest)
        if found is None or not await surveys.use_invitation(transaction, digest):
            raise CodeUsed
        await surveys.put_in_box(transaction, row.id, found.group_code, ballot.answers, ballot.texts)
