"""Acts on surveys: making, inviting, closing, reading texts before anybody else does."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.acting import required_key
from schema.context import Info
from schema.results import Blocked, InvalidInput, NotPermittedOrAbsent, Refusal, StaleVersion, answer
from schema.surveys import QuestionKind, Survey, SurveyKind, survey_of
from storage.database import Database
from workflows import questionnaires, surveys
from workflows.rules.refusals import NotPermittedOrAbsent as Absent


@strawberry.input(description="A text in both languages; without English, the Russian one stands for both.")
class SurveyTextInput:
    """A text."""

    ru: str = strawberry.field(description="In Russian.")
    en: str = strawberry.field(default="", description="In English.")

    def wording(self) -> questionnaires.Wording:
        """As the use cases take it."""
        return questionnaires.Wording(self.ru, self.en)


@strawberry.input(description="A question.")
class SurveyQuestionInput:
    """A question."""

    kind: QuestionKind = strawberry.field(description="How it is answered.")
    title: SurveyTextInput = strawberry.field(description="What is asked.")
    options: list[SurveyTextInput] = strawberry.field(
        default_factory=list, description="Two to twelve, of a scale the lowest first; none for a text."
    )
    profile: bool = strawberry.field(default=False, description="Whether it asks who answers (a choice).")
    criterion_code: str | None = strawberry.field(
        default=None, description="Of a scale: the criterion it asks about, so that answers stand beside its score."
    )
    option_criterion_codes: list[str] = strawberry.field(
        default_factory=list,
        description="Of a choice: by option, the criterion that whoever chooses it speaks of; empty text for none.",
    )


@strawberry.input(description="Whom a part of the invitations is for.")
class SurveyGroupInput:
    """A group."""

    title: SurveyTextInput = strawberry.field(description="Such as: parents of 5a.")
    population: int = strawberry.field(description="How many belong to it; never more are invited.")


@strawberry.input(description="Open a survey of a case.")
class MakeSurveyInput:
    """A survey."""

    evaluation_id: strawberry.ID = strawberry.field(description="The evaluation.")
    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    kind: SurveyKind = strawberry.field(description="What it is for.")
    title: SurveyTextInput = strawberry.field(description="Its title.")
    intro: SurveyTextInput = strawberry.field(description="What stands above the questions; may be empty.")
    questions: list[SurveyQuestionInput] = strawberry.field(description="At least one.")
    groups: list[SurveyGroupInput] = strawberry.field(description="At least one.")
    threshold: int = strawberry.field(default=5, description="Of fewer people nothing is told: 3 to 30.")
    quota: int | None = strawberry.field(default=None, description="How many answers are wanted at least.")
    closes_at: datetime = strawberry.field(description="Until when it takes answers.")
    public: bool = strawberry.field(
        default=False,
        description="Whether its figures are published with the result. Those who are asked are told so.",
    )


@strawberry.input(description="Make invitations for a group.")
class IssueCardsInput:
    """Cards."""

    survey_id: strawberry.ID = strawberry.field(description="The survey.")
    expected_version: int = strawberry.field(description="`Survey.version` as you read it.")
    group: str = strawberry.field(description="`SurveyGroup.code`.")
    count: int = strawberry.field(description="How many.")


@strawberry.input(description="Close a survey before its date. It cannot be opened again.")
class CloseSurveyInput:
    """A survey."""

    survey_id: strawberry.ID = strawberry.field(description="The survey.")
    expected_version: int = strawberry.field(description="`Survey.version` as you read it.")


@strawberry.input(description="Show a text to the parties of the case, or withhold it.")
class ModerateSurveyTextInput:
    """A text."""

    text_id: strawberry.ID = strawberry.field(description="The text.")
    show: bool = strawberry.field(description="Whether it is shown.")


@strawberry.type(description="New invitations. Their codes are told this once; the server keeps only hashes.")
class IssuedCards:
    """Cards."""

    survey: Survey = strawberry.field(description="The survey now.")
    group: str = strawberry.field(description="Whom they are for.")
    codes: list[str] = strawberry.field(description="One for each person: `/answer/<code>` opens the form once.")


@strawberry.input(description="Which survey's texts.")
class OpenSurveyTextsInput:
    """Input."""

    survey_id: strawberry.ID = strawberry.field(description="The survey, closed.")


SurveyResult = Annotated[
    Survey | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("SurveyResult", description="The survey after the act, or why it did not happen."),
]
IssuedCardsResult = Annotated[
    IssuedCards | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("IssuedCardsResult", description="New invitations, or why there are none."),
]


async def _shown(info: Info, key: UUID) -> Survey:
    await info.context.forget_reads()
    survey = await survey_of(info, key)
    if survey is None:
        raise Absent
    return survey


async def _act(info: Info, act: Callable[[Database, UUID], Awaitable[UUID]]) -> Survey | Refusal:
    """Run an act that answers with a survey's key, and show the survey as the person sees it now."""

    async def run() -> Survey:
        return await _shown(info, await act(info.context.database, info.context.signed_in()))

    return await answer(info, run)


def _new(given: MakeSurveyInput) -> questionnaires.NewSurvey:
    return questionnaires.NewSurvey(
        kind=given.kind.name,
        title=given.title.wording(),
        intro=given.intro.wording(),
        questions=tuple(
            questionnaires.NewQuestion(
                kind=question.kind.name,
                title=question.title.wording(),
                options=tuple(option.wording() for option in question.options),
                profile=question.profile,
                criterion=question.criterion_code or "",
                option_criteria=tuple(question.option_criterion_codes),
            )
            for question in given.questions
        ),
        groups=tuple(questionnaires.NewGroup(group.title.wording(), group.population) for group in given.groups),
        threshold=given.threshold,
        quota=given.quota,
        closes_at=given.closes_at,
        public=given.public,
    )


@strawberry.type
class SurveyMutations:
    """Acts of the secretary."""

    @strawberry.mutation(description="Secretary: open a survey of a case.")
    async def make_survey(self, info: Info, input: MakeSurveyInput) -> SurveyResult:
        """Make a survey."""
        return await _act(
            info,
            lambda database, person: surveys.make_survey(
                database,
                person,
                required_key(input.evaluation_id, "evaluation"),
                input.idempotency_key,
                _new(input),
            ),
        )

    @strawberry.mutation(description="Secretary: make invitations for a group, never more than belong to it.")
    async def issue_cards(self, info: Info, input: IssueCardsInput) -> IssuedCardsResult:
        """Issue cards."""

        async def run() -> IssuedCards:
            key = required_key(input.survey_id, "survey")
            codes = await surveys.issue_cards(
                info.context.database,
                info.context.signed_in(),
                key,
                input.expected_version,
                input.group,
                input.count,
            )
            return IssuedCards(survey=await _shown(info, key), group=input.group, codes=codes)

        return await answer(info, run)

    @strawberry.mutation(description="Secretary: close a survey and count it. Single answers are then gone.")
    async def close_survey(self, info: Info, input: CloseSurveyInput) -> SurveyResult:
        """Close a survey."""
        return await _act(
            info,
            lambda database, person: surveys.close_survey(
                database, person, required_key(input.survey_id, "survey"), input.expected_version
            ),
        )

    @strawberry.mutation(
        description="Secretary: read what people wrote, before anybody else does. That you did is kept (`openings`)."
    )
    async def open_survey_texts(self, info: Info, input: OpenSurveyTextsInput) -> SurveyResult:
        """Open the texts."""
        return await _act(
            info,
            lambda database, person: surveys.open_texts(database, person, required_key(input.survey_id, "survey")),
        )

    @strawberry.mutation(description="Secretary: show a text of a survey to the parties of the case, or withhold it.")
    async def moderate_survey_text(self, info: Info, input: ModerateSurveyTextInput) -> SurveyResult:
        """Moderate a text."""
        return await _act(
            info,
            lambda database, person: surveys.moderate_text(
                database, person, required_key(input.text_id, "surveytext"), show=input.show
            ),
        )
