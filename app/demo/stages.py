"""Brings an evaluation of the demo to a stage, by the same acts as people do it and as those people."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

from app.demo.making import Making, Plan
from app.demo.texts import facts, justification, position, topics
from storage import document_requests as stored_requests
from workflows import (
    decisions,
    document_requests,
    evaluations,
    evidence,
    panels,
    publications,
    reports,
    reviews,
    sittings,
)
from workflows.decisions import NewMotion
from workflows.document_requests import Wanted
from workflows.reports import NewCondition
from workflows.reviews import NewCitation, NewScore
from workflows.rules.framework import Criterion
from workflows.rules.privacy import Classification
from workflows.rules.quorum import VoteChoice

PROCESS = "public-professional-evaluation"


async def open_case(making: Making) -> None:
    """To `preparation`."""
    await making.open(PROCESS)


async def prepare(making: Making, share: float = 1.0) -> None:
    """The school's self-evaluation with evidence; a share of it."""
    # Late: what draws PDF and workbooks weighs 60 MB, and only the first start of a demo needs it.
    from app.demo.documents import documents_for

    documents = documents_for(making.school.name, making.school.municipality, making.plan.framework)
    for document in documents[: max(1, round(len(documents) * share))]:
        version = await evidence.import_document(
            making.database,
            making.blobs,
            making.school.officer,
            making.evaluation,
            file_name=document.file_name,
            title=document.title,
            content=document.content,
            media_type=document.media_type,
            pages=document.pages,
            criterion_codes=document.criterion_codes if share == 1 else document.criterion_codes[:6],
            classification=Classification.PUBLIC if document.public else Classification.PANEL,
            dated_on=document.dated_on,
        )
        for code in document.criterion_codes:
            page = next((n for n, text in enumerate(document.pages, start=1) if f"Показатель {code}\n" in text), 1)
            making.cited.setdefault(code, (version, page))
    for criterion in making.scored[: round(len(making.scored) * share)]:
        await evaluations.assess(
            making.database,
            making.school.officer,
            making.evaluation,
            criterion.code,
            0,
            making.value(criterion, 6),
            " ".join(facts(making.plan.framework, criterion.code, making.school.name)),
        )


async def submit(making: Making) -> None:
    """To `screening`."""
    await prepare(making)
    await making.step(making.school.officer, "submit")


async def accept(making: Making) -> None:
    """To `panel_formation`."""
    await making.step(making.register.secretary, "accept_submission")


async def seat(making: Making, count: int = 3) -> None:
    """Seat experts, the first as lead."""
    for place, expert in enumerate(making.panel[:count]):
        await panels.seat_expert(
            making.database,
            making.register.secretary,
            making.evaluation,
            await making.version(),
            expert,
            lead=place == 0,
        )


async def start_review(making: Making) -> None:
    """To `individual_review`."""
    await seat(making)
    await making.step(making.register.secretary, "start_review")
    if making.plan.asks:
        await ask_for_documents(making)


async def ask_for_documents(making: Making) -> None:
    """Two experts miss a document each; the school has answered the first."""
    asked = (
        ("Протоколы педагогического совета за прошлый учебный год", making.panel[1]),
        ("План повышения квалификации учителей на этот год", making.lead),
    )
    for criterion, (text, expert) in zip(making.scored, asked, strict=False):
        wanted = Wanted(criterion.code, text, None)
        await document_requests.request_document(making.database, expert, making.evaluation, text, wanted)
    async with making.database.reading(making.school.officer) as transaction:
        requests = (await stored_requests.requests_of(transaction, [making.evaluation]))[0]
    first = next(request for request in requests if request.text == asked[0][0])
    await document_requests.answer_document_request(
        making.database,
        making.school.officer,
        first.id,
        [],
        "Протоколы за первое полугодие изъяты при проверке и ещё не возвращены; передадим, как только получим.",
    )


async def review(making: Making, place: int, share: float = 1.0) -> None:
    """One expert's scores; all of them are handed in."""
    expert, version = making.panel[place], 1
    async with making.database.working() as transaction:
        version = await transaction.value(
            "SELECT r.version FROM working.review r JOIN working.review_author a ON a.review_id = r.id"
            " JOIN working.seat s ON s.id = a.seat_id WHERE r.evaluation_id = :id AND s.person_id = :person",
            id=making.evaluation,
            person=expert,
        )
    scores = []
    for criterion in making.scored[: round(len(making.scored) * share)]:
        value = making.value(criterion, 9)
        making.values.setdefault(criterion.code, []).append(value)
        document, page = making.cited[criterion.code]
        why = justification(making.plan.framework, criterion.code, making.share(criterion, value), page, place)
        quote = facts(making.plan.framework, criterion.code, making.school.name)[0][:160]
        scores.append(NewScore(criterion.code, value, why, [NewCitation(document, page, quote)]))
    await reviews.score_each(making.database, expert, making.evaluation, version, scores)
    if share == 1:
        await reviews.submit_review(making.database, expert, making.evaluation, version + 1)


async def close_review(making: Making) -> None:
    """To `consensus`."""
    for place in range(3):
        await review(making, place)
    await making.step(making.lead, "close_review")


def today() -> date:
    """The day the demo is made on."""
    return datetime.now(UTC).date()


def in_five_years(day: date) -> date:
    """Until when a decision of that day holds."""
    return day.replace(year=day.year + 5, day=min(day.day, 28))


def holds_until(plan: Plan, day: date) -> date:
    """Until when its favourable decision of that day holds."""
    return day + timedelta(days=plan.holds_days) if plan.holds_days else in_five_years(day)


def _agreed(making: Making, criterion: Criterion) -> Decimal:
    return sorted(making.values[criterion.code])[1]


async def write_consensus(making: Making, share: float = 1.0) -> None:
    """The panel's positions; a share of them."""
    for criterion in making.scored[: round(len(making.scored) * share)]:
        value = _agreed(making, criterion)
        await reports.write_consensus(
            making.database,
            making.lead,
            making.evaluation,
            criterion.code,
            0,
            value,
            position(making.plan.framework, criterion.code, making.share(criterion, value)),
        )


def conditions_of(making: Making) -> list[NewCondition]:
    """What the weakest criteria ask of the school."""
    weak = [criterion for criterion in making.scored if making.share(criterion, _agreed(making, criterion)) < 1]
    weakest = sorted(weak, key=lambda criterion: making.share(criterion, _agreed(making, criterion)))
    return [
        NewCondition(
            text=f"Устранить замечания по показателю {criterion.code} «{criterion.title.ru}» и представить отчёт.",
            criterion_code=criterion.code,
            owner="Директор школы",
            due_on=today() + timedelta(days=120 + 60 * place),
        )
        for place, criterion in enumerate(weakest[: making.plan.conditions])
    ]


def _listed(making: Making, criteria: Sequence[Criterion], *, strong: bool) -> str:
    known = topics(making.plan.framework)
    return "\n".join(
        f"{criterion.code}. {known[criterion.code].strong if strong else known[criterion.code].weak}"
        for criterion in criteria
    )


async def write_report(making: Making) -> None:
    """The report, with which the panel agrees."""
    by_share = sorted(making.scored, key=lambda criterion: making.share(criterion, _agreed(making, criterion)))
    level = "высоком" if making.plan.quality >= 85 else "хорошем" if making.plan.quality >= 70 else "недостаточном"
    middle = median(making.share(criterion, _agreed(making, criterion)) for criterion in making.scored)
    await reports.write_report(
        making.database,
        making.lead,
        making.evaluation,
        0,
        summary=(
            f"{making.school.name}: комиссия изучила все представленные документы и провела независимую оценку по"
            f" {len(making.scored)} показателям. Условия и качество работы школы находятся на {level} уровне:"
            f" половина показателей оценена не ниже {round(middle * 100)}\u00a0% шкалы. Самооценка школы в основном"
            " совпадает с выводами экспертов."
        ),
        strengths=_listed(making, by_share[-3:], strong=True),
        recommendations=_listed(making, by_share[:3], strong=False),
        proposed_outcome=making.plan.outcome,
        conditions=conditions_of(making),
    )
    for expert in making.panel:
        await reports.agree(making.database, expert, making.evaluation, await making.version())


async def send_report(making: Making) -> None:
    """To `accuracy_check`."""
    await write_consensus(making)
    await write_report(making)
    await making.step(making.lead, "send_report_to_school")


async def claim(making: Making) -> None:
    """The school points at an error."""
    weakest = min(making.scored, key=lambda criterion: making.share(criterion, _agreed(making, criterion)))
    await reports.claim_error(
        making.database,
        making.school.officer,
        making.evaluation,
        f"demo claim {making.evaluation}",
        weakest.code,
        f"По показателю {weakest.code} не учтён документ, загруженный школой: страница с итогами есть в отчёте о"
        " самообследовании. Просим исправить.",
    )


async def finish_check(making: Making) -> None:
    """To `finalisation`."""
    await claim(making)
    await making.step(making.school.officer, "finish_accuracy_check")


async def answer_claims(making: Making) -> None:
    """The lead answers the school."""
    async with making.database.working() as transaction:
        claims = await transaction.values(
            "SELECT id FROM working.accuracy_claim WHERE evaluation_id = :id", id=making.evaluation
        )
    for one in claims:
        await reports.answer_claim(
            making.database,
            making.lead,
            one,
            accepted=False,
            answer="Страница учтена: на неё есть ссылка в заключениях. Вывод комиссии опирается и на акт сверки.",
        )


async def refer(making: Making) -> None:
    """To `commission`."""
    await answer_claims(making)
    now = datetime.now(UTC).replace(microsecond=0)
    await decisions.refer_to_commission(
        making.database,
        making.register.secretary,
        making.evaluation,
        await making.version(),
        # A meeting that decides in the demo is held at once; those that wait are one sitting some days away.
        now + timedelta(seconds=2) if making.decides else now.replace(hour=10, minute=0, second=0) + timedelta(days=9),
    )


async def write_minutes(making: Making) -> None:
    """The secretary completes the minutes; the chair has not signed them yet."""
    await sittings.write_minutes(
        making.database,
        making.register.secretary,
        making.evaluation,
        0,
        "Ведущий эксперт доложил выводы отчёта. Директор школы ответил на вопросы о подготовке учителей и о доступной"
        " среде. Возражений против проекта решения не было.",
    )


async def propose(making: Making) -> UUID:
    """The chair's motion."""
    positive = making.plan.outcome != "refused"
    day = today()
    await decisions.propose_motion(
        making.database,
        making.register.chair,
        making.evaluation,
        await making.version(),
        NewMotion(
            outcome=making.plan.outcome,
            valid_from=day if positive else None,
            valid_to=holds_until(making.plan, day) if positive else None,
            reasons=making.plan.reasons,
            conditions=conditions_of(making),
        ),
    )
    async with making.database.working() as transaction:
        found: UUID = await transaction.value(
            "SELECT id FROM working.motion WHERE evaluation_id = :id ORDER BY round DESC LIMIT 1", id=making.evaluation
        )
        return found


CHOICES = {"+": VoteChoice.FOR, "-": VoteChoice.AGAINST, "0": VoteChoice.ABSTAIN}


async def decide(making: Making) -> None:
    """To `decided`."""
    motion = await propose(making)
    for member, vote in zip(making.register.members, making.plan.votes, strict=True):
        await decisions.cast_vote(making.database, member, making.evaluation, motion, CHOICES[vote])
        if vote == "-" and making.plan.dissent:
            await decisions.write_dissent(making.database, member, making.evaluation, motion, making.plan.dissent)
    await decisions.decide(making.database, making.register.chair, making.evaluation, await making.version())


async def publish(making: Making) -> None:
    """To `published`."""
    await publications.publish(
        making.database, making.signer, making.register.secretary, making.evaluation, await making.version()
    )


TO_PUBLISHED = (
    open_case,
    submit,
    accept,
    start_review,
    close_review,
    send_report,
    finish_check,
    refer,
    decide,
    publish,
)
