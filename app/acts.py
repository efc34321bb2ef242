"""What is done about a result after it was published: corrected, changed on appeal, suspended, withdrawn."""

from storage.publications import WholeRow
from workflows.messages.dates import day
from workflows.rules.definition_diagram import Language

DONE: dict[str, dict[Language, str]] = {
    "error": {"ru": "ошибка исправлена", "en": "a mistake was corrected"},
    "appeal": {"ru": "решение изменено по апелляции", "en": "the decision was changed on appeal"},
    "revision": {"ru": "решение пересмотрено", "en": "the decision was revised"},
    "withdrawal": {"ru": "результат отозван", "en": "the result was withdrawn"},
    "suspension": {"ru": "действие результата приостановлено", "en": "the result was suspended"},
    "reinstatement": {"ru": "действие результата возобновлено", "en": "the result was reinstated"},
}
"""By the kinds of `because` in a record."""


def kind_of(row: WholeRow) -> str:
    """What was done, as one of `DONE`; records of early formats say less."""
    because = row.body.get("because")
    if because:
        return str(because["kind"])
    return "withdrawal" if row.kind == "WITHDRAWAL" else "error"


def done(row: WholeRow, language: Language) -> str:
    """What was done, in words."""
    return DONE[kind_of(row)][language]


def done_on(row: WholeRow, language: Language) -> str:
    """The same with the day."""
    return f"{day(row.published_at.date(), language)}: {done(row, language)}"
