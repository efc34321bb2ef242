"""The figures of surveys, as a published record has them."""

from typing import Literal

from pydantic import Field

from workflows.rules.record_values import Closed, Count, Day, Exact, Text


class SurveyOption(Closed):
    """How many of those who answered a question chose an option, with the 95 % interval of their share (Wilson)."""

    title: Text
    count: Count
    share: Exact
    lower: Exact
    upper: Exact


class SurveyQuestion(Closed):
    """What was answered to a question with options, by everybody together."""

    kind: Literal["CHOICE", "SCALE"]
    title: Text
    answered: Count
    unsaid: Count = Field(description="How many left it out.")
    mean: Exact | None = Field(description="Of a scale, counted from 1.")
    options: list[SurveyOption]


class Voice(Closed):
    """How many say of a criterion that it should come first, that it matters to them, or that they are content with it.

    Of a scale those are counted who chose a step above its middle.
    """

    criterion: str
    says: Literal["CHOSEN", "MATTERS", "CONTENT"]
    question: Text
    option: Text | None = Field(description="What was chosen out of several; null where a scale was asked.")
    chosen: Count
    answered: Count
    share: Exact
    lower: Exact
    upper: Exact


class Survey(Closed):
    """The figures of a survey: sums over everybody who answered, never an answer."""

    kind: Literal["SATISFACTION", "NEEDS"]
    title: Text
    closed_on: Day
    population: Count = Field(description="How many belong to those who were asked.")
    invited: Count
    respondents: Count
    threshold: Count = Field(description="Nothing is told of fewer people.")
    questions: list[SurveyQuestion] = Field(description="Without those that too few answered.")
    voices: list[Voice] = Field(description="What is said of criteria of the framework.")
