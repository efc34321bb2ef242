"""Surveys of the demo: one that is counted, with texts, and one that still takes answers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.demo.stages import Making
from storage import surveys as stored
from workflows import surveys
from workflows.surveys import NewGroup, NewQuestion, NewSurvey, Wording

STEPS = (
    Wording("совсем нет", "not at all"),
    Wording("скорее нет", "rather not"),
    Wording("и да, и нет", "yes and no"),
    Wording("скорее да", "rather yes"),
    Wording("полностью", "fully"),
)
WHO = NewQuestion(
    "CHOICE",
    Wording("Кто вы", "Who are you"),
    (Wording("родитель", "a parent"), Wording("ученик", "a pupil")),
    profile=True,
)
SATISFIED = (
    WHO,
    NewQuestion("SCALE", Wording("Довольны ли вы тем, как учат", "Are you satisfied with the teaching"), STEPS),
    NewQuestion("SCALE", Wording("Чувствуете ли вы себя в школе в безопасности", "Do you feel safe at school"), STEPS),
    NewQuestion("TEXT", Wording("Что изменить в первую очередь", "What should change first")),
)
NEEDS = (
    WHO,
    NewQuestion(
        "CHOICE",
        Wording("Что важнее всего развивать", "What is most important to develop"),
        (
            Wording("подготовку к экзаменам", "preparing for exams"),
            Wording("кружки и спорт", "clubs and sports"),
            Wording("здоровье и питание", "health and meals"),
        ),
    ),
    NewQuestion("TEXT", Wording("Чего в школе не хватает", "What is missing at the school")),
)
GROUPS = (
    NewGroup(Wording("5 «А»: родители и ученики", "5a: parents and pupils"), 48),
    NewGroup(Wording("9 «Б»: родители и ученики", "9b: parents and pupils"), 44),
)
TEXTS = (
    "Больше кружков после уроков, особенно технических.",
    "Расписание автобуса не совпадает с окончанием шестого урока.",
    "Спасибо классному руководителю: на любой вопрос отвечают в тот же день.",
    "В столовой очень шумно, младшие не успевают поесть.",
    "Хотелось бы видеть домашние задания до вечера, а не после.",
    "Верните уроки плавания.",
)
NOBODY = "127.0.0.1"


async def _made(making: Making, kind: str, title: Wording, questions: tuple[NewQuestion, ...], days: int) -> UUID:
    return await surveys.make_survey(
        making.database,
        making.register.secretary,
        making.evaluation,
        f"demo {kind}",
        NewSurvey(
            kind=kind,
            title=title,
            intro=Wording("Опрос занимает три минуты.", "The survey takes three minutes."),
            questions=questions,
            groups=GROUPS,
            threshold=5,
            quota=40,
            closes_at=datetime.now(UTC) + timedelta(days=days),
        ),
    )


async def _answer(
    making: Making, survey: UUID, group: str, invited: int, answering: int, steps: tuple[int, ...]
) -> None:
    """So many of a group are invited, and so many of them answer."""
    async with making.database.working() as transaction:
        row = (await stored.surveys_by_id(transaction, [survey]))[0]
    assert row
    codes = await surveys.issue_cards(making.database, making.register.secretary, survey, row.version, group, invited)
    for place, code in enumerate(codes[:answering]):
        form = {"q1": "1" if place % 3 else "2"}
        form |= {f"q{n}": str(making.chance.choice(steps)) for n in range(2, len(row.questions))}
        if place % 11 == 4:
            form[f"q{len(row.questions)}"] = TEXTS[(place // 11 + (3 if group == "g2" else 0)) % len(TEXTS)]
        await surveys.answer(making.database, code, form, NOBODY)


async def counted(making: Making) -> None:
    """A satisfaction survey that is closed; the secretary has let one text through."""
    title = Wording("Довольны ли вы школой", "Are you satisfied with the school")
    survey = await _made(making, "SATISFACTION", title, SATISFIED, 14)
    await _answer(making, survey, "g1", 48, 37, (2, 3, 4, 4, 5, 5))
    await _answer(making, survey, "g2", 44, 29, (2, 3, 3, 4, 4, 5))
    async with making.database.working() as transaction:
        row = (await stored.surveys_by_id(transaction, [survey]))[0]
    assert row
    await surveys.close_survey(making.database, making.register.secretary, survey, row.version)
    async with making.database.working() as transaction:
        (texts,) = await stored.texts_of(transaction, [survey])
    await surveys.open_texts(making.database, making.register.secretary, survey)
    await surveys.moderate_text(making.database, making.register.secretary, texts[0].id, show=True)


async def under_way(making: Making) -> None:
    """A survey of needs that takes answers."""
    survey = await _made(
        making, "NEEDS", Wording("Чего вы ждёте от школы", "What do you need of the school"), NEEDS, 10
    )
    await _answer(making, survey, "g1", 30, 11, (1, 2, 2, 3))
