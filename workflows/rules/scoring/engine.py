"""Making results from scores by the rules of a framework: pure, exact, and explained step by step.

Arithmetic is on fractions, so a half way is a half way however it came about; roundings are where the rules declare
them. Nothing here raises for missing data or a zero denominator: absence is a value, handled as declared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from workflows.rules.scoring import language as lang
from workflows.rules.scoring.derivation import Absence, Derivation, LevelReached, Note, decimal_of
from workflows.rules.scoring.rounding import PUBLISHED_DIGITS, rounded_as
from workflows.rules.scoring.scheme import TWO_DECIMALS, Node, Scheme

Given = Decimal | Absence | None
"""A score; None and `Absence.MISSING` mean the same."""


@dataclass(frozen=True)
class Results:
    """Everything the rules made: a derivation for each criterion, and for each named result in its order."""

    criteria: Mapping[str, Derivation]
    results: Mapping[str, Derivation]
    total: Derivation | None
    grade: Derivation | None

    @property
    def published_total(self) -> Decimal | None:
        """The total as it is published: as its rule rounds it, or to two decimals half up where the rule does not."""
        if self.total is None or self.total.exact is None:
            return None
        if self.total.digits is not None:
            return self.total.number
        return decimal_of(rounded_as(self.total.exact, TWO_DECIMALS)).quantize(PUBLISHED_DIGITS)


def results_of(
    scheme: Scheme, values: Mapping[str, Given], inputs: Mapping[str, Mapping[str, Decimal | None]] | None = None
) -> Results:
    """The results of these scores; `inputs` are the counts by criterion that formulas are calculated from.

    A given score stands; a formula speaks only where none is given.
    """
    making = _Making(scheme, values, inputs or {})
    for node in scheme.nodes:
        making.criterion(node.code)
    for result in scheme.scoring.results:
        made = making.rule(result.rule)
        made = replace(made, code=result.code, title=result.title.model_dump())
        making.results[result.code] = made
    named = making.results
    scoring = scheme.scoring
    return Results(
        making.criteria,
        named,
        named[scoring.total] if scoring.total else None,
        named[scoring.grade] if scoring.grade else None,
    )


@dataclass
class _Making:
    scheme: Scheme
    values: Mapping[str, Given]
    inputs: Mapping[str, Mapping[str, Decimal | None]]
    criteria: dict[str, Derivation] = field(default_factory=dict)
    results: dict[str, Derivation] = field(default_factory=dict)
    subject: str | None = None

    def criterion(self, code: str) -> Derivation:
        if code not in self.criteria:
            self.criteria[code] = self._criterion(self.scheme.by_code[code])
        return self.criteria[code]

    def _criterion(self, node: Node) -> Derivation:
        named: dict[str, Any] = {"code": node.code, "title": node.title}
        if not node.scored:
            if self.scheme.scoring.groups is None:
                members = tuple(self.criterion(member.code) for member in self.scheme.members(node.code))
                return Derivation("GROUP", absent=Absence.NOT_APPLICABLE, parts=members, **named)
            return replace(self._for(node.code, self.scheme.scoring.groups), **named)
        given = self.values.get(node.code)
        formula = self.scheme.scoring.formulas.get(node.code)
        if formula is not None and given is None:
            return replace(self._for(node.code, formula), **named)
        if isinstance(given, Decimal):
            return Derivation("SCORE", exact=Fraction(given), **named)
        return Derivation("SCORE", absent=given or Absence.MISSING, **named)

    def _for(self, code: str, rule: lang.Rule) -> Derivation:
        before, self.subject = self.subject, code
        made = self.rule(rule)
        self.subject = before
        return made

    def operand(self, operand: lang.Operand) -> Derivation:
        return self.criterion(operand) if isinstance(operand, str) else self.rule(operand)

    def rule(self, rule: lang.Rule) -> Derivation:
        made = MAKERS[type(rule)](self, rule)
        rounding = getattr(rule, "rounding", None)
        if rounding is None or made.exact is None:
            return made
        exact = rounded_as(made.exact, rounding)
        facts = (("digits", str(rounding.digits)), ("mode", rounding.mode), ("unrounded", f"{made.number:f}"))
        return replace(made, exact=exact, notes=(*made.notes, Note("ROUNDED", facts)))

    def over(self, operands: lang.Operands) -> list[Derivation]:
        if isinstance(operands, str):
            nodes = {
                "MEMBERS": lambda: self.scheme.members(self.subject),
                "TOP": lambda: self.scheme.members(None),
                "SCORED": lambda: [node for node in self.scheme.nodes if node.scored],
            }[operands]()
            return [replace(self.criterion(node.code), weight=node.weight) for node in nodes]
        return [self._weighted(part) for part in operands]

    def _weighted(self, part: lang.Weighted | lang.Operand) -> Derivation:
        if isinstance(part, lang.Weighted):
            return replace(self.operand(part.of), weight=part.weight)
        made = self.operand(part)
        known = self.scheme.by_code[part].weight if isinstance(part, str) else Decimal(1)
        return replace(made, weight=known)


# Numbers


def _aggregate(making: _Making, rule: lang.Aggregate) -> Derivation:
    parts = [_by_policy(part, rule) for part in making.over(rule.of)]
    if rule.kind != "WEIGHTED_MEAN":
        parts = [replace(part, weight=None) for part in parts]
    kept = [part for part in parts if part.exact is not None]
    blocking = [part for part in parts if part.exact is None and not _skipped(part)]
    made = Derivation(rule.kind, parts=tuple(parts))
    if blocking:
        absent = (
            Absence.NOT_APPLICABLE
            if all(part.absent is Absence.NOT_APPLICABLE for part in blocking)
            else Absence.MISSING
        )
        return replace(made, absent=absent, notes=(Note("NEEDS_ALL", (("missing", _names(blocking)),)),))
    if not kept:
        nothing = all(part.absent is Absence.NOT_APPLICABLE for part in parts) and parts
        return replace(
            made, absent=Absence.NOT_APPLICABLE if nothing else Absence.MISSING, notes=(Note("NOTHING_LEFT"),)
        )
    exact = _combined(rule.kind, kept)
    return (
        replace(made, exact=exact)
        if exact is not None
        else replace(made, absent=Absence.MISSING, notes=(Note("NO_WEIGHT"),))
    )


def _by_policy(part: Derivation, rule: lang.Aggregate) -> Derivation:
    if part.exact is not None:
        return part
    policy = rule.not_applicable if part.absent is Absence.NOT_APPLICABLE else rule.missing
    if isinstance(policy, Decimal):
        return replace(
            part,
            exact=Fraction(policy),
            absent=None,
            notes=(*part.notes, Note("COUNTED_AS", (("value", str(policy)),))),
        )
    if policy == "SKIP":
        return replace(part, notes=(*part.notes, Note("SKIPPED")))
    return part


def _skipped(part: Derivation) -> bool:
    return any(note.code == "SKIPPED" for note in part.notes)


def _names(parts: Sequence[Derivation]) -> str:
    return ", ".join(part.code or part.kind for part in parts)


def _combined(kind: str, parts: Sequence[Derivation]) -> Fraction | None:
    values = [part.exact for part in parts if part.exact is not None]
    weights = [Fraction(part.weight if part.weight is not None else 1) for part in parts]
    match kind:
        case "WEIGHTED_MEAN":
            weight = sum(weights, Fraction(0))
            whole = sum((value * share for value, share in zip(values, weights, strict=True)), Fraction(0))
            return whole / weight if weight else None
        case "MEAN":
            return sum(values, Fraction(0)) / len(values)
        case "SUM":
            return sum(values, Fraction(0))
        case "MINIMUM":
            return min(values)
        case _:
            return max(values)


def _value(making: _Making, rule: lang.Value) -> Derivation:
    return making.criterion(rule.of)


def _named(making: _Making, rule: lang.Named) -> Derivation:
    return making.results[rule.of]


def _input(making: _Making, rule: lang.Input) -> Derivation:
    value = making.inputs.get(making.subject or "", {}).get(rule.of)
    if value is None:
        return Derivation("INPUT", code=rule.of, absent=Absence.MISSING)
    return Derivation("INPUT", code=rule.of, exact=Fraction(value))


def _number(_making: _Making, rule: lang.Number) -> Derivation:
    return Derivation("NUMBER", exact=Fraction(rule.value))


def _scaled(making: _Making, rule: lang.Scaled) -> Derivation:
    by = Fraction(rule.by)
    return _through(making, rule, lambda value: value * by, Note("TIMES", (("by", f"{rule.by:f}"),)))


def _capped(making: _Making, rule: lang.Capped) -> Derivation:
    at = Fraction(rule.at)
    return _through(making, rule, lambda value: min(value, at), Note("AT_MOST", (("at", f"{rule.at:f}"),)))


def _points(making: _Making, rule: lang.Points) -> Derivation:
    def points(value: Fraction) -> Fraction:
        reached = [step.points for step in rule.steps if value >= Fraction(step.at_least)]
        return Fraction(reached[-1] if reached else rule.below)

    steps = "; ".join(f"{step.at_least:f} → {step.points:f}" for step in rule.steps)
    return _through(making, rule, points, Note("STEPS", (("below", f"{rule.below:f}"), ("steps", steps))))


def _through(
    making: _Making, rule: lang.Scaled | lang.Capped | lang.Points, change: Callable[[Fraction], Fraction], note: Note
) -> Derivation:
    part = making.operand(rule.of)
    if part.exact is None:
        return Derivation(rule.kind, absent=part.absent or Absence.MISSING, notes=(note,), parts=(part,))
    return Derivation(rule.kind, exact=change(part.exact), notes=(note,), parts=(part,))


def _ratio(making: _Making, rule: lang.Ratio) -> Derivation:
    parts = (making.operand(rule.of), making.operand(rule.by))
    above, below = (part.exact for part in parts)
    if above is None or below is None:
        absent = next(part.absent for part in parts if part.exact is None)
        return Derivation("RATIO", absent=absent or Absence.MISSING, parts=parts)
    if below:
        return Derivation("RATIO", exact=above / below, parts=parts)
    if isinstance(rule.zero, Decimal):
        note = Note("ZERO_COUNTED_AS", (("value", f"{rule.zero:f}"),))
        return Derivation("RATIO", exact=Fraction(rule.zero), notes=(note,), parts=parts)
    return Derivation("RATIO", absent=Absence(rule.zero), notes=(Note("ZERO_DENOMINATOR"),), parts=parts)


# Levels


def _bands(making: _Making, rule: lang.Bands) -> Derivation:
    part = making.operand(rule.of)
    if part.exact is None:
        return Derivation("BANDS", absent=part.absent or Absence.MISSING, parts=(part,))
    place = sum(band.at_least is not None and part.exact >= Fraction(band.at_least) for band in rule.bands)
    band = rule.bands[place]
    notes = (Note("FROM", (("at_least", f"{band.at_least:f}"),)),) if band.at_least is not None else ()
    return Derivation(
        "BANDS", level=LevelReached(band.code, band.title.model_dump(), place), notes=notes, parts=(part,)
    )


def _levels(making: _Making, rule: lang.Levels) -> Derivation:
    steps = [
        replace(making.rule(rung.when), title=rung.title.model_dump()) if rung.when else None for rung in rule.levels
    ]
    parts = tuple(step for step in steps if step)
    reached = 0
    for place, step in enumerate(steps):
        if step is None:
            continue
        if step.holds is None:
            return Derivation("LEVELS", absent=step.absent or Absence.MISSING, parts=parts)
        if not step.holds:
            break
        reached = place
    rung = rule.levels[reached]
    return Derivation("LEVELS", level=LevelReached(rung.code, rung.title.model_dump(), reached), parts=parts)


def _veto(making: _Making, rule: lang.Veto) -> Derivation:
    part, condition = making.operand(rule.of), making.rule(rule.unless)
    made = Derivation(
        "VETO",
        exact=part.exact,
        level=part.level,
        absent=part.absent or (Absence.MISSING if part.holds is not None else None),
        parts=(part, condition),
    )
    capped = _capped_by(made, rule, making.scheme)
    if made.absent or capped is made or condition.holds:
        return made
    if condition.holds is None:
        return replace(made, exact=None, level=None, absent=condition.absent or Absence.MISSING)
    return replace(capped, notes=(Note("VETOED", (("at_most", str(rule.at_most)),)),))


def _capped_by(made: Derivation, rule: lang.Veto, scheme: Scheme) -> Derivation:
    """The step as the veto leaves it; the same one where it lies no higher anyway."""
    if made.exact is not None and isinstance(rule.at_most, Decimal):
        at_most = Fraction(rule.at_most)
        return replace(made, exact=at_most) if made.exact > at_most else made
    if made.level is not None:
        for place, level in enumerate(levels_of(rule.of, scheme)):
            if level.code == rule.at_most:
                reached = LevelReached(level.code, level.title.model_dump(), place)
                return replace(made, level=reached) if made.level.place > place else made
    return made


def levels_of(rule: lang.Operand, scheme: Scheme) -> Sequence[lang.Band | lang.Rung]:
    """The levels a rule can reach, ascending; none for a number."""
    if isinstance(rule, lang.Bands):
        return rule.bands
    if isinstance(rule, lang.Levels):
        return rule.levels
    if isinstance(rule, lang.Veto):
        return levels_of(rule.of, scheme)
    if isinstance(rule, lang.Named):
        return levels_of(next(known.rule for known in scheme.scoring.results if known.code == rule.of), scheme)
    return ()


# Conditions; a condition over what is missing neither holds nor fails, unless the rest decides it


def _at_least(making: _Making, rule: lang.AtLeast) -> Derivation:
    part = making.operand(rule.of)
    notes = (Note("THRESHOLD", (("threshold", f"{rule.threshold:f}"),)),)
    if part.exact is None:
        return Derivation("AT_LEAST", absent=part.absent or Absence.MISSING, notes=notes, parts=(part,))
    return Derivation("AT_LEAST", holds=part.exact >= Fraction(rule.threshold), notes=notes, parts=(part,))


def _each_at_least(making: _Making, rule: lang.EachAtLeast) -> Derivation:
    parts = tuple(making.over(rule.of))
    threshold = Fraction(rule.threshold)
    counted = [part for part in parts if not (part.absent is Absence.NOT_APPLICABLE and rule.not_applicable == "SKIP")]
    failed = [part for part in counted if part.exact is not None and part.exact < threshold]
    unknown = [part for part in counted if part.exact is None]
    facts = (("threshold", f"{rule.threshold:f}"), ("save", str(rule.save)), ("below", _names(failed)))
    made = Derivation("EACH_AT_LEAST", notes=(Note("EACH", facts),), parts=parts)
    if len(failed) > rule.save:
        return replace(made, holds=False)
    if len(failed) + len(unknown) <= rule.save:
        return replace(made, holds=True)
    return replace(made, absent=Absence.MISSING)


def _reaches(making: _Making, rule: lang.Reaches) -> Derivation:
    part = making.results[rule.of]
    notes = (Note("LEVEL", (("level", rule.level),)),)
    if part.level is None:
        return Derivation("REACHES", absent=part.absent or Absence.MISSING, notes=notes, parts=(part,))
    known = levels_of(lang.Named(kind="RESULT", of=rule.of), making.scheme)
    place = next(place for place, level in enumerate(known) if level.code == rule.level)
    return Derivation("REACHES", holds=part.level.place >= place, notes=notes, parts=(part,))


def _is_not_applicable(making: _Making, rule: lang.NotApplicable) -> Derivation:
    part = making.criterion(rule.of)
    return Derivation("IS_NOT_APPLICABLE", holds=part.absent is Absence.NOT_APPLICABLE, parts=(part,))


def _all_of(making: _Making, rule: lang.AllOf) -> Derivation:
    return _joined(making, rule, decided_by=False)


def _any_of(making: _Making, rule: lang.AnyOf) -> Derivation:
    return _joined(making, rule, decided_by=True)


def _joined(making: _Making, rule: lang.AllOf | lang.AnyOf, *, decided_by: bool) -> Derivation:
    parts = tuple(making.rule(part) for part in rule.of)
    if any(part.holds is decided_by for part in parts):
        return Derivation(rule.kind, holds=decided_by, parts=parts)
    if any(part.holds is None for part in parts):
        return Derivation(rule.kind, absent=Absence.MISSING, parts=parts)
    return Derivation(rule.kind, holds=not decided_by, parts=parts)


MAKERS: dict[type, Callable[[_Making, Any], Derivation]] = {
    **dict.fromkeys((lang.WeightedMean, lang.Mean, lang.Sum, lang.Minimum, lang.Maximum), _aggregate),
    lang.Value: _value,
    lang.Named: _named,
    lang.Input: _input,
    lang.Number: _number,
    lang.Scaled: _scaled,
    lang.Capped: _capped,
    lang.Points: _points,
    lang.Ratio: _ratio,
    lang.Bands: _bands,
    lang.Levels: _levels,
    lang.Veto: _veto,
    lang.AtLeast: _at_least,
    lang.EachAtLeast: _each_at_least,
    lang.Reaches: _reaches,
    lang.NotApplicable: _is_not_applicable,
    lang.AllOf: _all_of,
    lang.AnyOf: _any_of,
}
