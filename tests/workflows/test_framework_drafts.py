"""A framework version is written as a draft, published when it is sound, never changed after, and retired."""

import json
from typing import Any
from uuid import UUID

import psycopg
import pytest

from storage.database import Database
from storage.frameworks import DraftRow, drafts, frameworks_of
from tests.situations import Cast, cast, framework_id
from workflows import evaluations, frameworks
from workflows.frameworks import drafts as life
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent, StaleVersion


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


async def the_draft(database: Database, person: UUID) -> DraftRow:
    async with database.acting(person) as transaction:
        (row,) = await drafts(transaction)
        return row


async def begun(database: Database, people: Cast, code: str = "hgios4") -> DraftRow:
    await life.begin(database, people.secretary, "begin", framework_id(code), None)
    return await the_draft(database, people.secretary)


async def saved(database: Database, people: Cast, row: DraftRow, **changes: Any) -> DraftRow:
    await life.save(database, people.secretary, row.id, row.version, json.dumps(row.content | changes))
    return await the_draft(database, people.secretary)


async def test_a_draft_of_the_next_version_is_published_and_used_and_the_one_before_retired(
    database: Database, people: Cast
) -> None:
    row = await begun(database, people)
    assert (row.code, row.number) == ("hgios4", 2)
    first, *rest = row.content["criteria"]
    legal = {"ru": "Закон", "en": "An act"}
    told = first | {"required_by": "FOUNDER", "legal": legal, "title": {"ru": "Иначе", "en": "Otherwise"}}
    row = await saved(database, people, row, criteria=[told, *rest])
    async with database.reading(None) as transaction:
        changes = await life.changes_of(transaction, row)
    assert [(change.criterion, change.field) for change in changes] == [
        (first["code"], "title"),
        (first["code"], "required_by"),
        (first["code"], "legal"),
    ]
    key = await life.publish(database, people.secretary, row.id, row.version)
    assert await life.retire(database, people.secretary, framework_id("hgios4")) == framework_id("hgios4")
    async with database.reading(None) as transaction:
        old, new = await frameworks_of(transaction, [framework_id("hgios4"), key])
    assert old
    assert new
    assert (old.state, new.state, new.number) == ("RETIRED", "PUBLISHED", 2)
    assert new.body["criteria"][0]["required_by"] == "FOUNDER"
    with pytest.raises(Blocked, match="FRAMEWORK_RETIRED"):
        await life.retire(database, people.secretary, framework_id("hgios4"))
    with pytest.raises(InvalidInput, match="frameworkVersionId"):
        await evaluations.open_evaluation(
            database,
            people.secretary,
            "on a retired one",
            process_code="public-professional-evaluation",
            framework=framework_id("hgios4"),
            school=people.school,
            deadlines=[],
        )
    # The server starts again: what is supplied is as it was, and stays retired.
    await frameworks.seed(database)
    async with database.reading(None) as transaction:
        (after,) = await frameworks_of(transaction, [framework_id("hgios4")])
    assert after
    assert after.state == "RETIRED"


async def test_what_is_published_is_beyond_everybody_s_reach(database: Database, people: Cast) -> None:
    row = await saved(database, people, await begun(database, people), maximum="6")
    key = await life.publish(database, people.secretary, row.id, row.version)
    async with database.acting(people.secretary) as transaction:
        assert await drafts(transaction) == []
    async with database.working() as transaction:
        with pytest.raises(psycopg.errors.RestrictViolation, match="immutable"):
            await transaction.run("UPDATE working.criterion SET weight = 0 WHERE framework_version_id = :key", key=key)
    with pytest.raises(NotPermittedOrAbsent):
        await life.save(database, people.secretary, row.id, row.version, json.dumps(row.content))


async def test_everything_wrong_is_told_at_once_and_nothing_is_published(database: Database, people: Cast) -> None:
    row = await begun(database, people)
    first, second, *rest = row.content["criteria"]
    wrong = [first | {"title": {"ru": " ", "en": ""}, "weight": "много"}, second | {"code": "1.1 б"}, *rest]
    row = await saved(database, people, row, criteria=wrong)
    with pytest.raises(InvalidInput) as refused:
        await life.publish(database, people.secretary, row.id, row.version)
    assert {(problem.path, problem.code) for problem in refused.value.problems} == {
        ("criteria.0.title.en", "BLANK"),
        ("criteria.0.weight", "NOT_A_NUMBER"),
        ("criteria.1.code", "CRITERION_CODE_UNUSABLE"),
    }
    row = await saved(database, people, row, criteria=[first, second, second, rest[0] | {"scale": "gone"}])
    with pytest.raises(InvalidInput) as refused:
        await life.publish(database, people.secretary, row.id, row.version)
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [
        ("criteria.2.code", "CRITERION_TWICE"),
        ("criteria.3.scale", "SCALE_UNKNOWN"),
    ]


async def test_a_draft_that_changes_nothing_is_not_published(database: Database, people: Cast) -> None:
    row = await begun(database, people)
    with pytest.raises(Blocked, match="FRAMEWORK_UNCHANGED"):
        await life.publish(database, people.secretary, row.id, row.version)


async def test_two_who_write_the_same_draft_do_not_overwrite_one_another(database: Database, people: Cast) -> None:
    row = await begun(database, people)
    await saved(database, people, row, maximum="6")
    with pytest.raises(StaleVersion):
        await saved(database, people, row, maximum="5")
    with pytest.raises(StaleVersion):
        await life.discard(database, people.secretary, row.id, row.version)
    again = await the_draft(database, people.secretary)
    assert again.content["maximum"] == "6"
    await life.discard(database, people.secretary, again.id, again.version)
    async with database.acting(people.secretary) as transaction:
        assert await drafts(transaction) == []


async def test_versions_that_are_written_side_by_side_get_numbers_of_their_own(
    database: Database, people: Cast
) -> None:
    content = json.dumps({"code": "own", "number": 7})
    for key in ("one", "other", "other"):
        await life.begin(database, people.secretary, key, None, content)
    async with database.acting(people.secretary) as transaction:
        assert sorted((row.code, row.number) for row in await drafts(transaction)) == [("own", 1), ("own", 2)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[", "FRAMEWORK_UNREADABLE"),
        ("[" * 100_000, "FRAMEWORK_UNREADABLE"),
        ("[]", "WRONG_FORMAT"),
        ('{"code": "own", "title": "\\u0000"}', "WRONG_FORMAT"),
        ('{"code": "Own"}', "FRAMEWORK_CODE_UNUSABLE"),
        ('{"code": 7}', "FRAMEWORK_CODE_UNUSABLE"),
        (f'{{"code": "own", "title": "{"x" * 1_000_000}"}}', "FRAMEWORK_TOO_LARGE"),
        (None, "FRAMEWORK_BEGINNING_UNCLEAR"),
    ],
)
async def test_what_no_draft_can_begin_from_is_refused(
    database: Database, people: Cast, content: str | None, code: str
) -> None:
    with pytest.raises(InvalidInput, match=code):
        await life.begin(database, people.secretary, "begin", None, content)


async def test_only_the_secretariat_writes_frameworks(database: Database, people: Cast) -> None:
    row = await begun(database, people)
    for person in (people.officer, people.experts[0], people.chair):
        for act in (
            life.begin(database, person, "mine", framework_id("hgios4"), None),
            life.save(database, person, row.id, row.version, "{}"),
            life.publish(database, person, row.id, row.version),
            life.discard(database, person, row.id, row.version),
            life.retire(database, person, framework_id("hgios4")),
        ):
            with pytest.raises(NotPermittedOrAbsent):
                await act
