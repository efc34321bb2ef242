"""A derivation in words, Russian and English: what each step did, for a screen, a terminal or a printed report."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from workflows.rules.scoring.derivation import Absence, Derivation, in_reading_order

LANGUAGES = ("ru", "en")

KINDS: Mapping[str, tuple[str, str]] = {
    "SCORE": ("поставленный балл", "the score given"),
    "GROUP": ("группа, которую не считают", "a group for which nothing is computed"),
    "INPUT": ("подсчитано", "counted"),
    "NUMBER": ("число из правила", "a number of the rule"),
    "WEIGHTED_MEAN": ("среднее по весам", "mean by weights"),
    "MEAN": ("среднее", "mean"),
    "SUM": ("сумма", "sum"),
    "MINIMUM": ("наименьшее", "the lowest"),
    "MAXIMUM": ("наибольшее", "the highest"),
    "SCALED": ("умножено", "multiplied"),
    "RATIO": ("доля: первое, делённое на второе", "share: the first divided by the second"),
    "CAPPED": ("с верхней границей", "with an upper limit"),
    "POINTS": ("баллы по ступеням", "points by steps"),
    "BANDS": ("уровень по значению", "level by value"),
    "LEVELS": (
        "высший уровень, все условия которого и всех уровней ниже выполнены",
        "the highest level whose conditions hold, with those of every level below",
    ),
    "VETO": ("с условием, без которого выше нельзя", "with a condition one cannot rise without"),
    "AT_LEAST": ("не меньше порога", "at least the threshold"),
    "EACH_AT_LEAST": ("каждое не меньше порога", "each at least the threshold"),
    "REACHES": ("достигнут ли уровень", "whether a level is reached"),
    "IS_NOT_APPLICABLE": ("неприменимо ли", "whether it does not apply"),
    "ALL": ("выполнено ли всё", "whether all hold"),
    "ANY": ("выполнено ли хоть одно", "whether any holds"),
}

NOTES: Mapping[str, tuple[str, str]] = {
    "ROUNDED": (
        "округлено, знаков после запятой: {digits}, {mode}; до округления {unrounded}",
        "rounded to {digits} decimals, {mode}; before that {unrounded}",
    ),
    "ROUNDED_TO_THE_SAME": ("знаков после запятой: {digits}", "to {digits} decimals"),
    "NEEDS_ALL": ("нужны все значения; нет: {missing}", "needs every value; there is none for {missing}"),
    "NOTHING_LEFT": ("не осталось ни одного значения", "no value is left"),
    "NO_WEIGHT": ("веса в сумме дают ноль", "the weights sum to zero"),
    "COUNTED_AS": ("значения нет; по правилу считается как {value}", "no value; by the rule it counts as {value}"),
    "SKIPPED": ("значения нет; по правилу не учитывается", "no value; by the rule it is left out"),
    "TIMES": ("на {by}", "by {by}"),
    "AT_MOST": ("не больше {at}", "at most {at}"),
    "STEPS": ("ниже первой ступени {below}; {steps}", "below the first step {below}; {steps}"),
    "ZERO_COUNTED_AS": (
        "делить не на что; по правилу считается как {value}",
        "nothing to divide by; by the rule it counts as {value}",
    ),
    "ZERO_DENOMINATOR": ("делить не на что: никого не спросили", "nothing to divide by: nobody was asked"),
    "FROM": ("от {at_least}", "from {at_least}"),
    "VETOED": ("условие не выполнено, поэтому не выше {at_most}", "the condition fails, so no higher than {at_most}"),
    "THRESHOLD": ("порог {threshold}", "threshold {threshold}"),
    "EACH": (
        "порог {threshold}; допустимо ниже: {save}; ниже порога: {below}",
        "threshold {threshold}; may lie below: {save}; below it: {below}",
    ),
    "LEVEL": ("уровень {level}", "level {level}"),
}

MODES: Mapping[str, tuple[str, str]] = {
    "HALF_UP": ("половина вверх", "half up"),
    "HALF_EVEN": ("половина к чётному", "half to even"),
    "HALF_DOWN": ("половина вниз", "half down"),
    "UP": ("вверх", "up"),
    "DOWN": ("вниз", "down"),
}
TRUTHS: Mapping[bool, tuple[str, str]] = {True: ("да", "yes"), False: ("нет", "no")}
ABSENCES: Mapping[Absence, tuple[str, str]] = {
    Absence.MISSING: ("нет данных", "missing"),
    Absence.NOT_APPLICABLE: ("неприменимо", "not applicable"),
}
NUMBERS = {"value", "by", "at", "below", "steps", "at_least", "at_most", "threshold"}
NOBODY = ("никто", "none")
WEIGHT = ("вес", "weight")


def explained(step: Derivation, language: str) -> str:
    """What the step did, with everything a reader must know of it."""
    place = LANGUAGES.index(language)
    said = [KINDS[step.kind][place]]
    for note in step.notes:
        facts = {name: _fact(name, fact, language) for name, fact in note.facts}
        unchanged = note.code == "ROUNDED" and Decimal(dict(note.facts)["unrounded"]) == step.number
        said.append(NOTES["ROUNDED_TO_THE_SAME" if unchanged else note.code][place].format(**facts))
    return "; ".join(said)


def _fact(name: str, fact: str, language: str) -> str:
    place = LANGUAGES.index(language)
    if name == "mode":
        return MODES[fact][place]
    if name == "unrounded":
        return shown(Decimal(fact), language)
    return _with_its_comma(fact, language) if name in NUMBERS else fact or NOBODY[place]


def outcome_told(step: Derivation, language: str) -> str:
    """What came out, in a few characters."""
    place = LANGUAGES.index(language)
    if step.level is not None:
        return step.level.title[language]
    if step.holds is not None:
        return TRUTHS[step.holds][place]
    if step.number is not None:
        return shown(step.number, language, step.digits)
    return ABSENCES[step.absent or Absence.MISSING][place]


def shown(value: Decimal, language: str, digits: int | None = None) -> str:
    """A number for people: as many decimals as it was rounded to, or at most six without trailing zeros."""
    text = f"{value:.{6 if digits is None else digits}f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return _with_its_comma(text, language)


def _with_its_comma(text: str, language: str) -> str:
    return text.replace(".", ",") if language == "ru" else text


def told(root: Derivation, language: str) -> Iterator[str]:
    """The derivation line by line, parts indented under what they are parts of."""
    weight = WEIGHT[LANGUAGES.index(language)]
    for placed in in_reading_order(root):
        step = placed.step
        name = " ".join(word for word in (step.code, step.title[language] if step.title else None) if word)
        heavy = f" [{weight} {shown(step.weight, language)}]" if step.weight is not None and placed.depth else ""
        said = explained(step, language)
        yield f"{'  ' * placed.depth}{name + ': ' if name else ''}{outcome_told(step, language)}{heavy} ({said})"
