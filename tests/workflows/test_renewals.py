"""A decision that expires is renewed: by one act, once, and the two cases lead to each other."""

from uuid import UUID

import pytest

from storage import renewals
from storage.cases import read_cases
from storage.evaluations import Chosen, list_evaluations
from tests.lives import Life
from tests.situations import version_of
from workflows import audit
from workflows.cases import case_of
from workflows.renewals import renew
from workflows.rules.refusals import Blocked, StaleVersion
from workflows.rules.waiting import waiting_in


async def renewal_links(life: Life, person: UUID, renewal: UUID) -> list[tuple[str | None, str | None]]:
    """What a person reads of the old case and of the new one: the number of what it renews, and of what renews it."""
    async with life.database.reading(person) as tx:
        return [(one.renews, one.renewed_by) for one in await renewals.links_of(tx, [life.evaluation, renewal])]


async def under_way(life: Life) -> set[UUID]:
    """The cases that the secretary's list shows as under way."""
    async with life.database.reading(life.cast.secretary) as tx:
        return {row.id for row in await list_evaluations(tx, first=9, after=None, chosen=Chosen(under_way=True))}


async def waits(life: Life, person: UUID) -> list[tuple[str, int]]:
    """What waits for a person in the case, and how many days remain."""
    async with life.database.reading(person) as tx:
        (row,) = await read_cases(tx, [life.evaluation])
    found = waiting_in(case_of(row, person))
    return [(one.step.action, (one.due - row.now).days) for one in found if one.due]


async def test_a_decision_that_expires_is_renewed_once_and_the_two_cases_lead_to_each_other(life: Life) -> None:
    office, school = life.cast.secretary, life.cast.officer
    with pytest.raises(Blocked, match="RENEWAL_EARLY"):
        await renew(life.database, office, life.evaluation, await version_of(life.database, life.evaluation))
    assert await waits(life, office) == []
    await life.expires_soon()
    assert await waits(life, office) == [("renew", 100)]
    assert await waits(life, school) == []

    version = await version_of(life.database, life.evaluation)
    with pytest.raises(Blocked, match="NOT_YOUR_ROLE"):
        await renew(life.database, school, life.evaluation, version)
    renewal = await renew(life.database, office, life.evaluation, version)
    with pytest.raises(StaleVersion):
        await renew(life.database, office, life.evaluation, version)
    with pytest.raises(Blocked, match="RENEWED"):
        await renew(life.database, office, life.evaluation, version + 1)

    async with life.database.working() as tx:
        old, new = await tx.values("SELECT number FROM working.evaluation ORDER BY opened_at")
    assert await waits(life, office) == []
    assert await Life(life.database, life.signer, life.cast, renewal).state() == "preparation"
    for reader in (office, school):
        assert await renewal_links(life, reader, renewal) == [(None, new), (old, None)]
    # The panel knows the old case, and not yet whose the new one is.
    assert await renewal_links(life, life.cast.experts[0], renewal) == [(None, None), (None, None)]
    assert await life.state() == "published"
    assert await audit.disagreements(life.database) == []


async def test_a_decision_that_is_being_renewed_can_be_reopened_and_both_cases_go_on(life: Life) -> None:
    await life.expires_soon()
    office = life.cast.secretary
    renewal = await renew(life.database, office, life.evaluation, await version_of(life.database, life.evaluation))
    await life.step(office, "reopen", "В отчёте нашли ошибку")
    assert await life.state() == "finalisation"
    assert await under_way(life) == {life.evaluation, renewal}
    await life.refer()
    await life.vote()
    await life.decide()
    await life.step(office, "announce_decision")
    await life.step(life.cast.officer, "waive_reply")
    await life.step(office, "sign")
    await life.step(life.cast.chair, "sign")
    await life.publish()
    assert (await life.records())[-1] == ("CORRECTION", 1, "revision")
    assert await under_way(life) == {renewal}
    assert await Life(life.database, life.signer, life.cast, renewal).state() == "preparation"
