"""Surveys of the demo: one that is counted, with texts, and one that still takes answers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.demo.making import Making
from storage import surveys as stored
from workflows import surveys
from workflows.questionnaires import NewGroup, NewQuestion, NewSurvey, Wording

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
# What families are asked about each group of the criteria of НОК: what should come first, and how content they are.
ASKED_FIRST = (
    ("K1", Wording("понятные сведения о школе", "clear information about the school")),
    ("K2", Wording("столовую, места отдыха, чистоту", "the canteen, places to rest, cleanliness")),
    ("K3", Wording("доступность для детей с инвалидностью", "access for children with disabilities")),
    ("K4", Wording("внимание и вежливость работников", "attention and courtesy of the staff")),
    ("K5", Wording("расписание и условия учёбы", "the timetable and conditions of learning")),
)
CONTENT_WITH = (
    ("K2", Wording("Удобно ли в школе: еда, отдых, чистота", "Is the school comfortable: food, rest, cleanliness")),
    ("K4", Wording("Вежливы ли с вами работники школы", "Are the people at school courteous to you")),
    ("K5", Wording("Довольны ли вы условиями учёбы", "Are you content with the conditions of learning")),
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


async def _made(
    making: Making, kind: str, title: Wording, questions: tuple[NewQuestion, ...], days: int, *, public: bool = False
) -> UUID:
    return await surveys.make_survey(
        making.database,
        making.register.secretary,
        making.evaluation,
        f"demo {kind} {making.evaluation}",
        NewSurvey(
            kind=kind,
            title=title,
            intro=Wording("Опрос занимает три минуты.", "The survey takes three minutes."),
            questions=questions,
            groups=GROUPS,
            threshold=5,
            quota=40,
            closes_at=datetime.now(UTC) + timedelta(days=days),
            public=public,
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


async def for_the_result(making: Making) -> None:
    """What families need and how content they are, asked about the criteria and published with the result."""
    title = Wording("Что школе развивать прежде всего", "What the school should develop first")
    options = tuple(option for _, option in ASKED_FIRST)
    first = NewQuestion("CHOICE", title, options, option_criteria=tuple(code for code, _ in ASKED_FIRST))
    needs = await _made(making, "NEEDS", title, (first,), 14, public=True)
    wanted = [str(place) for place, count in enumerate(making.plan.surveyed, start=1) for _ in range(count)]
    await _counted(making, needs, [{"q1": option} for option in wanted])
    scales = tuple(NewQuestion("SCALE", asked, STEPS, criterion=code) for code, asked in CONTENT_WITH)
    title = Wording("Довольны ли вы школой", "Are you satisfied with the school")
    content = await _made(making, "SATISFACTION", title, scales, 14, public=True)
    steps = (2, 3, 4, 4, 5, 5) if making.plan.quality > 80 else (1, 2, 3, 3, 4, 5)
    await _counted(
        making,
        content,
        [{f"q{n}": str(making.chance.choice(steps)) for n in (1, 2, 3)} for _ in range(24)],
    )


async def _counted(making: Making, survey: UUID, forms: list[dict[str, str]]) -> None:
    """So many families answer, somewhat more were invited, and the survey is closed."""
    secretary = making.register.secretary
    codes = await surveys.issue_cards(making.database, secretary, survey, 1, "g1", min(len(forms) * 3 // 2, 48))
    for code, form in zip(codes, forms, strict=False):
        await surveys.answer(making.database, code, form, NOBODY)
    await surveys.close_survey(making.database, secretary, survey, 2)


async def under_way(making: Making) -> None:
    """A survey of needs that takes answers."""
    survey = await _made(
        making, "NEEDS", Wording("Чего вы ждёте от школы", "What do you need of the school"), NEEDS, 10
    )
    await _answer(making, survey, "g1", 30, 11, (1, 2, 2, 3))
