"""Prose of the demo: what schools write about themselves and what experts find, with numbers that fit."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Topic:
    """What can be said about one criterion."""

    facts: tuple[str, ...]
    strong: str
    weak: str


@cache
def topics(framework: str) -> dict[str, Topic]:
    """The topics of a framework by the code of the criterion."""
    found: dict[str, Any] = yaml.safe_load((TEXTS / f"{framework}.yaml").read_text(encoding="utf-8"))
    return {code: Topic(tuple(topic["facts"]), topic["strong"], topic["weak"]) for code, topic in found.items()}


def with_numbers(text: str, chance: Random) -> str:
    """The text with its places filled: a is part of b, c part of d."""
    b, d = chance.randint(24, 60), chance.randint(24, 60)
    return text.format(a=chance.randint(int(b * 0.7), b), b=b, c=chance.randint(int(d * 0.7), d), d=d)


def facts(framework: str, code: str, school: str) -> list[str]:
    """The facts a school tells of a criterion: the same wherever it tells them."""
    chance = Random(f"{school} {framework} {code}")
    return [with_numbers(text, chance) for text in topics(framework)[code].facts]


def justification(framework: str, code: str, share: Decimal, page: int, expert: int) -> str:
    """Why an expert gave a value that lies this high on its scale (0 to 1)."""
    topic = topics(framework)[code]
    openings = ("По представленным документам", "По итогам изучения свидетельств", "Сопоставив документы школы")
    if share >= Decimal("0.85"):
        return f"{openings[expert]}: {_lower(topic.strong)} Подтверждение – на странице {page}."
    if share >= Decimal("0.6"):
        return f"{openings[expert]}: {_lower(topic.strong)} Вместе с тем не всё подтверждено: {_lower(topic.weak)}"
    return f"{openings[expert]}: {_lower(topic.weak)} Этого недостаточно для более высокой оценки."


def position(framework: str, code: str, share: Decimal) -> str:
    """The panel's position on a criterion."""
    topic = topics(framework)[code]
    if share >= Decimal("0.85"):
        return f"Комиссия согласна: {_lower(topic.strong)}"
    if share >= Decimal("0.6"):
        return f"{topic.strong} Комиссия обсудила и слабое место: {_lower(topic.weak)}"
    return f"Комиссия согласна, что требование выполнено не полностью: {_lower(topic.weak)}"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
