"""Reads and writes of surveys."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import Transaction, as_json
from storage.grouping import many_of, one_of


@dataclass(frozen=True)
class SurveyRow:
    """A survey. `tally` is null until it closes; `issued` counts the invitations by group."""

    id: UUID
    evaluation_id: UUID
    kind: str
    state: str
    title_ru: str
    title_en: str
    intro_ru: str
    intro_en: str
    questions: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    threshold: int
    quota: int | None
    public: bool
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    issued: dict[str, int]
    answered: int
    tally: dict[str, Any] | None
    version: int
    over: bool
    """Whether its closing date has passed."""


@dataclass(frozen=True)
class SurveyTextRow:
    """A text somebody wrote."""

    id: UUID
    survey_id: UUID
    question_code: str
    text: str
    state: str


@dataclass(frozen=True)
class InvitationRow:
    """An invitation as its code finds it."""

    survey_id: UUID
    group_code: str
    used: bool


SURVEY = (
    "id, evaluation_id, kind, state, title_ru, title_en, intro_ru, intro_en, questions, groups, threshold, quota,"
    " public, opened_at, closes_at, closed_at, issued, answered, tally, version, closes_at <= now() AS over"
)
TEXT = "id, survey_id, question_code, text, state"


async def surveys_of(transaction: Transaction, evaluations: Sequence[UUID]) -> list[list[SurveyRow]]:
    """The surveys of each evaluation that the person can see, the newest first."""
    rows = await transaction.rows(
        SurveyRow,
        f"SELECT {SURVEY} FROM working.survey WHERE evaluation_id = ANY (:ids) ORDER BY opened_at DESC, id",
        ids=list(evaluations),
    )
    return many_of(evaluations, rows, lambda row: row.evaluation_id)


async def surveys_by_id(transaction: Transaction, keys: Sequence[UUID]) -> list[SurveyRow | None]:
    """The surveys with these keys, in their order."""
    rows = await transaction.rows(
        SurveyRow, f"SELECT {SURVEY} FROM working.survey WHERE id = ANY (:keys)", keys=list(keys)
    )
    return one_of(keys, rows, lambda row: row.id)


async def lock_survey(transaction: Transaction, survey: UUID) -> SurveyRow:
    """The survey, so that nobody else writes to it before this transaction ends."""
    row = await transaction.row(SurveyRow, f"SELECT {SURVEY} FROM working.survey WHERE id = :id FOR UPDATE", id=survey)
    assert row, "surveys are never deleted"
    return row


async def texts_of(transaction: Transaction, surveys: Sequence[UUID]) -> list[list[SurveyTextRow]]:
    """The texts of each survey that the person can see; in no order that says when they were written."""
    rows = await transaction.rows(
        SurveyTextRow,
        f"SELECT {TEXT} FROM working.survey_text WHERE survey_id = ANY (:ids) ORDER BY question_code, text, id",
        ids=list(surveys),
    )
    return many_of(surveys, rows, lambda row: row.survey_id)


async def count_unread(transaction: Transaction, surveys: Sequence[UUID]) -> list[int]:
    """How many texts of each survey the person, a secretary, has still to open; none for anybody else."""
    async with transaction.as_worker():
        rows = await transaction.values(
            "SELECT t.survey_id FROM working.survey_text t WHERE t.survey_id = ANY (:ids) AND access.is_secretary()"
            " AND t.survey_id NOT IN (SELECT * FROM access.texts_opened())",
            ids=list(surveys),
        )
    return [rows.count(survey) for survey in surveys]


async def text_by_id(transaction: Transaction, key: UUID) -> SurveyTextRow | None:
    """A text, if the person can see it."""
    return await transaction.row(SurveyTextRow, f"SELECT {TEXT} FROM working.survey_text WHERE id = :key", key=key)


async def insert_survey(transaction: Transaction, evaluation: UUID, **values: object) -> UUID:
    """A new survey, open."""
    made: UUID = await transaction.value(
        "INSERT INTO working.survey (evaluation_id, kind, title_ru, title_en, intro_ru, intro_en, questions, groups,"
        " threshold, quota, closes_at, public) VALUES (:evaluation, :kind, :title_ru, :title_en, :intro_ru, :intro_en,"
        " CAST(:questions AS jsonb), CAST(:groups AS jsonb), :threshold, :quota, :closes_at, :public) RETURNING id",
        evaluation=evaluation,
        **values,
    )
    return made


async def add_invitations(transaction: Transaction, survey: UUID, group: str, hashes: Sequence[str]) -> None:
    """Invitations of a group, by the hashes of their codes."""
    await transaction.run(
        "INSERT INTO working.survey_invitation (code_hash, survey_id, group_code)"
        " SELECT hash, :survey, :group FROM unnest(CAST(:hashes AS text[])) hash ORDER BY hash",
        survey=survey,
        group=group,
        hashes=list(hashes),
    )
    await transaction.run(
        "UPDATE working.survey SET version = version + 1, issued = issued || jsonb_build_object(CAST(:group AS text),"
        " (SELECT count(*) FROM working.survey_invitation WHERE survey_id = :survey AND group_code = :group))"
        " WHERE id = :survey",
        survey=survey,
        group=group,
    )


async def invitation(transaction: Transaction, code_hash: str) -> InvitationRow | None:
    """The invitation with this code."""
    return await transaction.row(
        InvitationRow,
        "SELECT survey_id, group_code, used FROM working.survey_invitation WHERE code_hash = :hash",
        hash=code_hash,
    )


async def use_invitation(transaction: Transaction, code_hash: str) -> bool:
    """Use it up; answers whether nobody had before."""
    return (
        await transaction.run(
            "UPDATE working.survey_invitation SET used = true WHERE code_hash = :hash AND NOT used", hash=code_hash
        )
        == 1
    )


async def put_in_box(
    transaction: Transaction, survey: UUID, group: str, answers: Mapping[str, str], texts: Mapping[str, str]
) -> None:
    """Add answers to a group's box. The content is sorted: nothing tells who came when, or what belongs to what.

    The survey's row must be locked.
    """
    box = (await boxes(transaction, survey, group)).get(group, {"answers": [], "texts": []})
    await transaction.run(
        "INSERT INTO working.survey_box (survey_id, group_code, answers, texts)"
        " VALUES (:survey, :group, CAST(:answers AS jsonb), CAST(:texts AS jsonb))"
        " ON CONFLICT (survey_id, group_code) DO UPDATE SET answers = excluded.answers, texts = excluded.texts",
        survey=survey,
        group=group,
        answers=as_json(sorted([*box["answers"], dict(answers)], key=_sorted)),
        texts=as_json(sorted([*box["texts"], *([code, text] for code, text in texts.items())])),
    )
    await transaction.run("UPDATE working.survey SET answered = answered + 1 WHERE id = :survey", survey=survey)


def _sorted(answers: Mapping[str, str]) -> str:
    return json.dumps(answers, sort_keys=True)


async def boxes(transaction: Transaction, survey: UUID, only: str | None = None) -> dict[str, dict[str, list[Any]]]:
    """What lies in the boxes of a survey, or in that of one group, by group."""
    rows = await transaction.values(
        "SELECT jsonb_build_array(group_code, answers, texts) FROM working.survey_box WHERE survey_id = :survey"
        " AND group_code = coalesce(CAST(:only AS text), group_code)",
        survey=survey,
        only=only,
    )
    return {group: {"answers": answers, "texts": texts} for group, answers, texts in rows}


async def close(
    transaction: Transaction, survey: UUID, tally: Mapping[str, object], texts: Sequence[tuple[str, str]]
) -> None:
    """Close a survey: keep the counts and the texts, empty the boxes."""
    await transaction.run(
        "UPDATE working.survey SET state = 'CLOSED', closed_at = now(), version = version + 1,"
        " tally = CAST(:tally AS jsonb) WHERE id = :survey",
        survey=survey,
        tally=as_json(tally),
    )
    await transaction.run("DELETE FROM working.survey_box WHERE survey_id = :survey", survey=survey)
    for code, text in sorted(texts):
        await transaction.run(
            "INSERT INTO working.survey_text (survey_id, question_code, text) VALUES (:survey, :code, :text)",
            survey=survey,
            code=code,
            text=text,
        )


async def decide_text(transaction: Transaction, key: UUID, state: str) -> None:
    """Show a text or withhold it."""
    await transaction.run("UPDATE working.survey_text SET state = :state WHERE id = :key", key=key, state=state)


async def overdue(transaction: Transaction) -> list[UUID]:
    """Open surveys whose closing date has passed."""
    return await transaction.values("SELECT id FROM working.survey WHERE state = 'OPEN' AND closes_at <= now()")
