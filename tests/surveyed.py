"""A survey of a case, for the tests of surveys: what it asks, its codes, and a form to fill."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from storage import surveys as stored
from storage.database import Database
from storage.surveys import SurveyRow
from tests.situations import Cast, cast, opened
from workflows import surveys
from workflows.questionnaires import NewGroup, NewQuestion, NewSurvey, Wording


def same(text: str) -> Wording:
    """A text that is the same in both languages."""
    return Wording(text, text)


def new_survey(**changes: Any) -> NewSurvey:
    """Who are you, how satisfied are you, what would you change; of two classes."""
    values: dict[str, Any] = {
        "kind": "SATISFACTION",
        "title": Wording(ru="Довольны ли вы школой", en="Are you satisfied with the school"),
        "intro": same("Несколько минут"),
        "questions": (
            NewQuestion(
                "CHOICE", Wording(ru="Кто вы", en="Who are you"), (same("родитель"), same("ученик")), profile=True
            ),
            NewQuestion("SCALE", same("Насколько вы довольны"), tuple(same(str(n)) for n in range(1, 6))),
            NewQuestion("TEXT", same("Что изменить")),
        ),
        "groups": (NewGroup(same("5а"), 30), NewGroup(same("5б"), 25)),
        "threshold": 5,
        "quota": 20,
        "closes_at": datetime.now(UTC) + timedelta(days=14),
    }
    return NewSurvey(**{**values, **changes})


@dataclass
class Surveyed:
    """A survey under way."""

    database: Database
    people: Cast
    evaluation: UUID
    id: UUID

    async def row(self) -> SurveyRow:
        """The survey as it stands."""
        async with self.database.working() as tx:
            row = (await stored.surveys_by_id(tx, [self.id]))[0]
        assert row
        return row

    async def codes(self, count: int, group: str = "g1") -> list[str]:
        """New codes for a group."""
        version = (await self.row()).version
        return await surveys.issue_cards(self.database, self.people.secretary, self.id, version, group, count)

    async def answered(self, count: int, group: str = "g1", **form: str) -> None:
        """So many people answer alike."""
        for code in await self.codes(count, group):
            await surveys.answer(self.database, code, form, "192.0.2.1")

    async def close(self) -> None:
        """The secretary closes it."""
        await surveys.close_survey(self.database, self.people.secretary, self.id, (await self.row()).version)

    async def pass_date(self) -> None:
        """Its closing date was a moment ago."""
        async with self.database.working() as tx:
            await tx.run("UPDATE working.survey SET closes_at = now() - interval '1 second' WHERE id = :id", id=self.id)


async def surveyed(database: Database, **changes: Any) -> Surveyed:
    """A survey that was just opened."""
    people = await cast(database)
    evaluation = await opened(database, people)
    key = await surveys.make_survey(database, people.secretary, evaluation, "k", new_survey(**changes))
    return Surveyed(database, people, evaluation, key)
