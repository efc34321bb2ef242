"""Scalars of the API beside GraphQL's own, and texts in two languages."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NewType

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.utils.str_converters import to_camel_case

from schema.said import said

PublicationNumber = NewType("PublicationNumber", int)
ChangeCursor = NewType("ChangeCursor", str)
ByteCount = NewType("ByteCount", int)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _parse_moment(value: str) -> datetime:
    try:
        moment: datetime | None = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(
            "a moment is written with its time and zone, such as 2026-09-01T12:00:00Z"
            " (момент пишут с временем и часовым поясом)"
        )
    return moment


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _parse_decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError('a decimal number is a string such as "87.72"')
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("not a finite number")
    return number


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or int(value) != value or value < 0:
        raise ValueError("a whole number that is not negative")
    return int(value)


SCALARS: dict[Any, Any] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in UTC, RFC 3339: `2026-09-01T12:00:00Z`.",
        serialize=_moment,
        parse_value=_parse_moment,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number, as a string: `"87.72"`.',
        serialize=_plain,
        parse_value=_parse_decimal,
    ),
    PublicationNumber: strawberry.scalar(
        name="PublicationNumber",
        description="The number of a publication, a positive whole number: `12`.",
        serialize=int,
        parse_value=_whole,
    ),
    ChangeCursor: strawberry.scalar(
        name="ChangeCursor",
        description="An opaque place in the feed of changes; keep it and ask again later from there.",
        serialize=str,
        parse_value=str,
    ),
    ByteCount: strawberry.scalar(
        name="ByteCount", description="A number of bytes; may exceed 2^31.", serialize=int, parse_value=_whole
    ),
}


camel_case = lru_cache(maxsize=4096)(to_camel_case)


class Names(NameConverter):
    """Names in camel case, each made once: strawberry asks for those of every field of every input object."""

    def apply_naming_config(self, name: str) -> str:
        """The name in the API."""
        return camel_case(name)


def schema_config() -> StrawberryConfig:
    """How strawberry builds the schema."""
    return StrawberryConfig(name_converter=Names(), scalar_map=SCALARS)


@strawberry.type(description="A text in Russian and in English.")
class LocalizedText:
    """A text in both languages."""

    ru: str = strawberry.field(description="In Russian.", metadata=said("ru"))
    en: str = strawberry.field(description="In English.", metadata=said("en"))
