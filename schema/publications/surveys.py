"""The figures of surveys that a record rests on."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import strawberry

from schema.frameworks import localized_body
from schema.scalars import LocalizedText
from schema.voices import Says, Voice

Part = Mapping[str, Any]
FOUR_DIGITS = Decimal("0.0001")


@strawberry.enum(description="What a published survey was for.")
class PublishedSurveyKind(Enum):
    """A kind."""

    SATISFACTION = strawberry.enum_value("SATISFACTION", description="How satisfied people are.")
    NEEDS = strawberry.enum_value("NEEDS", description="What people need of the school.")


@strawberry.type(description="How many chose an option.")
class PublishedSurveyOption:
    """An option."""

    title: LocalizedText = strawberry.field(description="What could be chosen.")
    count: int = strawberry.field(description="How many chose it.")
    share: Decimal = strawberry.field(description="Of those who answered the question, 0 to 1.")
    lower: Decimal = strawberry.field(
        description="The lower end of the share's 95 % interval (Wilson, corrected for how many there are)."
    )
    upper: Decimal = strawberry.field(description="The upper end.")


@strawberry.type(description="What everybody together answered to a question with options.")
class PublishedSurveyQuestion:
    """A question."""

    title: LocalizedText = strawberry.field(description="What was asked.")
    answered: int = strawberry.field(description="How many answered it.")
    unsaid: int = strawberry.field(description="How many left it out.")
    mean: Decimal | None = strawberry.field(description="Of a scale, counted from 1; two decimals.")
    options: list[PublishedSurveyOption] = strawberry.field(description="In order; of a scale the lowest first.")


@strawberry.type(
    description="A survey that a result rests on, in sums over everybody who answered. Answers, words and groups stay"
    " inside."
)
class PublishedSurvey:
    """A survey."""

    kind: PublishedSurveyKind = strawberry.field(description="What it was for.")
    title: LocalizedText = strawberry.field(description="Its title.")
    closed_on: date = strawberry.field(description="When it was closed.")
    population: int = strawberry.field(description="How many belong to those who were asked.")
    invited: int = strawberry.field(description="How many were invited.")
    respondents: int = strawberry.field(description="How many answered.")
    response_rate: Decimal | None = strawberry.field(description="Of those invited, how many answered: 0 to 1.")
    threshold: int = strawberry.field(description="Nothing is told of fewer people.")
    questions: list[PublishedSurveyQuestion] = strawberry.field(
        description="The questions with options that enough people answered."
    )
    voices: list[Voice] = strawberry.field(description="What is said of criteria, to be read beside their scores.")

    @classmethod
    def of(cls, part: Part) -> "PublishedSurvey":
        """The API's form of a record's part."""
        invited, respondents = part["invited"], part["respondents"]
        return cls(
            kind=PublishedSurveyKind(part["kind"]),
            title=localized_body(part["title"]),
            closed_on=date.fromisoformat(part["closed_on"]),
            population=part["population"],
            invited=invited,
            respondents=respondents,
            response_rate=(Decimal(respondents) / invited).quantize(FOUR_DIGITS) if invited else None,
            threshold=part["threshold"],
            questions=[_question(question) for question in part["questions"]],
            voices=[_voice(voice) for voice in part["voices"]],
        )


def _question(part: Part) -> PublishedSurveyQuestion:
    return PublishedSurveyQuestion(
        title=localized_body(part["title"]),
        answered=part["answered"],
        unsaid=part["unsaid"],
        mean=Decimal(part["mean"]) if part["mean"] is not None else None,
        options=[
            PublishedSurveyOption(title=localized_body(option["title"]), count=option["count"], **_share(option))
            for option in part["options"]
        ],
    )


def _voice(part: Part) -> Voice:
    return Voice(
        criterion_code=part["criterion"],
        says=Says(part["says"]),
        question=localized_body(part["question"]),
        option=localized_body(part["option"]) if part["option"] else None,
        chosen=part["chosen"],
        answered=part["answered"],
        **_share(part),
    )


def _share(part: Part) -> dict[str, Decimal]:
    return {end: Decimal(part[end]) for end in ("share", "lower", "upper")}
