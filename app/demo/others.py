"""What the demo shows of the other processes: a competition with a tie, and a case of each at a stage of its own."""

from decimal import Decimal
from random import Random
from uuid import UUID

from app.demo import stages
from app.demo.making import Making, Plan
from app.demo.register import Register
from storage.blobs import BlobStore
from storage.database import Database
from storage.keys import Signer
from workflows import decisions, frameworks, panels, publications, reports, reviews, steps
from workflows.calls import NewCall, open_call
from workflows.reviews import NewCitation
from workflows.rules.framework import Criterion
from workflows.steps import Given

# Which school enters, how far below the highest level every juror scores it, and what it is awarded.
ENTRIES = ((4, 0, "winner"), (10, 1, "laureate"), (19, 1, "laureate"))


class Other(Making):
    """An evaluation under another process than most of the demo."""

    async def take(self, person: UUID, action: str, text: str | None = None, outcome: str | None = None) -> None:
        """A step that the definition alone describes."""
        decision = decisions.NewMotion(outcome, None, None, "", []) if outcome else None
        given = Given(text, None, decision)
        await steps.take(self.database, self.signer, person, self.evaluation, await self.version(), action, given)

    async def seat_some(self, count: int) -> None:
        """The first experts take their seats, the first as lead."""
        for place, expert in enumerate(self.panel[:count]):
            version = await self.version()
            await panels.seat_expert(
                self.database, self.register.secretary, self.evaluation, version, expert, lead=place == 0
            )

    def level(self, criterion: Criterion, below: int) -> Decimal:
        """The value so many levels below the highest."""
        return self.scale(criterion).levels[-1 - below].value


async def make_others(database: Database, blobs: BlobStore, signer: Signer, register: Register) -> None:
    """All of them, each by the acts of its people."""

    def other(school: int, framework: str = "esg_2015", *, newest: bool = False) -> Other:
        plan = Plan(school, framework, 80, newest=newest)
        return Other(database, blobs, signer, register, plan, Random(f"{plan}"))

    await _competition(register, [(other(school), below, outcome) for school, below, outcome in ENTRIES])
    await _peers_on_their_way(other(13))
    await _condition_looked_at(other(5))
    await _data_collected(other(19, "nok_uod", newest=True))
    await _complaint_at_the_school(other(16))


async def _competition(register: Register, entries: list[tuple[Other, int, str]]) -> None:
    first = entries[0][0]
    new = NewCall(
        "competition",
        frameworks.framework_key(first.framework),
        "Лучшая практика управления качеством",
        "Best practice of quality management",
    )
    call = await open_call(first.database, register.secretary, "demo call", new)
    for entry, _, _ in entries:
        await entry.open("competition", call)
        await stages.prepare(entry, 0.01)
        await entry.take(entry.school.officer, "enter", "Школьный совет раз в четверть разбирает отзывы родителей.")
        await entry.seat_some(3)
        await entry.take(register.secretary, "pass_to_jury")
    for entry, below, _ in entries:
        await _scored(entry, below)
    for entry, below, outcome in entries:
        for criterion in entry.scored:
            value = entry.level(criterion, below)
            await reports.write_consensus(
                entry.database, entry.lead, entry.evaluation, criterion.code, 0, value, "Жюри единогласно."
            )
        await entry.take(entry.lead, "give_award", "Практика описана ясно, её может повторить любая школа.", outcome)
        await publications.publish(
            entry.database, entry.signer, register.secretary, entry.evaluation, await entry.version()
        )


async def _scored(entry: Other, below: int) -> None:
    document, page = next(iter(entry.cited.values()))
    cited = [NewCitation(document, page, None)]
    for juror in entry.panel:
        for version, criterion in enumerate(entry.scored, start=1):
            value = entry.level(criterion, below)
            await reviews.score(
                entry.database, juror, entry.evaluation, version, criterion.code, value, "По описанию практики.", cited
            )
        await reviews.submit_review(entry.database, juror, entry.evaluation, len(entry.scored) + 1)
    await entry.take(entry.lead, "close_scoring")


async def _peers_on_their_way(case: Other) -> None:
    await case.open("peer-review")
    await case.take(case.school.officer, "ask_peers", "Как вы строите внутреннюю оценку в начальной школе?")
    await case.seat_some(2)
    await case.take(case.register.secretary, "start_visit")


async def _condition_looked_at(case: Other) -> None:
    await case.open("thematic-follow-up")
    await case.take(case.register.secretary, "name_condition", "Доступность входа и санитарных комнат для инвалидов.")
    await case.take(case.school.officer, "give_account", "Пандус построен, одна санитарная комната переоборудована.")
    await case.seat_some(1)
    await case.take(case.register.secretary, "send_expert")


async def _data_collected(case: Other) -> None:
    await case.open("independent-quality-evaluation")
    await case.take(case.school.officer, "submit")
    await case.take(case.register.secretary, "record_survey", "Опрошены родители 120 учеников, анкеты без имён.")


async def _complaint_at_the_school(case: Other) -> None:
    await case.open("complaint-review")
    await case.take(case.register.secretary, "register_complaint", "Родители просят разобраться с питанием в столовой.")
    await case.seat_some(2)
    await case.take(case.register.secretary, "send_experts")
    for expert in case.panel[:2]:
        await case.take(expert, "declare_no_conflict")
    await case.take(case.panel[0], "report_facts", "Меню однообразно, горячее питание есть каждый день.")
