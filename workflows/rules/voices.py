"""What families say of the criteria of a framework: what matters to them, and how content they are.

A question of a survey, or an option of one, names the criterion it is about: the mapping is declared when the survey is
made, never guessed from words. A scale counts those who chose one of its steps above the middle. What families say
stands beside a score and never changes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflows.rules.proportions import Share, Stratum, share_of, share_over
from workflows.rules.statistics import Summary, summary_of
from workflows.rules.surveys import Question, Questionnaire, QuestionResult, SurveyResults


class Says(StrEnum):
    """What is counted."""

    CHOSEN = "CHOSEN"
    """Who chose it out of several as what the school should develop first."""
    MATTERS = "MATTERS"
    """Who said that it matters to them."""
    CONTENT = "CONTENT"
    """Who is content with it."""


@dataclass(frozen=True)
class Voice:
    """How many of those who answered a question say so of a criterion; `option` is None where a scale was asked."""

    criterion: str
    says: Says
    question: str
    option: str | None
    chosen: int
    answered: int
    share: Share


def voices_of(questionnaire: Questionnaire, kind: str, results: SurveyResults) -> list[Voice]:
    """What the respondents of these results say of criteria, in the order of the questions.

    `kind` is the survey's: a scale of `NEEDS` asks how much something matters, one of `SATISFACTION` how content one
    is with it. Questions of which nothing may be told say nothing here either.
    """
    found = {result.code: result for result in results.questions}
    return [
        Voice(criterion, says, question.code, option, chosen, answer.answered, share)
        for question in questionnaire.closed
        if (answer := found.get(question.code)) and answer.answered
        for criterion, says, option, chosen in _counted(question, kind, answer)
        for share in [share_of(chosen, answer.answered, _asked(results.population, answer.answered))]
    ]


def _asked(population: int | None, answered: int) -> int | None:
    return population if population is not None and population >= answered else None


def _counted(question: Question, kind: str, answer: QuestionResult) -> Iterator[tuple[str, Says, str | None, int]]:
    chosen = {option.code: option.count for option in answer.options}
    if question.kind == "SCALE" and question.criterion:
        says = Says.MATTERS if kind == "NEEDS" else Says.CONTENT
        yield question.criterion, says, None, sum(chosen[code] for code in above_the_middle(question))
    for option in question.options:
        if question.kind == "CHOICE" and option.criterion:
            yield option.criterion, Says.CHOSEN, option.code, chosen[option.code]


def above_the_middle(question: Question) -> list[str]:
    """The steps of a scale above its middle: the last two of five, or of four."""
    steps = len(question.options)
    return [option.code for place, option in enumerate(question.options, start=1) if 2 * place > steps + 1]


@dataclass(frozen=True)
class Heard:
    """What a record tells of a criterion: what families say, and its score as a share of its scale."""

    record: int
    said: Stratum
    rated: Decimal | None


@dataclass(frozen=True)
class VoiceOverSchools:
    """The same over several schools, each counting as many as belong to those asked; `rated` is None without scores."""

    schools: int
    answered: int
    share: Share
    rated: Summary | None


def over_schools(heard: Sequence[Heard]) -> VoiceOverSchools:
    """What families of at least one school say of a criterion, beside the mean of its scores there."""
    rated = {one.record: one.rated for one in heard if one.rated is not None}
    return VoiceOverSchools(
        schools=len({one.record for one in heard}),
        answered=sum(one.said.n for one in heard),
        share=share_over([one.said for one in heard]),
        rated=summary_of(list(rated.values())) if rated else None,
    )
