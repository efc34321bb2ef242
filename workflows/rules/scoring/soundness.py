"""What does not hold together in rules whose parts are each well formed: names of what is not there, or not yet."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from workflows.rules.refusals import Problem
from workflows.rules.scoring.engine import levels_of
from workflows.rules.scoring.language import (
    Input,
    Named,
    NamedResult,
    NotApplicable,
    Reaches,
    Rule,
    Scoring,
    Value,
    Veto,
    parts_of,
)
from workflows.rules.scoring.scheme import Scheme


def flaws_of_rules(
    scoring: Scoring, codes: Collection[str], counts: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Everything that does not hold together; `codes` are those of all criteria, `counts` the counts of each that is
    scored. Paths lead into the rules."""
    if scoring.groups is not None and scoring.groups.of != "MEMBERS":
        yield Problem("groups.of", "GROUPS_OVER_MEMBERS")
    for code, rule in scoring.formulas.items():
        if code not in counts:
            yield Problem(f"formulas.{code}", "FORMULA_OF_NOTHING", (("code", code),))
        else:
            yield from _flaws_of_formula(code, rule, counts[code])
    before: list[str] = []
    for place, result in enumerate(scoring.results):
        path = f"results.{place}"
        if result.code in before:
            yield Problem(f"{path}.code", "RESULT_TWICE", (("code", result.code),))
        yield from _flaws_of_result(f"{path}.rule", result, before, codes, scoring)
        before.append(result.code)
    for name, named in (("total", scoring.total), ("grade", scoring.grade)):
        if named is not None and named not in before:
            yield Problem(name, "RESULT_UNKNOWN", (("code", named),))


def _flaws_of_formula(code: str, rule: Rule, counts: Collection[str]) -> Iterator[Problem]:
    path = f"formulas.{code}"
    named = [part for part in parts_of(rule) if isinstance(part, str) or isinstance(getattr(part, "of", None), str)]
    for part in named:
        if not isinstance(part, Input):
            yield Problem(path, "FORMULA_OF_OTHERS", (("code", code),))
        elif part.of not in counts:
            yield Problem(path, "COUNT_UNKNOWN", (("code", code), ("count", part.of)))


def _flaws_of_result(
    path: str, result: NamedResult, before: Collection[str], codes: Collection[str], scoring: Scoring
) -> Iterator[Problem]:
    for part in parts_of(result.rule):
        criterion = part if isinstance(part, str) else part.of if isinstance(part, Value | NotApplicable) else None
        if criterion is not None and criterion not in codes:
            yield Problem(path, "RULE_CRITERION_UNKNOWN", (("code", criterion),))
        if isinstance(part, Input) or getattr(part, "of", None) == "MEMBERS":
            yield Problem(path, "COUNTS_AND_MEMBERS_ELSEWHERE")
        if isinstance(part, Named | Reaches) and part.of not in before:
            yield Problem(path, "RESULT_NOT_BEFORE", (("code", part.of),))
        elif isinstance(part, Reaches | Veto):
            yield from _flaws_of_level(path, part, before, scoring)


def _flaws_of_level(path: str, rule: Reaches | Veto, before: Collection[str], scoring: Scoring) -> Iterator[Problem]:
    over: Rule | str = Named(kind="RESULT", of=rule.of) if isinstance(rule, Reaches) else rule.of
    if isinstance(over, Named) and over.of not in before:
        return
    level = rule.level if isinstance(rule, Reaches) else rule.at_most
    known = [level.code for level in levels_of(over, Scheme([], scoring))]
    if known if isinstance(level, Decimal) else level not in known:
        yield Problem(path, "LEVEL_UNKNOWN", (("level", str(level)), ("known", ", ".join(known))))
