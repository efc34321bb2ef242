"""An expert's own review: saved as it is typed, cited to a page, handed in whole and for good."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from uuid import UUID, uuid4

import pytest

import workflows.cases
from storage import audit, evidence
from storage.cases import lock_case
from storage.database import Database
from tests.situations import Cast, cast, in_review, scored_codes, versions_to_cite
from workflows import reviews
from workflows.cases import case_of
from workflows.processes import definition
from workflows.reviews import NewCitation, NewScore
from workflows.rules import files
from workflows.rules.case import FactsUnread
from workflows.rules.citations import Area
from workflows.rules.definition import Definition
from workflows.rules.guards import GUARDS, reasons_of
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion


async def reviewed(database: Database, people: Cast) -> tuple[UUID, list[NewCitation]]:
    """A case under review and a citation an expert can make."""
    evaluation = await in_review(database, people)
    public, _ = await versions_to_cite(database, evaluation)
    return evaluation, [NewCitation(public, 2, "слова со страницы")]


async def test_a_score_comes_back_as_it_was_saved_with_its_citation(database: Database) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    expert = people.experts[1]
    await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(2), "  Подтверждено.  ", cited)
    async with database.reading(expert) as tx:
        assert await tx.values("SELECT jsonb_build_array(value, justification) FROM working.score") == [
            [2, "Подтверждено."]
        ]
        assert await tx.values("SELECT jsonb_build_array(version_id, page, quote) FROM working.citation") == [
            [str(cited[0].version), 2, "слова со страницы"]
        ]


async def test_what_was_saved_from_another_tab_is_not_overwritten(database: Database) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    expert = people.experts[1]
    await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(2), "первая вкладка", cited)
    with pytest.raises(StaleVersion) as stale:
        await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(1), "вторая вкладка", cited)
    assert stale.value.current == 2


async def test_a_citation_that_is_given_as_it_was_stays_and_what_changed_takes_the_place_of_the_rest(
    database: Database,
) -> None:
    people = await cast(database)
    evaluation, [quoted] = await reviewed(database, people)
    expert, version = people.experts[1], quoted.version
    first = [quoted, NewCitation(version, 1, None), NewCitation(version, 1, None, area("0.1", "0.1", "0.5", "0.5"))]

    async def saved(expected: int, cited: list[NewCitation]) -> list[UUID]:
        await reviews.score(database, expert, evaluation, expected, "1.1", Decimal(2), "так", cited)
        async with database.reading(expert) as tx:
            return await tx.values("SELECT id FROM working.citation ORDER BY position")

    before = await saved(1, first)
    assert await saved(2, first) == before
    after = await saved(3, [first[0], replace(first[1], quote="иначе"), first[2]])
    assert [after[0], after[2]] == [before[0], before[2]]
    assert after[1] not in before
    moved = await saved(4, [first[2], first[0]])
    assert len(moved) == 2
    assert await saved(5, []) == []


def area(left: str, top: str, width: str, height: str) -> Area:
    return Area(Decimal(left), Decimal(top), Decimal(width), Decimal(height))


async def test_an_area_of_a_page_is_kept_to_four_decimals_and_stays_on_the_page(database: Database) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    expert, version = people.experts[1], cited[0].version
    drawn = [
        NewCitation(version, 1, None, area("0.12345", "0.1", "0.5", "0.25")),
        NewCitation(version, 1, None, area("0.50005", "0", "0.49995", "1")),
    ]
    await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(2), "так", drawn)
    async with database.reading(expert) as tx:
        kept = await tx.values("SELECT area FROM working.citation ORDER BY position")
    assert [[str(share) for share in one] for one in kept] == [
        ["0.1235", "0.1000", "0.5000", "0.2500"],
        ["0.5001", "0.0000", "0.4999", "1.0000"],
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        area("-0.1", "0", "0.5", "0.5"),
        area("0.8", "0", "0.3", "0.5"),
        area("0.1", "0.9", "0.3", "0.2"),
        area("0.1", "0.1", "0.004", "0.5"),
        area("0.1", "0.1", "-0.1", "0.5"),
    ],
)
async def test_an_area_that_is_none_on_the_page_is_refused(database: Database, drawn: Area) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    wrong = [NewCitation(cited[0].version, 1, None, drawn)]
    with pytest.raises(InvalidInput, match="AREA_NOT_ON_PAGE"):
        await reviews.score(database, people.experts[1], evaluation, 1, "1.1", Decimal(2), "так", wrong)


async def test_only_pages_that_everybody_sees_alike_have_areas(database: Database) -> None:
    people = await cast(database)
    evaluation, _ = await reviewed(database, people)
    letter = uuid4()
    async with database.working() as tx:
        document = await evidence.insert_document(tx, evaluation, "Письмо")
        await evidence.insert_version(
            tx,
            letter,
            document,
            file_name="письмо.docx",
            media_type=files.WORD.media_type,
            size=9,
            sha256="7" * 64,
            scan="CLEAN",
            pages=["Текст письма"],
        )
    wrong = [NewCitation(letter, 1, None, area("0.1", "0.1", "0.1", "0.1"))]
    with pytest.raises(InvalidInput, match="PAGE_WITHOUT_PICTURE"):
        await reviews.score(database, people.experts[1], evaluation, 1, "1.1", Decimal(2), "так", wrong)


async def test_a_place_cited_twice_is_one_citation_and_places_of_one_page_are_several(database: Database) -> None:
    people = await cast(database)
    evaluation, [quoted] = await reviewed(database, people)
    expert, version = people.experts[1], quoted.version
    part = area("0.1", "0.1", "0.2", "0.2")
    places = [
        quoted,
        NewCitation(version, 2, None),
        NewCitation(version, 2, " слова со страницы "),
        NewCitation(version, 2, None, part),
        NewCitation(version, 2, "", None),
        NewCitation(version, 2, None, area("0.10001", "0.1", "0.2", "0.2")),
    ]
    await reviews.score(database, expert, evaluation, 1, "1.1", Decimal(2), "так", places)
    async with database.reading(expert) as tx:
        kept = await tx.values("SELECT concat_ws(' ', page, quote, area) FROM working.citation ORDER BY position")
    assert kept == ["2 слова со страницы", "2", "2 {0.1000,0.1000,0.2000,0.2000}"]


@pytest.mark.parametrize(("page", "code"), [(0, "NO_SUCH_PAGE"), (3, "NO_SUCH_PAGE"), (1, "UNKNOWN_DOCUMENT")])
async def test_only_a_page_that_is_there_can_be_cited(database: Database, page: int, code: str) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    version = cited[0].version if code == "NO_SUCH_PAGE" else uuid4()
    wrong = [NewCitation(version, page, None)]
    with pytest.raises(InvalidInput, match=code):
        await reviews.score(database, people.experts[1], evaluation, 1, "1.1", Decimal(2), "так", wrong)


async def test_a_review_is_handed_in_whole_and_then_stays_as_it_is(database: Database) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    expert = people.experts[1]
    *most, last = scored_codes()
    for version, code in enumerate(most, start=1):
        await reviews.score(database, expert, evaluation, version, code, Decimal(2), "так", cited)
    await reviews.score(database, expert, evaluation, len(most) + 1, last, Decimal(2), "так", [])
    with pytest.raises(Blocked) as unfinished:
        await reviews.submit_review(database, expert, evaluation, len(most) + 2)
    assert [(reason.code, reason.criterion) for reason in unfinished.value.reasons] == [("SCORE_INCOMPLETE", last)]
    await reviews.score(database, expert, evaluation, len(most) + 2, last, Decimal(2), "так", cited)
    await reviews.submit_review(database, expert, evaluation, len(most) + 3)
    with pytest.raises(Blocked, match="REVIEW_SUBMITTED"):
        await reviews.score(database, expert, evaluation, len(most) + 4, last, Decimal(1), "передумал", cited)


async def test_nobody_without_a_seat_scores(database: Database) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    for person in (people.experts[3], people.officer, people.chair):
        with pytest.raises((NotPermittedOrAbsent, Blocked)) as refused:
            await reviews.score(database, person, evaluation, 1, "1.1", Decimal(2), "так", cited)
        assert str(refused.value) in ("", "NOT_YOUR_ROLE")


async def test_several_criteria_are_saved_at_once_all_or_none(database: Database) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)
    expert = people.experts[1]
    codes = scored_codes()
    scores = [
        NewScore(code, Decimal(2), f"Так: {code}", cited, path=f"input.scores.{at}") for at, code in enumerate(codes)
    ]
    for wrong, path in (
        ([*scores, NewScore("9.9", Decimal(2), "", [], path="input.scores.10")], "input.scores.10.criterionCode"),
        ([*scores, replace(scores[0], path="input.scores.10")], "input.scores.10.criterionCode"),
        ([replace(scores[0], value=Decimal(99))], "input.scores.0.value"),
        ([], "input.scores"),
    ):
        with pytest.raises(InvalidInput) as refused:
            await reviews.score_each(database, expert, evaluation, 1, wrong)
        assert [problem.path for problem in refused.value.problems] == [path]
    await reviews.score_each(database, expert, evaluation, 1, scores)
    await reviews.score_each(database, expert, evaluation, 2, [replace(scores[0], justification="Передумал")])
    with pytest.raises(StaleVersion):
        await reviews.score_each(database, expert, evaluation, 1, scores)
    await reviews.submit_review(database, expert, evaluation, 3)
    async with database.working() as tx:
        trail = [entry async for entry in audit.entries(tx, evaluation) if entry.action == "score"]
    assert [entry.details["criterion"] for entry in trail] == [*codes, codes[0]]
    assert trail[-1].change["before"]["justification"] == f"Так: {codes[0]}"
    assert trail[-1].change["after"]["justification"] == "Передумал"
    for entry, after in pairwise(trail):
        assert bytes(after.previous) == bytes(entry.hash)


async def test_few_facts_never_tell_anything_else_than_all_of_them(database: Database) -> None:
    people = await cast(database)
    evaluation, _ = await reviewed(database, people)
    expert, unread = people.experts[1], set()
    async with database.acting(expert) as tx:
        few, whole = await lock_case(tx, evaluation, keep=True), await lock_case(tx, evaluation)
    assert few
    assert whole
    for name, guard in GUARDS.items():
        argument = {"deadline": "review", "step": "score", None: None}[guard.argument]
        try:
            told = reasons_of(name, argument, case_of(few, expert))
        except FactsUnread:
            unread.add(name)
        else:
            assert told == reasons_of(name, argument, case_of(whole, expert)), name
    assert {"own_review_complete", "self_evaluation_complete", "consensus_complete"} <= unread
    assert not {"own_review_open", "has_declared", "no_conflict", "panel_has_no_conflict"} & unread


async def test_a_process_whose_guard_asks_for_more_facts_has_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await cast(database)
    evaluation, cited = await reviewed(database, people)

    def strict(code: str, version: int) -> Definition:
        known = definition(code, version)
        told = known.model_dump(by_alias=True)
        (score,) = (one for one in told["steps"] if one["action"] == "score")
        score["guards"] = ["own_review_complete"]
        return Definition.model_validate(told)

    monkeypatch.setattr(workflows.cases, "definition", strict)
    with pytest.raises(Blocked) as blocked:
        await reviews.score(database, people.experts[1], evaluation, 1, "1.1", Decimal(2), "так", cited)
    assert {reason.code for reason in blocked.value.reasons} == {"SCORE_INCOMPLETE"}
