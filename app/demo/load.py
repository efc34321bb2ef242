"""Loads the demo: a region with evaluations at every stage, and results published by others."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from random import Random

import structlog

from app.demo import stages, surveys
from app.demo.ages import make_ages
from app.demo.changes import RESULTS, make_changes
from app.demo.making import Making, Plan
from app.demo.others import ENTRIES, make_others
from app.demo.register import data, make_register
from app.demo.stages import TO_PUBLISHED
from storage import people, schools
from storage.blobs import BlobStore
from storage.database import Database
from storage.keys import Signer
from workflows import frameworks, publications
from workflows.rules.process_parts import Text

log = structlog.get_logger()

REFERRED = TO_PUBLISHED.index(stages.refer) + 1
"""How many steps lead to the commission."""

Stage = Callable[[Making], Awaitable[None]]


class DemoIncomplete(Exception):
    """Loading was interrupted earlier; the message says what to do."""


async def _nothing(_making: Making) -> None:
    """The case stays where it is."""


async def _half_prepared(making: Making) -> None:
    await stages.prepare(making, 0.5)
    await surveys.under_way(making)


async def _two_seated(making: Making) -> None:
    await stages.seat(making, 2)


async def _reviews_under_way(making: Making) -> None:
    await surveys.counted(making)
    await stages.review(making, 2)
    await stages.review(making, 1, 0.5)
    await stages.review(making, 0, 0.2)


async def _consensus_begun(making: Making) -> None:
    await stages.write_consensus(making, 0.5)


async def _motion_proposed(making: Making) -> None:
    await stages.propose(making)


DISSENT = (
    "Считаю, что при таком состоянии доступности для инвалидов положительное решение преждевременно: сначала школа"
    " должна устранить замечания, затем комиссия – вернуться к вопросу."
)

# A plan, how many of the steps to `published` it goes, and what else happens at the stage it stops at.
UNDER_WAY: tuple[tuple[Plan, int, Stage], ...] = (
    (Plan(1, "nok_uod", 82), 1, _half_prepared),
    (Plan(3, "esg_2015", 75), 1, _nothing),
    (Plan(4, "nok_uod", 88), 2, _nothing),
    (Plan(6, "esg_2015", 70), 3, _two_seated),
    (Plan(8, "nok_uod", 79), 4, _reviews_under_way),
    (Plan(9, "esg_2015", 90, panel=(1, 0, 2)), 4, _nothing),
    (Plan(10, "nok_uod", 84), 5, _consensus_begun),
    (Plan(1, "esg_2015", 64, outcome="accredited_with_conditions", conditions=2, asks=True), 6, _nothing),
    (Plan(11, "esg_2015", 86), 7, _nothing),
    (Plan(13, "nok_uod", 74, outcome="accredited_with_conditions", conditions=2), 8, _motion_proposed),
    (Plan(14, "esg_2015", 92), 8, _nothing),
    (Plan(15, "nok_uod", 81), 9, stages.write_minutes),
)
PUBLISHED: tuple[Plan, ...] = (
    Plan(2, "nok_uod", 93),
    Plan(
        5,
        "nok_uod",
        71,
        outcome="accredited_with_conditions",
        conditions=3,
        votes="++-+0",
        dissent=DISSENT,
        surveyed=(1, 9, 5, 2, 3),
    ),
    Plan(7, "esg_2015", 48, outcome="refused", votes="+++-+"),
    Plan(12, "esg_2015", 88),
    Plan(16, "nok_uod", 85, surveyed=(2, 4, 3, 7, 3)),
    Plan(17, "nok_uod", 77, outcome="accredited_with_conditions", conditions=1),
    Plan(18, "esg_2015", 65, outcome="accredited_with_conditions", conditions=2, votes="+++0+"),
    Plan(20, "nok_uod", 90),
)


async def load_demo(database: Database, blobs: BlobStore, signer: Signer) -> None:
    """Load the demo unless it is there.

    Raises DemoIncomplete when an earlier loading did not come to its end.
    """
    async with database.working() as transaction:
        begun = await people.anybody(transaction)
        own = await transaction.value(
            "SELECT count(*) FROM published.record WHERE evaluation_number IS NOT NULL AND corrects IS NULL"
        )
    if own >= len(PUBLISHED) + RESULTS + len(ENTRIES):
        return
    if begun:
        raise DemoIncomplete(
            "The demo was not loaded to its end, or the database belongs to somebody else."
            " For a fresh demo, stop the server, remove the data folder (AREOPAG_DATA) and start again."
        )
    log.info("loading the demo region; this takes some seconds")
    register = await make_register(database)
    await _results_of_others(database, signer)
    for plan, steps, stage in (*UNDER_WAY, *((plan, len(TO_PUBLISHED), _nothing) for plan in PUBLISHED)):
        await _make(Making(database, blobs, signer, register, plan, Random(f"{plan}"), steps > REFERRED), steps, stage)
    await make_changes(database, blobs, signer, register)
    await make_others(database, blobs, signer, register)
    await make_ages(database, blobs, register)
    log.info("the demo region is loaded")


async def _make(making: Making, steps: int, stage: Stage) -> None:
    for step in TO_PUBLISHED[:steps]:
        if step is stages.publish and making.plan.surveyed:
            await surveys.for_the_result(making)
        await step(making)
    await stage(making)


async def _results_of_others(database: Database, signer: Signer) -> None:
    """The totals that were published elsewhere."""
    external = data("external")
    framework = next(known for known in frameworks.supplied() if known.code == "nok_uod")
    async with database.working() as transaction:
        region = await schools.add_organisation(transaction, "REGION", *_named(external["region"]))
        place = await schools.add_organisation(transaction, "MUNICIPALITY", *_named(external["municipality"]), region)
        keys = [
            await schools.add_organisation(transaction, "SCHOOL", *_named(result), place, rural=True)
            for result in external["results"]
        ]
    await publications.mirror_register(database)
    for key, result in zip(keys, external["results"], strict=True):
        await publications.publish_external(
            database,
            signer,
            publications.ExternalResult(
                school=key,
                framework=frameworks.framework_key(framework),
                total=Decimal(result["total"]),
                decided_on=None,
                source=Text(**external["source"]),
                scores={},
            ),
        )


def _named(names: dict[str, str]) -> tuple[str, str]:
    return names["ru"], names["en"]
