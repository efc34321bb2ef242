"""What the demo shows of how decisions live on: accreditations that were corrected, amended on appeal, withdrawn, and
one that soon expires and is being renewed.

The first of them is also where conditions are followed up: one is met and checked, one is being met.
"""

from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

from app.demo import stages
from app.demo.making import Plan
from app.demo.others import Other
from app.demo.register import Register
from app.demo.texts import facts
from storage import evidence as stored_evidence
from storage import followups
from storage.blobs import BlobStore
from storage.database import Database
from storage.followups import TrackRow
from storage.keys import Signer
from workflows import evaluations, evidence
from workflows.decisions import NewMotion
from workflows.evidence import Again, reuse_document
from workflows.followups import cast_appeal_vote, file_appeal, seat_appeal_member, take_track_step
from workflows.renewals import renew
from workflows.rules import files
from workflows.steps import Given, take

RESULTS = 4
"""How many results they publish; further records follow these: corrections, a withdrawal, a condition that was met."""

CORRECTED = Plan(2, "esg_2015", 62, outcome="accredited_with_conditions", conditions=2)
# It expires within the time of reminders, and nobody has opened its renewal yet.
AMENDED = Plan(12, "esg_2015", 60, outcome="accredited_with_conditions", conditions=2, votes="++-++", holds_days=175)
WITHDRAWN = Plan(5, "esg_2015", 80)
RENEWED = Plan(
    2,
    "nok_uod",
    84,
    holds_days=120,
    reasons="Выводы отчёта обоснованы. Школа переезжает в новое здание, поэтому решение действует до переезда: условия"
    " нужно оценить там заново.",
)


class Accreditation(Other):
    """A case that is published, and lives on."""

    async def publish(self) -> None:
        """All that leads to the published result."""
        office, chair, lead = self.register.secretary, self.register.chair, self.lead
        await self.open("accreditation")
        for stage in (stages.submit, stages.accept, stages.start_review, stages.close_review):
            await stage(self)
        visit = Given(
            "9:00 беседа с директором, 10:30 уроки в начальной школе, 13:00 столовая",
            stages.today() + timedelta(days=7),
        )
        await take(self.database, self.signer, lead, self.evaluation, await self.version(), "plan_visit", visit)
        await self.take(self.panel[1], "record_interview", "Учителя знают план развития школы и участвовали в нём.")
        await self.take(self.panel[2], "record_finding", "Кабинеты начальной школы отремонтированы, вход без пандуса.")
        await self.take(lead, "finish_visit")
        for stage in (stages.send_report, stages.finish_check, stages.refer, stages.decide):
            await stage(self)
        await self.take(office, "announce_decision")
        await self.take(self.school.officer, "write_reply", "Благодарим комиссию; над замечаниями уже работаем.")
        await self.take(office, "sign")
        await self.take(chair, "sign")
        await stages.publish(self)

    async def track(self, kind: str, place: int = -1) -> TrackRow:
        """A condition or appeal beside the case."""
        async with self.database.working() as transaction:
            rows = (await followups.tracks_of(transaction, [self.evaluation]))[0]
        return [row for row in rows if row.kind == kind][place]

    async def follow(self, place: int, *acts: tuple[str, str | None]) -> None:
        """What school and secretary do about a condition."""
        for action, text in acts:
            by_school = action.startswith(("submit", "report", "request"))
            person = self.school.officer if by_school else self.register.secretary
            await self.beside(await self.track("condition", place), person, action, Given(text))

    async def beside(self, track: TrackRow, person: UUID, action: str, given: Given) -> None:
        """A step of a condition or appeal."""
        await take_track_step(self.database, self.signer, person, track.id, track.version, action, given)


async def make_changes(database: Database, blobs: BlobStore, signer: Signer, register: Register) -> None:
    """All of them, each by the acts of its people."""

    def planned(plan: Plan) -> Accreditation:
        return Accreditation(database, blobs, signer, register, plan, Random(f"changed {plan}"), decides=True)

    corrected, amended, withdrawn, expiring = map(planned, (CORRECTED, AMENDED, WITHDRAWN, RENEWED))
    await corrected.publish()
    await corrected.take(register.secretary, "correct", "В записи был прежний адрес школы; на решение это не повлияло.")
    await _followed(corrected)
    await amended.publish()
    await _appealed(amended)
    await withdrawn.publish()
    await withdrawn.take(
        register.secretary, "withdraw", "Школа присоединена к другой организации, оценённой программы больше нет."
    )
    await expiring.publish()
    await _renewed(expiring, planned(replace(RENEWED, newest=True)))


async def _renewed(case: Accreditation, renewal: Accreditation) -> None:
    """The case that renews it is open, and the school begins with documents that it gave before."""
    school = case.school.officer
    renewal.evaluation = await renew(case.database, case.register.secretary, case.evaluation, await case.version())
    async with case.database.reading(school) as transaction:
        documents = (await stored_evidence.documents_of(transaction, [case.evaluation]))[0]
    known = {criterion.code for criterion in renewal.framework.criteria}
    for document in documents[:2]:
        again = Again(document.id, [code for code in document.criterion_codes if code in known], stages.today())
        key = f"demo renewal {document.id}"
        await reuse_document(case.database, case.blobs, school, renewal.evaluation, key, again, most=10**9)
    for criterion in renewal.scored[:4]:
        text = " ".join(facts(renewal.plan.framework, criterion.code, renewal.school.name))
        value = renewal.value(criterion, 6)
        await evaluations.assess(case.database, school, renewal.evaluation, criterion.code, 0, value, text)


async def _followed(case: Accreditation) -> None:
    await case.follow(
        0,
        ("submit_plan", "Утвердить решения, которые следуют из политики качества, и назначить срок каждому."),
        ("return_plan", "Назовите, кто отвечает и когда отчитается."),
        ("submit_plan", "Отвечает заместитель директора. Решения – до марта, отчёт об их исполнении – до июня."),
        ("accept_plan", None),
        ("report_progress", "Педагогический совет утвердил решения, протокол от 12-го числа."),
        ("report_done", "Решения исполнены, отчёт размещён на сайте школы."),
        ("find_unsatisfied", "В отчёте нет двух решений из семи."),
        ("report_done", "Отчёт дополнен: исполнены все семь."),
        ("find_satisfied", "Проверено по протоколам и на сайте: условие выполнено."),
    )
    await case.follow(
        1,
        (
            "submit_plan",
            "К лету описать результаты обучения в четырёх программах так, чтобы их можно было проверить.",
        ),
        ("accept_plan", None),
    )
    await _with_a_document(case)


async def _with_a_document(case: Accreditation) -> None:
    """The school reports on the second condition, with a document."""
    from app.demo.documents import Section, pdf

    title = "Протокол педагогического совета № 4"
    decided = (
        "Слушали: о программах, в которых результаты обучения описаны проверяемо.",
        "Решили: утвердить программы по русскому языку и математике; программы по биологии и истории доработать к маю.",
    )
    content, pages = pdf(title, [Section(title, (case.school.name, *decided))])
    await evidence.import_document(
        case.database,
        case.blobs,
        case.school.officer,
        case.evaluation,
        file_name="Протокол педсовета 4.pdf",
        title=title,
        content=content,
        media_type=files.PDF.media_type,
        pages=pages,
        criterion_codes=[],
        purpose=evidence.Purpose(track=(await case.track("condition", 1)).id),
    )
    await case.follow(1, ("report_progress", "Две программы переписаны и утверждены, две в работе. Протокол приложен."))


async def _appealed(case: Accreditation) -> None:
    office, hearing = case.register.secretary, [expert.id for expert in case.register.experts[6:9]]
    await file_appeal(
        case.database,
        case.school.officer,
        case.evaluation,
        "demo appeal",
        await case.version(),
        "Второе условие выполнено до заседания: документы были в отчёте о самообследовании.",
    )
    await case.beside(await case.track("appeal"), office, "admit", Given())
    for place, person in enumerate(hearing):
        track = await case.track("appeal")
        await seat_appeal_member(case.database, office, track.id, track.version, person, chair=place == 0)
    await case.beside(await case.track("appeal"), office, "begin_hearing", Given())
    opinion = Given("Документы в самом деле были, комиссия их не заметила.")
    await case.beside(await case.track("appeal"), hearing[1], "give_opinion", opinion)
    for person in hearing:
        await cast_appeal_vote(case.database, person, (await case.track("appeal")).id, "amend")
    today = stages.today()
    lighter = NewMotion(
        outcome=case.plan.outcome,
        valid_from=today,
        valid_to=stages.holds_until(case.plan, today),
        reasons="",
        conditions=stages.conditions_of(case)[:1],
    )
    ruling = Given("Второе условие снято: школа выполнила его до заседания.", None, lighter)
    await case.beside(await case.track("appeal"), hearing[0], "amend", ruling)
