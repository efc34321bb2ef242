"""Surveys of a case: what is asked, how many answered, and what may be told of the answers."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.nodes import Node, node
from schema.scalars import LocalizedText
from schema.voices import Says, Voice
from storage import surveys as stored
from workflows.rules import surveys as rules
from workflows.rules import voices
from workflows.rules.process_parts import Text
from workflows.rules.scoring import rounded
from workflows.surveys import questionnaire_of, tally_in
from workflows.voices import said_in, wording_of

FOUR_DIGITS = Decimal("0.0001")


@strawberry.enum(description="What a survey is for.")
class SurveyKind(Enum):
    """A kind."""

    SATISFACTION = strawberry.enum_value("SATISFACTION", description="How satisfied people are.")
    NEEDS = strawberry.enum_value("NEEDS", description="What people need of the school.")


@strawberry.enum(description="Whether a survey takes answers.")
class SurveyState(Enum):
    """A state."""

    OPEN = strawberry.enum_value("OPEN", description="It takes answers; nobody reads them yet.")
    CLOSED = strawberry.enum_value("CLOSED", description="It is counted; single answers are gone.")


@strawberry.enum(description="How a question is answered.")
class QuestionKind(Enum):
    """A kind."""

    CHOICE = strawberry.enum_value("CHOICE", description="One of the options.")
    SCALE = strawberry.enum_value("SCALE", description="One of the options, which rise from the first to the last.")
    TEXT = strawberry.enum_value("TEXT", description="In one's own words.")


@strawberry.enum(description="Whether a text is shown to the parties of the case.")
class SurveyTextState(Enum):
    """A state."""

    WAITING = strawberry.enum_value("WAITING", description="The secretary has not read it yet.")
    SHOWN = strawberry.enum_value("SHOWN", description="Everybody with a part in the case reads it.")
    WITHHELD = strawberry.enum_value("WITHHELD", description="It stays with the secretary.")


@strawberry.type(description="What can be chosen.")
class SurveyOption:
    """An option."""

    code: str = strawberry.field(description="Its code: `1`.")
    title: LocalizedText = strawberry.field(description="For people.")
    criterion_code: str | None = strawberry.field(description="The criterion that whoever chooses it speaks of.")


@strawberry.type(description="A question of a survey.")
class SurveyQuestion:
    """A question."""

    code: str = strawberry.field(description="Its code: `q1`.")
    kind: QuestionKind = strawberry.field(description="How it is answered.")
    title: LocalizedText = strawberry.field(description="What is asked.")
    options: list[SurveyOption] = strawberry.field(description="In order; empty for a text.")
    profile: bool = strawberry.field(description="Whether it asks who answers; results can be asked by it.")
    criterion_code: str | None = strawberry.field(description="The criterion that its scale asks about.")


@strawberry.type(description="Whom a part of the invitations is for.")
class SurveyGroup:
    """A group."""

    code: str = strawberry.field(description="Its code: `g1`.")
    title: LocalizedText = strawberry.field(description="For people.")
    population: int = strawberry.field(description="How many belong to it.")
    issued: int = strawberry.field(description="How many invitations were made.")


@strawberry.type(description="How many chose an option.")
class SurveyOptionResult:
    """An option's result."""

    code: str = strawberry.field(description="The option.")
    count: int = strawberry.field(description="How many chose it.")
    share: Decimal | None = strawberry.field(description="Of those who answered the question, 0 to 1.")
    lower: Decimal | None = strawberry.field(description="The lower end of the share's 95 % interval (Wilson).")
    upper: Decimal | None = strawberry.field(description="The upper end.")


@strawberry.type(description="What was answered to a question with options.")
class SurveyQuestionResult:
    """A question's result."""

    code: str = strawberry.field(description="The question.")
    answered: int = strawberry.field(description="How many answered it.")
    unsaid: int = strawberry.field(description="How many left it out.")
    mean: Decimal | None = strawberry.field(description="Of a scale, counted from 1; two decimals.")
    options: list[SurveyOptionResult] = strawberry.field(description="In their order.")


@strawberry.type(
    description="What is told of the respondents asked about. Always of at least as many as the threshold."
)
class SurveyResults:
    """Results."""

    respondents: int = strawberry.field(description="How many they are.")
    population: int | None = strawberry.field(description="Of how many; null where nobody knows.")
    questions: list[SurveyQuestionResult] = strawberry.field(
        description="The questions with options, without those that too few of them answered."
    )


@strawberry.type(description="What somebody wrote in a survey; who, and with which other answers, is not known.")
class SurveyText:
    """A text."""

    id: strawberry.ID = strawberry.field(description="Opaque.")
    question_code: str = strawberry.field(description="The question.")
    text: str = strawberry.field(description="In their words.")
    state: SurveyTextState = strawberry.field(description="Who reads it.")


@strawberry.input(description="Results of those for whom this holds.")
class SurveyFilter:
    """A condition."""

    attribute: str = strawberry.field(description="`group`, or a profile question: `q2`.")
    value: str = strawberry.field(description="A group or an option; empty: those who left the question out.")


@strawberry.type(description="A survey of a case. Answers come without names and are told in counts alone.")
class Survey(Node):
    """A survey."""

    row: strawberry.Private[stored.SurveyRow]
    kind: SurveyKind = strawberry.field(description="What it is for.")
    state: SurveyState = strawberry.field(description="Whether it takes answers.")
    title: LocalizedText = strawberry.field(description="For people.")
    intro: LocalizedText = strawberry.field(description="What stands above the questions.")
    questions: list[SurveyQuestion] = strawberry.field(description="In order.")
    groups: list[SurveyGroup] = strawberry.field(description="Whom it asks.")
    threshold: int = strawberry.field(description="Of fewer people nothing is told.")
    quota: int | None = strawberry.field(description="How many answers are wanted at least.")
    public: bool = strawberry.field(description="Whether its figures are published with the result of the case.")
    opened_at: datetime = strawberry.field(description="When it was opened.")
    closes_at: datetime = strawberry.field(description="Until when it takes answers.")
    closed_at: datetime | None = strawberry.field(description="When it was closed.")
    issued: int = strawberry.field(description="How many invitations were made.")
    answered: int = strawberry.field(description="How many have answered.")
    version: int = strawberry.field(description="Send it back as `expectedVersion`.")

    @strawberry.field(description="Of those invited, how many answered: 0 to 1; null before the first invitation.")
    def response_rate(self) -> Decimal | None:
        """The rate."""
        return (Decimal(self.answered) / self.issued).quantize(FOUR_DIGITS) if self.issued else None

    @strawberry.field(
        description="Of everybody, or of those for whom every condition holds. Null while the survey is open, and where"
        " so few would be told of that somebody could be recognised, in this answer or beside another."
    )
    def results(self, where: list[SurveyFilter] | None = None) -> SurveyResults | None:
        """The results."""
        tally = tally_in(self.row)
        conditions = {one.attribute: one.value for one in where or []}
        if tally is None or len(conditions) != len(where or []):
            return None
        found = rules.results_of(questionnaire_of(self.row), tally, conditions)
        return _results(found) if found else None

    @strawberry.field(
        description="What everybody who answered says of criteria. Empty while the survey is open, and where nothing"
        " may be told."
    )
    def voices(self) -> list[Voice]:
        """What is said."""
        asked = questionnaire_of(self.row)
        return [_voice(asked, voice) for voice in said_in(self.row)]

    @strawberry.field(
        description="How many texts `openSurveyTexts` would open. For a secretary who has not; 0 for others."
    )
    async def texts_to_open(self, info: Info) -> int:
        """How many are unread."""
        return await info.context.loader(stored.count_unread).load(self.row.id)

    @strawberry.field(description="What people wrote, as far as you may read it. Texts come when the survey closes.")
    async def texts(self, info: Info) -> list[SurveyText]:
        """The texts."""
        return [
            SurveyText(
                id=strawberry.ID(global_id("surveytext", row.id)),
                question_code=row.question_code,
                text=row.text,
                state=SurveyTextState(row.state),
            )
            for row in await info.context.loader(stored.texts_of).load(self.row.id)
        ]

    @classmethod
    def of(cls, row: stored.SurveyRow) -> "Survey":
        """The API's form of a row."""
        asked = questionnaire_of(row)
        return cls(
            id=strawberry.ID(global_id("survey", row.id)),
            row=row,
            kind=SurveyKind(row.kind),
            # Past its date it takes no answers, whenever it is counted.
            state=SurveyState(row.state),
            title=LocalizedText(ru=row.title_ru, en=row.title_en),
            intro=LocalizedText(ru=row.intro_ru, en=row.intro_en),
            questions=[_question(question) for question in asked.questions],
            groups=[
                SurveyGroup(
                    code=group.code,
                    title=_text(group.title),
                    population=group.population,
                    issued=row.issued.get(group.code, 0),
                )
                for group in asked.groups
            ],
            threshold=row.threshold,
            quota=row.quota,
            public=row.public,
            opened_at=row.opened_at,
            closes_at=row.closes_at,
            closed_at=row.closed_at,
            issued=sum(row.issued.values()),
            answered=row.answered,
            version=row.version,
        )


def _text(text: Text) -> LocalizedText:
    return LocalizedText(ru=text.ru, en=text.en)


def _question(question: rules.Question) -> SurveyQuestion:
    return SurveyQuestion(
        code=question.code,
        kind=QuestionKind(question.kind),
        title=_text(question.title),
        options=[
            SurveyOption(code=option.code, title=_text(option.title), criterion_code=option.criterion)
            for option in question.options
        ],
        profile=question.profile,
        criterion_code=question.criterion,
    )


def _voice(asked: rules.Questionnaire, voice: voices.Voice) -> Voice:
    question, option = wording_of(asked, voice)
    return Voice(
        criterion_code=voice.criterion,
        says=Says(voice.says.value),
        question=_text(question),
        option=_text(option) if option else None,
        chosen=voice.chosen,
        answered=voice.answered,
        share=voice.share.value.quantize(FOUR_DIGITS),
        lower=voice.share.lower.quantize(FOUR_DIGITS),
        upper=voice.share.upper.quantize(FOUR_DIGITS),
    )


def _results(found: rules.SurveyResults) -> SurveyResults:
    return SurveyResults(
        respondents=found.respondents,
        population=found.population,
        questions=[
            SurveyQuestionResult(
                code=question.code,
                answered=question.answered,
                unsaid=question.unsaid,
                mean=rounded(question.mean) if question.mean is not None else None,
                options=[_option(option) for option in question.options],
            )
            for question in found.questions
        ],
    )


def _option(option: rules.OptionResult) -> SurveyOptionResult:
    share = option.share
    value, lower, upper = (share.value, share.lower, share.upper) if share else (None, None, None)
    return SurveyOptionResult(
        code=option.code, count=option.count, share=_four(value), lower=_four(lower), upper=_four(upper)
    )


def _four(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(FOUR_DIGITS)


async def surveys_of(info: Info, evaluation: UUID) -> list[Survey]:
    """The surveys of a case, the newest first."""
    return [Survey.of(row) for row in await info.context.loader(stored.surveys_of).load(evaluation)]


@node("survey")
async def survey_of(info: Info, key: UUID) -> Survey | None:
    """The survey, if the person asking can see it."""
    row = await info.context.loader(stored.surveys_by_id).load(key) if info.context.person else None
    return Survey.of(row) if row else None
