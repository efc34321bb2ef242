"""What a record says of the surveys of its case: the same sums over everybody that the parties of the case read."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from storage import surveys
from storage.database import Transaction
from storage.surveys import SurveyRow
from workflows.rules.process_parts import Text
from workflows.rules.proportions import Share
from workflows.rules.records import exact
from workflows.rules.scoring import rounded
from workflows.rules.surveys import Question, Questionnaire, QuestionResult, SurveyResults, results_of
from workflows.rules.voices import Voice, voices_of
from workflows.surveys import questionnaire_of, tally_in

FOUR_DIGITS = Decimal("0.0001")


def everybody(row: SurveyRow) -> SurveyResults | None:
    """The results of all who answered together; None while a survey is open, or where too few answered."""
    tally = tally_in(row)
    return results_of(questionnaire_of(row), tally, {}) if tally else None


def said_in(row: SurveyRow) -> list[Voice]:
    """What those who answered say of criteria."""
    results = everybody(row)
    return voices_of(questionnaire_of(row), row.kind, results) if results else []


async def figures_of(transaction: Transaction, evaluation: UUID) -> dict[str, Any]:
    """The part of a record for the closed surveys whose figures are published, the newest first; empty without any."""
    rows = (await surveys.surveys_of(transaction, [evaluation]))[0]
    parts = [_part(row) for row in rows if row.public and row.state == "CLOSED"]
    return {"surveys": parts} if parts else {}


def _part(row: SurveyRow) -> dict[str, Any]:
    assert row.closed_at, "a closed survey was closed at a moment"
    asked, results = questionnaire_of(row), everybody(row)
    known = {question.code: question for question in asked.closed}
    told = [question for question in results.questions if question.answered] if results else []
    return {
        "kind": row.kind,
        "title": {"ru": row.title_ru, "en": row.title_en},
        "closed_on": row.closed_at.date().isoformat(),
        "population": sum(group.population for group in asked.groups),
        "invited": sum(row.issued.values()),
        "respondents": row.answered,
        "threshold": row.threshold,
        "questions": [_question_part(known[answer.code], answer) for answer in told],
        "voices": [_voice_part(asked, voice) for voice in said_in(row)],
    }


def _question_part(question: Question, answer: QuestionResult) -> dict[str, Any]:
    titles = {option.code: option.title for option in question.options}
    return {
        "kind": question.kind,
        "title": question.title.model_dump(),
        "answered": answer.answered,
        "unsaid": answer.unsaid,
        "mean": exact(rounded(answer.mean) if answer.mean is not None else None),
        "options": [
            {"title": titles[option.code].model_dump(), "count": option.count, **_share_part(option.share)}
            for option in answer.options
            if option.share
        ],
    }


def _voice_part(asked: Questionnaire, voice: Voice) -> dict[str, Any]:
    question, option = wording_of(asked, voice)
    return {
        "criterion": voice.criterion,
        "says": voice.says.value,
        "question": question.model_dump(),
        "option": option.model_dump() if option else None,
        "chosen": voice.chosen,
        "answered": voice.answered,
        **_share_part(voice.share),
    }


def wording_of(asked: Questionnaire, voice: Voice) -> tuple[Text, Text | None]:
    """What was asked, and what was chosen of it, in words."""
    question = next(one for one in asked.questions if one.code == voice.question)
    return question.title, next((one.title for one in question.options if one.code == voice.option), None)


def _share_part(share: Share) -> dict[str, Any]:
    return {
        name: exact(value.quantize(FOUR_DIGITS))
        for name, value in (("share", share.value), ("lower", share.lower), ("upper", share.upper))
    }
