"""Texts for reasons, problems and notices, in Russian and English: `messages/*.yaml`, one entry a code."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workflows.messages import dates

PLACE = re.compile(r"\{(\w+)\}")


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        for code, texts in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).items():
            if code in entries:
                raise ValueError(f"{file.name}: {code} is defined twice")
            entries[code] = texts
    return entries


def codes() -> frozenset[str]:
    """Every code that has texts."""
    return frozenset(_catalogue())


def message(code: str, language: str, details: Mapping[str, str] | None = None) -> str:
    """The text for a code, its `{places}` filled with the details; a detail for which the entry has words
    (`kind.FAMILY` for the place `kind`) is put into them, and `{day}`, a date, is written as people write it.

    Raises KeyError for a code without texts: the suite checks that none is missing.
    """
    entry = _catalogue()[code]

    def fill(place: re.Match[str]) -> str:
        value = (details or {}).get(place[1], "")
        if place[1] == "day" and value:
            return dates.day(value, language)
        worded = entry.get(f"{place[1]}.{value}")
        return str(worded[language]) if worded else value

    return PLACE.sub(fill, entry[language])
