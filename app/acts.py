"""What is done about a result after it was published: corrected, changed on appeal, suspended, withdrawn."""

from collections.abc import Mapping
from typing import Any

from storage.publications import WholeRow
from workflows.messages.dates import day
from workflows.rules.definition_diagram import Language

DONE: dict[str, dict[Language, str]] = {
    "error": {"ru": "ошибка исправлена", "en": "a mistake was corrected"},
    "appeal": {"ru": "решение изменено по апелляции", "en": "the decision was changed on appeal"},
    "revision": {"ru": "решение пересмотрено", "en": "the decision was revised"},
    "follow_up": {"ru": "отмечено, что стало с условием", "en": "it was recorded what became of a condition"},
    "withdrawal": {"ru": "результат отозван", "en": "the result was withdrawn"},
    "suspension": {"ru": "действие результата приостановлено", "en": "the result was suspended"},
    "reinstatement": {"ru": "действие результата возобновлено", "en": "the result was reinstated"},
}
"""By the kinds of `because` in a record."""


def words_for(because: Mapping[str, Any] | None, kind: str, language: Language) -> str:
    """What a record of this kind did to an earlier one, in words; records of early formats say less."""
    if because:
        return DONE[because["kind"]][language]
    return DONE["withdrawal" if kind == "WITHDRAWAL" else "error"][language]


def suspends(because: Mapping[str, Any] | None) -> bool:
    """Whether a withdrawal takes a result back for a time, and not for good."""
    return because is not None and because["kind"] == "suspension"


def leaves_the_decision(because: Mapping[str, Any] | None) -> bool:
    """Whether a record only says what became of a condition: the decision in it is that of the record before."""
    return because is not None and because["kind"] == "follow_up"


def ends_the_decision(because: Mapping[str, Any] | None) -> bool:
    """Whether a record puts another decision, or none, for good in the place of the one before it. A decision that was
    suspended and holds again is the same."""
    return because is None or because["kind"] not in ("follow_up", "suspension", "reinstatement")


def done(row: WholeRow, language: Language) -> str:
    """What was done, in words."""
    return words_for(row.body.get("because"), row.kind, language)


def done_on(row: WholeRow, language: Language) -> str:
    """The same with the day."""
    return f"{day(row.published_at.date(), language)}: {done(row, language)}"
