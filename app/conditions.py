"""What became of the conditions of a decision, in words; each process has its own for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.named import localized
from workflows.messages.dates import day
from workflows.rules.definition_diagram import Language


def became(condition: Mapping[str, Any], language: Language) -> str:
    """What became of a condition, and since when; empty as long as that is open."""
    state = condition.get("state")
    return f"{localized(state['title'], language)}: {day(state['since'], language)}" if state else ""


def counted(conditions: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Of how many it is known what became of them, by what that is; empty where it is of none."""
    titles = [localized(one["state"]["title"], language) for one in conditions if "state" in one]
    return "; ".join(f"{title}: {titles.count(title)}" for title in dict.fromkeys(titles))
