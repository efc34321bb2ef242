"""What things are called, and what is said of them, in one of the two languages."""

from collections.abc import Mapping
from typing import Any, Protocol

from workflows.rules.definition_diagram import Language


class Named(Protocol):
    """A row with a name in both."""

    @property
    def name_ru(self) -> str:
        """In Russian."""

    @property
    def name_en(self) -> str:
        """In English."""


def named(row: Named, language: Language) -> str:
    """The name in this language."""
    return row.name_ru if language == "ru" else row.name_en


def localized(value: Mapping[str, Any] | None, language: Language) -> str:
    """A text of a record in this language, or in the other where it has none."""
    if value is None:
        return ""
    return str(value[language] or value["ru"] or value["en"])
