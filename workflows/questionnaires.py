"""What a new survey asks, and whom: as it is given, and checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import frameworks
from storage.cases import CaseRow
from storage.database import Transaction
from workflows import inputs
from workflows.rules.process_parts import Text
from workflows.rules.refusals import InvalidInput, Problem
from workflows.rules.surveys import FEWEST, MOST, Group, Option, Question, Questionnaire

LONGEST_TITLE, LONGEST_INTRO, LONGEST_QUESTION = 300, 2000, 500
MOST_QUESTIONS, MOST_OPTIONS, MOST_GROUPS, MOST_PEOPLE = 40, 12, 60, 20_000


@dataclass(frozen=True)
class Wording:
    """A text as it was given; without English, the Russian one stands for both."""

    ru: str
    en: str = ""


@dataclass(frozen=True)
class NewQuestion:
    """A question; codes are given by its place."""

    kind: str
    title: Wording
    options: Sequence[Wording] = ()
    profile: bool = False
    criterion: str = ""
    """The criterion that a scale asks about."""
    option_criteria: Sequence[str] = ()
    """By option, the criterion that whoever chooses it speaks of; empty for none."""

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each criterion that is named, with the field that names it."""
        by_option = [(f"optionCriterionCodes.{place}", code) for place, code in enumerate(self.option_criteria)]
        return [(field, code) for field, code in [("criterionCode", self.criterion), *by_option] if code]


@dataclass(frozen=True)
class NewGroup:
    """Whom a part of the invitations is for."""

    title: Wording
    population: int


@dataclass(frozen=True)
class NewSurvey:
    """A survey to be made."""

    kind: str
    title: Wording
    intro: Wording
    questions: Sequence[NewQuestion]
    groups: Sequence[NewGroup]
    threshold: int
    quota: int | None
    closes_at: datetime
    public: bool = False
    """Whether its figures are published with the result. Those who are asked are told."""


def written(path: str, given: Wording, longest: int, *, required: bool = True) -> Wording:
    """The text in both languages. Raises InvalidInput."""
    ru = inputs.text(f"{path}.ru", given.ru, required=required, longest=longest)
    return Wording(ru, inputs.text(f"{path}.en", given.en, required=False, longest=longest) or ru)


def _both(path: str, given: Wording, longest: int) -> Text:
    both = written(path, given, longest)
    return Text(ru=both.ru, en=both.en)


async def checked(transaction: Transaction, case: CaseRow, new: NewSurvey) -> Questionnaire:
    """The questionnaire of a survey of this case, with codes by place. Raises InvalidInput."""
    inputs.future("input.closesAt", new.closes_at, case.now)
    _within("input.threshold", new.threshold, FEWEST, MOST)
    _within("input.questions", len(new.questions), 1, MOST_QUESTIONS)
    _within("input.groups", len(new.groups), 1, MOST_GROUPS)
    if new.quota is not None:
        _within("input.quota", new.quota, 1, MOST_PEOPLE)
    groups = []
    for place, group in enumerate(new.groups):
        path = f"input.groups.{place}"
        _within(f"{path}.population", group.population, 1, MOST_PEOPLE)
        title = _both(f"{path}.title", group.title, LONGEST_TITLE)
        groups.append(Group(code=f"g{place + 1}", title=title, population=group.population))
    questions = tuple(_question(place, question) for place, question in enumerate(new.questions))
    await _criteria_known(transaction, case, new)
    return Questionnaire(questions=questions, groups=tuple(groups), threshold=new.threshold)


async def _criteria_known(transaction: Transaction, case: CaseRow, new: NewSurvey) -> None:
    """Each criterion that a survey asks about is one of the case's framework, asked of the school, and named once.

    Raises InvalidInput.
    """
    named = [
        (f"input.questions.{place}.{field}", code)
        for place, question in enumerate(new.questions)
        for field, code in question.named
    ]
    if not named:
        return
    framework = (await frameworks.frameworks_of(transaction, [case.framework_version_id]))[0]
    assert framework, "evaluations stand on published framework versions"
    known = {part["code"] for part in framework.body["criteria"]} - set(case.not_applicable)
    seen: set[str] = set()
    for path, code in named:
        if code not in known:
            raise InvalidInput(Problem(path, "UNKNOWN_CODE"))
        if code in seen:
            raise InvalidInput(Problem(path, "CRITERION_ASKED_TWICE"))
        seen.add(code)


def _question(place: int, new: NewQuestion) -> Question:
    path = f"input.questions.{place}"
    if new.profile and new.kind != "CHOICE":
        raise InvalidInput(Problem(f"{path}.profile", "PROFILE_IS_A_CHOICE"))
    if new.criterion and new.kind != "SCALE":
        raise InvalidInput(Problem(f"{path}.criterionCode", "CRITERION_OF_A_SCALE"))
    if any(new.option_criteria) and (new.kind != "CHOICE" or new.profile):
        raise InvalidInput(Problem(f"{path}.optionCriterionCodes", "CRITERIA_OF_A_CHOICE"))
    _within(f"{path}.options", len(new.options), *((0, 0) if new.kind == "TEXT" else (2, MOST_OPTIONS)))
    _within(f"{path}.optionCriterionCodes", len(new.option_criteria), 0, len(new.options))
    by_option = [*new.option_criteria, *[""] * len(new.options)]
    options = tuple(
        Option(
            code=str(at + 1),
            title=_both(f"{path}.options.{at}", option, LONGEST_TITLE),
            criterion=by_option[at] or None,
        )
        for at, option in enumerate(new.options)
    )
    return Question.model_validate(
        {
            "code": f"q{place + 1}",
            "kind": new.kind,
            "title": _both(f"{path}.title", new.title, LONGEST_QUESTION),
            "options": options,
            "profile": new.profile,
            "criterion": new.criterion or None,
        }
    )


def _within(path: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InvalidInput(Problem(path, "HOW_MANY", (("minimum", str(least)), ("maximum", str(most)))))
