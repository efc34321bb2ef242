"""Cases that are lived through: opened under any process of the library, and moved by the real acts of its people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from storage import evidence, followups, people
from storage.database import Database
from storage.followups import TrackRow
from storage.keys import Signer
from tests.situations import Cast, framework_id, scored_codes, state_of, version_of
from workflows import decisions, evaluations, panels, publications, reports, reviews, steps
from workflows.decisions import NewMotion
from workflows.evaluations import NewDeadline
from workflows.followups import cast_appeal_vote, seat_appeal_member, take_track_step
from workflows.processes import newest
from workflows.reports import NewCondition
from workflows.reviews import NewCitation, NewScore
from workflows.rules.quorum import VoteChoice
from workflows.steps import Given

TODAY = datetime.now(UTC).date()
FIVE_YEARS = TODAY.replace(year=TODAY.year + 5, day=min(TODAY.day, 28))


@dataclass
class Life:
    """One case, its people, and what moves it."""

    database: Database
    signer: Signer
    cast: Cast
    evaluation: UUID
    framework: str = "esg_2015"

    async def state(self) -> str:
        """Where the case stands."""
        return await state_of(self.database, self.evaluation)

    async def step(
        self, person: UUID, action: str, text: str | None = None, day: date | None = None, **decision: Any
    ) -> None:
        """A step that the definition alone describes, at the case's present version."""
        version = await version_of(self.database, self.evaluation)
        given = Given(text, day, motion(**decision) if decision else None)
        await steps.take(self.database, self.signer, person, self.evaluation, version, action, given)

    async def tracks(self, kind: str) -> list[TrackRow]:
        """The tracks of one kind, the first first."""
        async with self.database.working() as tx:
            rows = (await followups.tracks_of(tx, [self.evaluation]))[0]
        return [row for row in rows if row.kind == kind]

    async def track_step(
        self,
        person: UUID,
        kind: str,
        action: str,
        text: str | None = None,
        day: date | None = None,
        place: int = -1,
        **decision: Any,
    ) -> None:
        """A step of a track, at its present version; of the last one of its kind unless told otherwise."""
        track = (await self.tracks(kind))[place]
        given = Given(text, day, motion(**decision) if decision else None)
        await take_track_step(self.database, self.signer, person, track.id, track.version, action, given)

    async def prepare_documents(self) -> None:
        """Every criterion has a document."""
        codes = scored_codes(self.framework)
        async with self.database.working() as tx:
            document = await evidence.insert_document(tx, self.evaluation, "Отчёт", classification="PUBLIC")
            await evidence.insert_version(
                tx,
                uuid4(),
                document,
                file_name="отчёт.pdf",
                media_type="application/pdf",
                size=10,
                sha256="5" * 64,
                scan="NOT_CONFIGURED",
                pages=["Первая страница"],
            )
            await evidence.attach(tx, document, framework_id(self.framework), codes)

    async def prepare(self) -> None:
        """The school's self-evaluation is complete and every criterion has a document."""
        await self.prepare_documents()
        for code in scored_codes(self.framework):
            await evaluations.assess(
                self.database, self.cast.officer, self.evaluation, code, 0, Decimal(3), f"Самооценка {code}"
            )

    async def seat(self, experts: int) -> None:
        """So many experts take their seats; the first leads."""
        for place, expert in enumerate(self.cast.experts[:experts]):
            version = await version_of(self.database, self.evaluation)
            await panels.seat_expert(
                self.database, self.cast.secretary, self.evaluation, version, expert, lead=place == 0
            )

    async def declare_none(self, *people: UUID) -> None:
        """Each says that nothing ties them to the school."""
        for person in people:
            await self.step(person, "declare_no_conflict")

    async def review(self, experts: int, value: int = 2) -> None:
        """Each expert scores every criterion and hands in."""
        async with self.database.working() as tx:
            version = await tx.value(
                "SELECT v.id FROM working.evidence_version v JOIN working.evidence_document d ON d.id = v.document_id"
                " WHERE d.evaluation_id = :id LIMIT 1",
                id=self.evaluation,
            )
        cited = [NewCitation(version, 1, "Первая")]
        codes = scored_codes(self.framework)
        for expert in self.cast.experts[:experts]:
            scores = [NewScore(code, Decimal(value), "Обоснование", cited) for code in codes]
            await reviews.score_each(self.database, expert, self.evaluation, 1, scores)
            await reviews.submit_review(self.database, expert, self.evaluation, 2)

    async def agree_on(self, outcome: str, experts: int, conditions: int = 0, value: int = 2) -> None:
        """The panel's positions and report, with which every expert agrees."""
        lead = self.cast.experts[0]
        for code in scored_codes(self.framework):
            await reports.write_consensus(
                self.database, lead, self.evaluation, code, 0, Decimal(value), f"Позиция {code}"
            )
        await reports.write_report(
            self.database,
            lead,
            self.evaluation,
            0,
            summary="Общий вывод",
            strengths="Сильные стороны",
            recommendations="Что улучшить",
            proposed_outcome=outcome,
            conditions=some_conditions(conditions),
        )
        for expert in self.cast.experts[:experts]:
            version = await version_of(self.database, self.evaluation)
            await reports.agree(self.database, expert, self.evaluation, version)

    async def refer(self) -> None:
        """To the commission, which meets tomorrow."""
        await decisions.refer_to_commission(
            self.database,
            self.cast.secretary,
            self.evaluation,
            await version_of(self.database, self.evaluation),
            datetime.now(UTC) + timedelta(days=1),
        )

    async def vote(self, choices: str = "+++++", **decision: Any) -> None:
        """The chair moves a decision; members vote in their order, the chair last."""
        version = await version_of(self.database, self.evaluation)
        await decisions.propose_motion(
            self.database, self.cast.chair, self.evaluation, version, motion(reasons="Выводы обоснованы", **decision)
        )
        async with self.database.working() as tx:
            moved = await tx.value(
                "SELECT id FROM working.motion WHERE evaluation_id = :id ORDER BY round DESC LIMIT 1",
                id=self.evaluation,
            )
        votes = {"+": VoteChoice.FOR, "-": VoteChoice.AGAINST, "0": VoteChoice.ABSTAIN}
        for member, choice in zip((*self.cast.members, self.cast.chair), choices, strict=False):
            await decisions.cast_vote(self.database, member, self.evaluation, moved, votes[choice])

    async def decide(self) -> None:
        """The chair confirms what carried."""
        version = await version_of(self.database, self.evaluation)
        await decisions.decide(self.database, self.cast.chair, self.evaluation, version)

    async def publish(self) -> None:
        """The secretary publishes."""
        version = await version_of(self.database, self.evaluation)
        await publications.publish(self.database, self.signer, self.cast.secretary, self.evaluation, version)

    async def records(self) -> list[tuple[str, int | None, str | None]]:
        """What is published: kind, what it corrects, why; the first first."""
        async with self.database.reading(None) as tx:
            rows = await tx.values(
                "SELECT json_build_array(kind, corrects, CAST(body AS jsonb) #>> '{because,kind}')"
                " FROM published.record ORDER BY number"
            )
        return [tuple(row) for row in rows]

    async def expires_soon(self) -> None:
        """Its decision expires in a hundred days: the process has begun to remind of it."""
        async with self.database.working() as tx:
            await tx.run(
                "UPDATE working.deadline SET due_at = now() + interval '100 days 1 hour'"
                " WHERE evaluation_id = :id AND name = 'validity'",
                id=self.evaluation,
            )

    async def let_pass(self, name: str) -> None:
        """A deadline of the case passed a moment ago, its days of grace included."""
        async with self.database.working() as tx:
            await tx.run(
                "UPDATE working.deadline SET due_at = now() - interval '30 days'"
                " WHERE evaluation_id = :id AND name = :name",
                id=self.evaluation,
                name=name,
            )

    async def hear(self, *others: UUID, ruling: str | None = "uphold") -> None:
        """An appeal is admitted and heard; the first of these people chairs, and all vote for this ruling, if any."""
        await self.track_step(self.cast.secretary, "appeal", "admit")
        for place, person in enumerate(others):
            track = (await self.tracks("appeal"))[-1]
            await seat_appeal_member(
                self.database, self.cast.secretary, track.id, track.version, person, chair=place == 0
            )
        await self.track_step(self.cast.secretary, "appeal", "begin_hearing")
        await self.track_step(others[1], "appeal", "give_opinion", "Моё мнение")
        for person in others if ruling else ():
            track = (await self.tracks("appeal"))[-1]
            await cast_appeal_vote(self.database, person, track.id, ruling or "")


def some_conditions(count: int) -> list[NewCondition]:
    """Conditions of a decision."""
    return [
        NewCondition(f"Условие {place}", None, "Директор", TODAY + timedelta(days=100 + place))
        for place in range(1, count + 1)
    ]


def motion(outcome: str = "accredited", conditions: int = 0, reasons: str = "") -> NewMotion:
    """A decision; a favourable one holds for five years."""
    favourable = outcome != "refused"
    return NewMotion(
        outcome,
        TODAY if favourable else None,
        FIVE_YEARS if favourable else None,
        reasons,
        some_conditions(conditions),
    )


async def begun(
    database: Database,
    signer: Signer,
    cast: Cast,
    process: str,
    framework: str = "esg_2015",
    call: UUID | None = None,
    number: int = 1,
) -> Life:
    """A case that was just opened under the newest version of a process; in a call as an entry of it."""
    definition = newest(process)
    assert definition
    now = datetime.now(UTC)
    evaluation = await evaluations.open_evaluation(
        database,
        cast.secretary,
        str(uuid4()),
        school=cast.school,
        framework=framework_id(framework, number),
        process_code=process,
        deadlines=[NewDeadline(kind.name, now + timedelta(days=kind.length)) for kind in definition.at_opening()],
        call=call,
    )
    return Life(database, signer, cast, evaluation, framework)


async def other_people(database: Database, count: int = 3) -> tuple[UUID, ...]:
    """People of the register who have nothing to do with any case."""
    async with database.working() as tx:
        return tuple([await people.add_person(tx, f"Апелляция {n}", f"Appeal {n}") for n in range(count)])


async def referred(life: Life, outcome: str, conditions: int = 0) -> None:
    """An accreditation just opened goes to the commission."""
    cast = life.cast
    await life.prepare()
    await life.step(cast.officer, "submit")
    await life.step(cast.secretary, "accept_submission")
    await life.seat(3)
    await life.step(cast.secretary, "start_review")
    await life.review(3)
    lead = cast.experts[0]
    await life.step(lead, "close_review")
    await life.step(lead, "plan_visit", "09:00 директор, 11:00 уроки", TODAY + timedelta(days=7))
    await life.step(cast.experts[1], "record_interview", "Учителя знают программу")
    await life.step(cast.experts[2], "record_finding", "Столовая чистая")
    await life.step(lead, "finish_visit")
    await life.agree_on(outcome, 3, conditions)
    await life.step(lead, "send_report_to_school")
    await life.step(cast.officer, "finish_accuracy_check")
    await life.refer()


async def signed(life: Life, outcome: str, conditions: int = 0) -> None:
    """An accreditation before the commission is decided and signed."""
    cast = life.cast
    await life.vote(outcome=outcome, conditions=conditions)
    await life.decide()
    await life.step(cast.secretary, "announce_decision")
    await life.step(cast.officer, "write_reply", "Благодарим комиссию")
    await life.step(cast.secretary, "sign")
    await life.step(cast.chair, "sign")


async def accredited(database: Database, signer: Signer, cast: Cast, conditions: int = 0) -> Life:
    """An accreditation that is published, with so many conditions."""
    life = await begun(database, signer, cast, "accreditation")
    outcome = "accredited_with_conditions" if conditions else "accredited"
    await referred(life, outcome, conditions)
    await signed(life, outcome, conditions)
    await life.publish()
    return life


async def to_signing(life: Life, **decision: Any) -> None:
    """A case whose decision is ready to be signed: taken back there from its publication."""
    await life.step(life.cast.secretary, "reopen", "Нашли ошибку")
    await life.refer()
    await life.vote(**decision)
    await life.decide()
    await life.step(life.cast.secretary, "announce_decision")
    await life.step(life.cast.officer, "waive_reply")
