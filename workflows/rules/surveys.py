"""Questionnaires, what an answer to one may hold, and what is told of many answers.

Closed answers are counted by blocks of respondents (`suppression`) at the moment a survey closes; only these counts
are kept. Whatever is told later is a sum over whole blocks, so no filter, and no difference of two, leads to fewer
people than the survey's threshold.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from workflows.rules.process_parts import Text
from workflows.rules.proportions import Share, share_of
from workflows.rules.suppression import Atom, Blocks, blocks_of

GROUP = "group"
"""The first attribute of a respondent: the group that the invitation was for."""
UNSAID = ""
"""The answer of whoever left a closed question out."""
LONGEST_ANSWER = 2000
FEWEST, MOST = 3, 30
"""Between these lies a survey's threshold."""

Answers = Mapping[str, str]
"""The code of the chosen option by the code of each closed question."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Frozen):
    """What can be chosen. Of a scale, the lowest stands first. `criterion` is what whoever chooses it speaks of."""

    code: str
    title: Text
    criterion: str | None = None


class Question(_Frozen):
    """A question. A `profile` one says who answers: results can be asked by it, and it is part of what hides people.

    `criterion` is the criterion of the framework that a scale asks about.
    """

    code: str
    kind: Literal["CHOICE", "SCALE", "TEXT"]
    title: Text
    options: tuple[Option, ...] = ()
    profile: bool = False
    criterion: str | None = None


class Group(_Frozen):
    """Whom a part of the invitations is for: a class, the parents of one. `population` is how many belong to it."""

    code: str
    title: Text
    population: int


class Questionnaire(_Frozen):
    """What a survey asks, whom, and below how many people it tells nothing."""

    questions: tuple[Question, ...]
    groups: tuple[Group, ...]
    threshold: int

    @property
    def closed(self) -> list[Question]:
        """The questions with options."""
        return [question for question in self.questions if question.kind != "TEXT"]

    @property
    def attributes(self) -> tuple[str, ...]:
        """By what results can be asked: the group, and the questions about who answers."""
        return (GROUP, *(question.code for question in self.questions if question.profile))


class Block(_Frozen):
    """Respondents that are only told of together."""

    atoms: tuple[tuple[str, ...], ...]
    size: int


class Tally(_Frozen):
    """All that is kept of the closed answers: by question and option, how many of each block chose it."""

    blocks: tuple[Block, ...]
    counts: dict[str, dict[str, tuple[int, ...]]]


class WrongAnswer(Exception):
    """A form that this questionnaire cannot have sent."""


@dataclass(frozen=True)
class Ballot:
    """One person's answers; texts are kept apart from the rest from here on."""

    answers: dict[str, str]
    texts: dict[str, str]


def ballot_of(questionnaire: Questionnaire, form: Mapping[str, str]) -> Ballot:
    """What a filled form says.

    Raises WrongAnswer for an option there is not, or a text longer than the form takes.
    """
    answers, texts = {}, {}
    for question in questionnaire.questions:
        given = form.get(question.code, "").strip()
        if question.kind == "TEXT":
            if len(given) > LONGEST_ANSWER or "\x00" in given:
                raise WrongAnswer(question.code)
            if given:
                texts[question.code] = given
        elif given and given not in {option.code for option in question.options}:
            raise WrongAnswer(question.code)
        else:
            answers[question.code] = given
    return Ballot(answers, texts)


def tally_of(questionnaire: Questionnaire, boxes: Mapping[str, Sequence[Answers]]) -> Tally:
    """Count the closed answers of each group by blocks. Where all are fewer than the threshold, nothing is counted."""
    attributes = questionnaire.attributes
    ballots = [
        ((group, *(answers[code] for code in attributes[1:])), answers)
        for group, box in boxes.items()
        for answers in box
    ]
    blocks = blocks_of(attributes, Counter(atom for atom, _ in ballots), questionnaire.threshold)
    if not blocks.sizes:
        return Tally(blocks=(), counts={})
    counts = {
        question.code: {
            code: tuple(_in_each(blocks, [atom for atom, answers in ballots if answers[question.code] == code]))
            for code in (*(option.code for option in question.options), UNSAID)
        }
        for question in questionnaire.closed
        if not question.profile
    }
    return Tally(
        blocks=tuple(
            Block(atoms=tuple(sorted(atom for atom, at in blocks.of.items() if at == place)), size=size)
            for place, size in enumerate(blocks.sizes)
        ),
        counts=counts,
    )


def _in_each(blocks: Blocks, atoms: Sequence[Atom]) -> list[int]:
    found = Counter(blocks.of[atom] for atom in atoms)
    return [found[place] for place in range(len(blocks.sizes))]


@dataclass(frozen=True)
class OptionResult:
    """How many chose an option, and their share of those who answered, with its 95 % interval."""

    code: str
    count: int
    share: Share | None


@dataclass(frozen=True)
class QuestionResult:
    """A question's answers. `mean` is that of a scale, counted from 1."""

    code: str
    answered: int
    unsaid: int
    options: tuple[OptionResult, ...]
    mean: Decimal | None


@dataclass(frozen=True)
class SurveyResults:
    """What is told of the respondents asked about; without the questions that too few of them answered."""

    respondents: int
    population: int | None
    questions: tuple[QuestionResult, ...]


def results_of(questionnaire: Questionnaire, tally: Tally, where: Mapping[str, str]) -> SurveyResults | None:
    """The results of those with these attributes; None where they are not whole blocks, or there is no such attribute.

    `population` corrects the intervals; it is known as long as nothing but the group is asked about.

    A question is told like this only where nobody or at least the threshold answered it in every block. Otherwise it is
    told of everybody together, if they are enough, and of no part: so nothing can be subtracted from it.
    """
    if where.keys() - set(questionnaire.attributes):
        return None
    of = {atom: place for place, block in enumerate(tally.blocks) for atom in block.atoms}
    blocks = Blocks(questionnaire.attributes, of, [block.size for block in tally.blocks])
    atoms = blocks.atoms(**where)
    if not blocks.shows(atoms):
        return None
    chosen = sorted({of[atom] for atom in atoms})
    population = _population(questionnaire, where)
    return SurveyResults(
        respondents=sum(tally.blocks[place].size for place in chosen),
        population=population,
        questions=tuple(
            _question_result(question, tally.counts[question.code], chosen, population)
            for question in questionnaire.closed
            if not question.profile
            and _tells(tally, question, questionnaire.threshold, everybody=len(chosen) == len(tally.blocks))
        ),
    )


def _tells(tally: Tally, question: Question, threshold: int, *, everybody: bool) -> bool:
    """Whether so many answered the question that something may be told of it."""
    left_out = tally.counts[question.code][UNSAID]
    answered = [block.size - unsaid for block, unsaid in zip(tally.blocks, left_out, strict=True)]
    if all(count == 0 or count >= threshold for count in answered):
        return True
    return everybody and sum(answered) >= threshold


def _population(questionnaire: Questionnaire, where: Mapping[str, str]) -> int | None:
    if where.keys() - {GROUP}:
        return None
    asked = [group for group in questionnaire.groups if group.code == where.get(GROUP, group.code)]
    return sum(group.population for group in asked)


def _question_result(
    question: Question, counts: Mapping[str, Sequence[int]], chosen: Sequence[int], population: int | None
) -> QuestionResult:
    found = {code: sum(by_block[place] for place in chosen) for code, by_block in counts.items()}
    unsaid = found.pop(UNSAID)
    answered = sum(found.values())
    known = population if population is not None and population >= answered else None
    points = sum(place * found[option.code] for place, option in enumerate(question.options, start=1))
    return QuestionResult(
        code=question.code,
        answered=answered,
        unsaid=unsaid,
        options=tuple(
            OptionResult(code, count, share_of(count, answered, known) if answered else None)
            for code, count in found.items()
        ),
        mean=Decimal(points) / answered if answered and question.kind == "SCALE" else None,
    )
