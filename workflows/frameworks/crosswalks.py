"""Crosswalks between published framework versions, written by the secretariat and read by everybody."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from storage import audit, crosswalks, frameworks, people
from storage.crosswalks import CrosswalkRow
from storage.database import Database
from storage.frameworks import FrameworkRow
from workflows.rules.crosswalk import Link, problems_of
from workflows.rules.refusals import InvalidInput, NotPermittedOrAbsent, Problem, StaleVersion


def links_from(row: CrosswalkRow, framework: UUID) -> list[Link]:
    """The links of a crosswalk as they read from the side of this version."""
    links = [Link(**link) for link in row.links]
    return links if framework == row.framework_id else [link.turned for link in links]


async def save(
    database: Database, person: UUID, framework: UUID, other: UUID, expected_version: int, links: Sequence[Link]
) -> None:
    """Match two versions; what stood between them before is replaced. `expected_version` is 0 where nothing did.

    Raises NotPermittedOrAbsent, InvalidInput, StaleVersion.
    """
    async with database.acting(person) as transaction:
        if not await people.is_secretary(transaction):
            raise NotPermittedOrAbsent
        one, two = await frameworks.frameworks_of(transaction, [framework, other])
        if one is None or two is None:
            raise NotPermittedOrAbsent
        if framework == other:
            raise InvalidInput(Problem("input.otherFrameworkVersionId", "CROSSWALK_WITH_ITSELF"))
        problems = list(problems_of(links, _codes(one), _codes(two)))
        if problems:
            raise InvalidInput(*problems)
        first, second = sorted((framework, other))
        told = [asdict(link if framework == first else link.turned) for link in links]
        async with transaction.as_worker():
            if not await crosswalks.save_crosswalk(transaction, first, second, expected_version, told):
                now = await crosswalks.crosswalk_between(transaction, framework, other)
                raise StaleVersion(now.version if now else 0)
        names = " ".join(f"{row.code}:{row.number}" for row in (one, two))
        await audit.append(transaction, None, "save_crosswalk", "secretary", details={"frameworks": names})


def _codes(row: FrameworkRow) -> frozenset[str]:
    return frozenset(criterion["code"] for criterion in row.body["criteria"])
