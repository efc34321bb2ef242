"""Who reads a document: what the school says when it sends it, what is said later, and what that closes to whom."""

from uuid import UUID

import pytest

from storage import evidence as stored
from storage import reviews as kept
from storage.database import Database
from tests import situations
from tests.situations import PRIVATE_DOCUMENT, PUBLIC_DOCUMENT, Cast, cast
from workflows.privacy import classify_document
from workflows.rules.privacy import Classification, Privacy, Readers
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent

RESTRICTED = Readers(Classification.RESTRICTED)


@pytest.fixture
async def people(database: Database) -> Cast:
    return await cast(database)


async def documents(database: Database, person: UUID, evaluation: UUID) -> dict[str, stored.DocumentRow]:
    """The documents of a case that somebody sees, by their titles."""
    async with database.reading(person) as tx:
        return {row.title: row for row in (await stored.documents_of(tx, [evaluation]))[0]}


async def quotes(database: Database, person: UUID, evaluation: UUID) -> set[str | None]:
    """What somebody reads of the panel's citations."""
    async with database.reading(person) as tx:
        found = (await kept.reviews_of(tx, [evaluation]))[0]
        scores = [
            (row.review_id, row.criterion_id)
            for rows in await kept.scores_of(tx, [r.id for r in found])
            for row in rows
        ]
        return {citation.quote for rows in await kept.citations_of(tx, scores) for citation in rows}


async def test_a_restricted_document_and_its_quotes_are_read_by_school_lead_and_secretary_alone(
    database: Database, people: Cast
) -> None:
    evaluation = await situations.in_consensus(database, people)
    lead, expert = people.experts[:2]
    private = (await documents(database, people.secretary, evaluation))[PRIVATE_DOCUMENT]
    versions = await situations.versions_to_cite(database, evaluation)
    assert "тайна личного дела" in await quotes(database, expert, evaluation)
    await classify_document(database, people.secretary, private.id, private.version, RESTRICTED)
    for person in (people.officer, lead, people.secretary):
        assert set(await documents(database, person, evaluation)) == {PUBLIC_DOCUMENT, PRIVATE_DOCUMENT}
    assert set(await documents(database, expert, evaluation)) == {PUBLIC_DOCUMENT}
    assert "тайна личного дела" in await quotes(database, lead, evaluation)
    assert await quotes(database, expert, evaluation) == {"цитата 1", "цитата 2", "цитата 3"}
    async with database.reading(expert) as tx:
        assert [len(pages) for pages in await stored.pages_of(tx, versions)] == [2, 0]
        assert [row is None for row in await stored.versions_by_id(tx, versions)] == [False, True]
        colleagues = "SELECT count(*) FROM working.citation WHERE quote = 'тайна личного дела'"
        own = len(situations.scored_codes())
        assert await tx.value(colleagues) == own


async def test_once_handed_in_only_the_secretary_closes_a_document_to_the_panel(
    database: Database, people: Cast
) -> None:
    evaluation = await situations.in_review(database, people)
    private = (await documents(database, people.officer, evaluation))[PRIVATE_DOCUMENT]
    with pytest.raises(Blocked) as refused:
        await classify_document(database, people.officer, private.id, private.version, RESTRICTED)
    assert [reason.code for reason in refused.value.reasons] == ["RESTRICTED_BY_OFFICE"]
    await classify_document(database, people.officer, private.id, private.version, Readers(personal_data=True))
    after = (await documents(database, people.officer, evaluation))[PRIVATE_DOCUMENT]
    assert (after.classification, after.personal_data, after.version) == ("PANEL", True, private.version + 1)
    for person in (people.experts[0], people.other_officer, people.stranger):
        with pytest.raises((Blocked, NotPermittedOrAbsent)):
            await classify_document(database, person, private.id, after.version, Readers(personal_data=False))


async def test_the_trail_keeps_who_read_a_document_before(database: Database, people: Cast) -> None:
    evaluation = await situations.in_review(database, people)
    public = (await documents(database, people.secretary, evaluation))[PUBLIC_DOCUMENT]
    await classify_document(database, people.secretary, public.id, public.version, RESTRICTED)
    async with database.working() as tx:
        [change] = await tx.values("SELECT change FROM working.audit_entry WHERE action = 'classify_document'")
    assert change == {
        "before": {"classification": "PUBLIC", "personal_data": False},
        "after": {"classification": "RESTRICTED", "personal_data": False},
    }


async def test_data_of_persons_are_never_public(database: Database, people: Cast) -> None:
    evaluation = await situations.in_review(database, people)
    public = (await documents(database, people.officer, evaluation))[PUBLIC_DOCUMENT]
    with pytest.raises(InvalidInput, match="PERSONAL_DATA_NOT_PUBLIC"):
        await classify_document(database, people.officer, public.id, public.version, Readers(personal_data=True))


@pytest.mark.parametrize(
    ("before", "named", "after"),
    [("RESTRICTED", False, "RESTRICTED"), ("PUBLIC", False, "PANEL"), ("PANEL", True, "PUBLIC")],
)
def test_the_older_word_never_opens_what_is_restricted(before: str, named: bool, after: str) -> None:
    said = Readers(named=named).instead_of(Privacy(Classification(before)))
    assert said.classification == after
