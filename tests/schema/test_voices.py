"""Needs against results: what a survey says stands in the published result, beside the scores, and nothing more."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from storage.database import Database
from storage.keys import load_signer
from tests.asking import ask
from tests.situations import cast, decided, version_of
from tests.surveyed import Surveyed, new_survey, same
from workflows import publications, surveys
from workflows.questionnaires import NewGroup, NewQuestion, NewSurvey
from workflows.rules.refusals import InvalidInput

STEPS = tuple(same(str(n)) for n in range(1, 6))
WHO = NewQuestion("CHOICE", same("Кто вы"), (same("родитель"), same("ученик")), profile=True)
FIRST = NewQuestion("CHOICE", same("Что развивать"), (same("сайт"), same("кружки")), option_criteria=("1.1", ""))
CANTEEN = NewQuestion("SCALE", same("Вежливы ли с вами"), STEPS, criterion="4.1")
WORDS = NewQuestion("TEXT", same("Что изменить"))
SECRET = "Верните бассейн"
FIGURES = """surveys { kind population invited respondents responseRate threshold
  questions { title { ru } answered unsaid mean options { count share lower upper } }
  voices { criterionCode says question { ru } option { ru } chosen answered share lower upper } }"""


def of_needs(**changes: Any) -> NewSurvey:
    return new_survey(kind="NEEDS", questions=(WHO, FIRST, CANTEEN, WORDS), public=True, **changes)


@dataclass
class Surveying(Surveyed):
    """A survey of a case that is decided and waits for its publication."""

    folder: Path

    async def publish(self) -> None:
        """Publish the result."""
        signer = await load_signer(self.database, self.folder)
        version = await version_of(self.database, self.evaluation)
        await publications.publish(self.database, signer, self.people.secretary, self.evaluation, version)

    async def record(self) -> dict[str, Any]:
        """The last record."""
        async with self.database.reading(None) as transaction:
            body = await transaction.value("SELECT body FROM published.record ORDER BY number DESC LIMIT 1")
        record: dict[str, Any] = json.loads(body)
        return record


async def surveying(database: Database, folder: Path, new: NewSurvey) -> Surveying:
    people = await cast(database)
    evaluation = await decided(database, people, "nok_uod")
    key = await surveys.make_survey(database, people.secretary, evaluation, "k", new)
    return Surveying(database, people, evaluation, key, folder)


async def test_a_published_result_has_the_figures_of_its_survey_and_never_an_answer(
    database: Database, tmp_path: Path
) -> None:
    survey = await surveying(database, tmp_path, of_needs())
    await survey.answered(12, q1="1", q2="1", q3="5", q4=SECRET)
    await survey.answered(6, "g2", q1="2", q2="2", q3="2")
    await survey.close()
    await survey.publish()
    found = (await ask(database, tmp_path, None, f"{{ publication(number: 1) {{ {FIGURES} }} }}"))["publication"]
    (told,) = found["surveys"]
    facts = ("kind", "population", "invited", "respondents", "responseRate", "threshold")
    assert [told[fact] for fact in facts] == ["NEEDS", 55, 18, 18, "1", 5]
    assert [question["title"]["ru"] for question in told["questions"]] == ["Что развивать", "Вежливы ли с вами"]
    site, courteous = told["voices"]
    said = ("criterionCode", "says", "option", "chosen")
    assert [site[part] for part in said] == ["1.1", "CHOSEN", {"ru": "сайт"}, 12]
    assert [courteous[part] for part in said] == ["4.1", "MATTERS", None, 12]
    assert (site["share"], site["answered"]) == ("0.6667", 18)
    assert float(site["lower"]) < 0.6667 < float(site["upper"])
    record = await survey.record()
    assert record["format"] == "areopag-record/8"
    text = json.dumps(record, ensure_ascii=False)
    for inside in (SECRET, "родитель", "5а", "5б"):
        assert inside not in text


@pytest.mark.parametrize("public", [True, False])
async def test_a_survey_stays_inside_unless_those_asked_were_told_otherwise(
    database: Database, tmp_path: Path, public: bool
) -> None:
    survey = await surveying(database, tmp_path, new_survey(public=public))
    await survey.answered(6, q1="1", q2="5")
    await survey.close()
    await survey.publish()
    record = await survey.record()
    assert ("surveys" in record, record["format"]) == (public, "areopag-record/8" if public else "areopag-record/1")


async def test_of_too_few_answers_the_record_tells_how_many_there_were_and_no_more(
    database: Database, tmp_path: Path
) -> None:
    survey = await surveying(database, tmp_path, of_needs())
    await survey.answered(4, q1="1", q2="1", q3="5")
    await survey.close()
    await survey.publish()
    (part,) = (await survey.record())["surveys"]
    assert (part["respondents"], part["questions"], part["voices"]) == (4, [], [])


async def test_an_open_survey_is_not_published(database: Database, tmp_path: Path) -> None:
    survey = await surveying(database, tmp_path, of_needs())
    await survey.answered(6, q1="1", q2="1", q3="5")
    await survey.publish()
    assert "surveys" not in await survey.record()


OVER_SCHOOLS = """{ territories { frameworks { framework { code }
  voices { criterionCode says schools answered share lower upper rated ratedLower ratedUpper } } } }"""


async def test_a_territory_tells_what_families_say_beside_how_their_schools_are_rated(
    database: Database, tmp_path: Path
) -> None:
    survey = await surveying(database, tmp_path, of_needs(groups=(NewGroup(same("5а"), 20),)))
    await survey.answered(9, q1="1", q2="1", q3="4")
    await survey.answered(3, q1="1", q2="2", q3="1")
    await survey.close()
    await survey.publish()
    told = await ask(database, tmp_path, None, OVER_SCHOOLS)
    (standing,) = told["territories"][0]["frameworks"]
    site, courteous = standing["voices"]
    assert (site["criterionCode"], site["says"], site["schools"], site["answered"]) == ("1.1", "CHOSEN", 1, 12)
    assert (site["share"], courteous["share"]) == ("0.75", "0.75")
    assert (site["rated"], site["ratedLower"]) == ("0.02", None)
    await publications.rebuild(database)
    assert await ask(database, tmp_path, None, OVER_SCHOOLS) == told


async def test_in_the_case_the_same_is_told_once_the_survey_is_closed(database: Database, tmp_path: Path) -> None:
    survey = await surveying(database, tmp_path, of_needs())
    query = "{ viewer { evaluations(first: 1) { nodes { surveys { public voices { criterionCode says chosen } } } } } }"

    async def told(person: UUID) -> Any:
        return (await ask(database, tmp_path, person, query))["viewer"]["evaluations"]["nodes"][0]["surveys"][0]

    await survey.answered(7, q1="1", q2="1", q3="5")
    assert await told(survey.people.officer) == {"public": True, "voices": []}
    await survey.close()
    assert (await told(survey.people.officer))["voices"] == [
        {"criterionCode": "1.1", "says": "CHOSEN", "chosen": 7},
        {"criterionCode": "4.1", "says": "MATTERS", "chosen": 7},
    ]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (NewQuestion("SCALE", same("?"), STEPS, criterion="9.9"), r"questions\.0\.criterionCode: UNKNOWN_CODE"),
        (NewQuestion("CHOICE", same("?"), STEPS[:2], criterion="1.1"), "CRITERION_OF_A_SCALE"),
        (NewQuestion("SCALE", same("?"), STEPS[:2], option_criteria=("1.1", "")), "CRITERIA_OF_A_CHOICE"),
        (
            NewQuestion("CHOICE", same("?"), STEPS[:2], profile=True, option_criteria=("1.1", "")),
            "CRITERIA_OF_A_CHOICE",
        ),
        (
            NewQuestion("CHOICE", same("?"), STEPS[:2], option_criteria=("1.1", "1.1")),
            r"questions\.0\.optionCriterionCodes\.1: CRITERION_ASKED_TWICE",
        ),
        (NewQuestion("CHOICE", same("?"), STEPS[:2], option_criteria=("1.1",) * 3), "HOW_MANY"),
    ],
)
async def test_a_question_that_names_no_criterion_of_the_case_is_refused(
    database: Database, tmp_path: Path, question: NewQuestion, problem: str
) -> None:
    with pytest.raises(InvalidInput, match=problem):
        await surveying(database, tmp_path, new_survey(questions=(question,)))
