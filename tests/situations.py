"""Situations that tests begin from: a small region, its people, and cases brought to a stage by the real acts."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from storage import evidence, people, schools
from storage.database import Database
from workflows import decisions, evaluations, frameworks, panels, reports, reviews
from workflows.decisions import NewMotion
from workflows.evaluations import NewDeadline
from workflows.processes import newest
from workflows.reports import NewCondition
from workflows.reviews import NewCitation, NewScore
from workflows.rules.quorum import VoteChoice

PROCESS = "public-professional-evaluation"


@dataclass(frozen=True)
class Cast:
    """A region with two municipalities, a school in the first, and everybody an evaluation needs."""

    region: UUID
    municipality: UUID
    other_municipality: UUID
    school: UUID
    other_school: UUID
    secretary: UUID
    officer: UUID
    other_officer: UUID
    experts: tuple[UUID, ...]
    members: tuple[UUID, ...]
    chair: UUID
    stranger: UUID


async def cast(database: Database) -> Cast:
    """The region and its people, on the supplied frameworks."""
    await frameworks.seed(database)
    async with database.working() as tx:
        region = await schools.add_organisation(tx, "REGION", "Область", "Region")
        near = await schools.add_organisation(tx, "MUNICIPALITY", "Ближний район", "Near", region)
        far = await schools.add_organisation(tx, "MUNICIPALITY", "Дальний район", "Far", region)
        school = await schools.add_organisation(tx, "SCHOOL", "Школа № 1", "School No. 1", near, pupils=400)
        other = await schools.add_organisation(tx, "SCHOOL", "Школа № 2", "School No. 2", far)
        agency = await schools.add_organisation(tx, "AGENCY", "Агентство", "Agency")

        async def person(name: str, organisation: UUID | None = None, *roles: str) -> UUID:
            key = await people.add_person(tx, name, name)
            for role in roles:
                await people.add_membership(tx, key, organisation or agency, role)
            return key

        experts = [await person(f"Эксперт {number}") for number in range(1, 5)]
        for expert in experts:
            await people.add_expert(tx, expert, constituency="PEDAGOGUE", employer=other, municipality=far)
        return Cast(
            region,
            near,
            far,
            school,
            other,
            secretary=await person("Секретарь", agency, "SECRETARY"),
            officer=await person("Ответственный школы № 1", school, "SCHOOL_OFFICER"),
            other_officer=await person("Ответственный школы № 2", other, "SCHOOL_OFFICER"),
            experts=tuple(experts),
            members=tuple([await person(f"Член комиссии {n}", agency, "COMMISSION_MEMBER") for n in range(1, 5)]),
            chair=await person("Председатель", agency, "COMMISSION_MEMBER", "COMMISSION_CHAIR"),
            stranger=await person("Посторонний"),
        )


def framework_id(code: str = "esg_2015", number: int = 1) -> UUID:
    """The supplied framework with this code and number."""
    return next(
        frameworks.framework_key(known)
        for known in frameworks.supplied()
        if (known.code, known.number) == (code, number)
    )


def scored_codes(code: str = "esg_2015") -> list[str]:
    """What is scored in the supplied framework with this code."""
    first = next(known for known in frameworks.supplied() if known.code == code)
    return [part.code for part in first.criteria if part.scale is not None]


def deadlines() -> list[NewDeadline]:
    """A deadline for every phase, as far away as usual."""
    process = newest(PROCESS)
    assert process
    now = datetime.now(UTC)
    return [NewDeadline(kind.name, now + timedelta(days=kind.length)) for kind in process.at_opening()]


async def be_at(database: Database, hour: int) -> None:
    """Bring everybody to a place where it is this hour now."""
    async with database.working() as tx:
        behind = (int(await tx.value("SELECT extract(hour FROM now() AT TIME ZONE 'UTC')")) - hour + 12) % 24 - 12
        await tx.run("UPDATE working.organisation SET timezone = :zone", zone=f"Etc/GMT{behind:+d}")


async def opened(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """An evaluation of the school in preparation."""
    return await evaluations.open_evaluation(
        database,
        people_.secretary,
        str(uuid4()),
        school=people_.school,
        framework=framework_id(framework),
        process_code=PROCESS,
        deadlines=deadlines(),
    )


async def version_of(database: Database, evaluation: UUID) -> int:
    """The case's present version, to act on."""
    async with database.working() as transaction:
        found: int = await transaction.value("SELECT version FROM working.evaluation WHERE id = :id", id=evaluation)
        return found


async def state_of(database: Database, evaluation: UUID) -> str:
    """The state the case is in."""
    async with database.working() as transaction:
        found: str = await transaction.value("SELECT state FROM working.evaluation WHERE id = :id", id=evaluation)
        return found


PUBLIC_DOCUMENT, PRIVATE_DOCUMENT = "Отчёт о самообследовании", "Личные дела"
PUBLIC_SHA256 = "5" * 64


async def submitted(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """A case in screening: every criterion assessed, with a public and a private document of two pages each."""
    evaluation = await opened(database, people_, framework)
    codes = scored_codes(framework)
    async with database.working() as tx:
        for title, readers, digest in (
            (PUBLIC_DOCUMENT, "PUBLIC", PUBLIC_SHA256),
            (PRIVATE_DOCUMENT, "PANEL", "6" * 64),
        ):
            document = await evidence.insert_document(tx, evaluation, title, classification=readers)
            await evidence.insert_version(
                tx,
                uuid4(),
                document,
                file_name="файл.pdf",
                media_type="application/pdf",
                size=10,
                sha256=digest,
                scan="NOT_CONFIGURED",
                pages=["Первая страница", "Вторая страница"],
            )
            await evidence.attach(tx, document, framework_id(framework), codes)
    for code in codes:
        await evaluations.assess(database, people_.officer, evaluation, code, 0, Decimal(3), f"Самооценка {code}")
    await step(database, people_.officer, evaluation, "submit")
    return evaluation


async def step(database: Database, person: UUID, evaluation: UUID, action: str) -> None:
    """A step that needs nothing but the will to take it, at the case's present version."""
    await evaluations.take_step(database, person, evaluation, action, await version_of(database, evaluation))


async def in_panel_formation(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """A case whose submission was accepted; nobody sits in its panel yet."""
    evaluation = await submitted(database, people_, framework)
    await step(database, people_.secretary, evaluation, "accept_submission")
    return evaluation


async def in_review(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """A case whose first three experts are seated, the first as lead, and can score."""
    evaluation = await in_panel_formation(database, people_, framework)
    for place, expert in enumerate(people_.experts[:3]):
        version = await version_of(database, evaluation)
        await panels.seat_expert(database, people_.secretary, evaluation, version, expert, lead=place == 0)
    await step(database, people_.secretary, evaluation, "start_review")
    return evaluation


async def versions_to_cite(database: Database, evaluation: UUID) -> list[UUID]:
    """The versions of the case's documents, the public one first."""
    async with database.working() as tx:
        return await tx.values(
            "SELECT v.id FROM working.evidence_version v JOIN working.evidence_document d ON d.id = v.document_id"
            " WHERE d.evaluation_id = :id ORDER BY d.classification DESC",
            id=evaluation,
        )


async def in_consensus(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """A case whose three experts have handed in their reviews, each citing both documents."""
    evaluation = await in_review(database, people_, framework)
    public, private = await versions_to_cite(database, evaluation)
    for place, expert in enumerate(people_.experts[:3], start=1):
        cited = [NewCitation(public, 1, f"цитата {place}"), NewCitation(private, 2, "тайна личного дела")]
        codes, words = scored_codes(framework), f"Обоснование {place}"
        scores = [NewScore(code, Decimal(place), words, cited) for code in codes]
        review = await reviews.score_each(database, expert, evaluation, 1, scores)
        await reviews.submit_review(database, expert, evaluation, review.version)
    await step(database, people_.experts[0], evaluation, "close_review")
    return evaluation


def condition(framework: str = "esg_2015") -> NewCondition:
    """What the school is asked to do about its first criterion."""
    due = (datetime.now(UTC) + timedelta(90)).date()
    return NewCondition("Обновить сайт", scored_codes(framework)[0], "Директор", due)


def motion(framework: str = "esg_2015") -> NewMotion:
    """The decision put to the vote."""
    return NewMotion(
        "accredited_with_conditions",
        date(2026, 9, 1),
        date(2031, 8, 31),
        "Выводы обоснованы",
        [condition(framework)],
    )


async def agreed(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """A case whose panel has written its position (2 everywhere) and its report, and agreed to both."""
    evaluation = await in_consensus(database, people_, framework)
    lead = people_.experts[0]
    for code in scored_codes(framework):
        await reports.write_consensus(database, lead, evaluation, code, 0, Decimal(2), f"Позиция {code}")
    await reports.write_report(
        database,
        lead,
        evaluation,
        0,
        summary="Общий вывод",
        strengths="Сильные стороны",
        recommendations="Что улучшить",
        proposed_outcome="accredited_with_conditions",
        conditions=[condition(framework)],
    )
    for expert in people_.experts[:3]:
        await reports.agree(database, expert, evaluation, await version_of(database, evaluation))
    return evaluation


async def before_the_commission(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """A case that is with the commission: the school's one claim was accepted."""
    evaluation = await agreed(database, people_, framework)
    lead = people_.experts[0]
    await step(database, lead, evaluation, "send_report_to_school")
    await reports.claim_error(database, people_.officer, evaluation, str(uuid4()), None, "Учеников 400, а не 300")
    await step(database, people_.officer, evaluation, "finish_accuracy_check")
    async with database.working() as tx:
        claim = await tx.value("SELECT id FROM working.accuracy_claim WHERE evaluation_id = :id", id=evaluation)
    await reports.answer_claim(database, lead, claim, accepted=True, answer="Исправлено")
    await decisions.refer_to_commission(
        database,
        people_.secretary,
        evaluation,
        await version_of(database, evaluation),
        datetime.now(UTC) + timedelta(days=1),
    )
    return evaluation


async def put_to_the_vote(database: Database, people_: Cast, framework: str = "esg_2015") -> tuple[UUID, UUID]:
    """A case before the commission and the motion it votes on."""
    evaluation = await before_the_commission(database, people_, framework)
    version = await version_of(database, evaluation)
    await decisions.propose_motion(database, people_.chair, evaluation, version, motion(framework))
    async with database.working() as tx:
        moved: UUID = await tx.value("SELECT id FROM working.motion WHERE evaluation_id = :id", id=evaluation)
    return evaluation, moved


async def decided(database: Database, people_: Cast, framework: str = "esg_2015") -> UUID:
    """A case with a decision: every consensus is 2, one claim was answered, three voted for, one against with a
    dissent, one abstained."""
    evaluation, moved = await put_to_the_vote(database, people_, framework)
    await _vote(database, people_, evaluation, moved)
    await decisions.decide(database, people_.chair, evaluation, await version_of(database, evaluation))
    return evaluation


async def _vote(database: Database, people_: Cast, evaluation: UUID, moved: UUID) -> None:
    choices = [VoteChoice.FOR, VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.ABSTAIN]
    for member, choice in zip((*people_.members, people_.chair), (*choices, VoteChoice.FOR), strict=True):
        await decisions.cast_vote(database, member, evaluation, moved, choice)
        if choice is VoteChoice.AGAINST:
            await decisions.write_dissent(database, member, evaluation, moved, "Рано подтверждать качество")


async def placed(database: Database, number: int, call: dict[str, Any], first: int, last: int, score: str) -> None:
    """Make of a published result, in what is derived of it, one of nine entries of a competition with this place."""
    places = {"call": call, "first": first, "last": last, "entries": 9, "score": score}
    async with database.working() as transaction:
        await transaction.run(
            "UPDATE published.result SET competition = :key,"
            " head = CAST(CAST(head AS jsonb) || CAST(:head AS jsonb) AS json) WHERE number = :number",
            key=call["id"],
            head=json.dumps({"competition": places}),
            number=number,
        )
