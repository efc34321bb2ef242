"""The values that the parts of a published record are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Exact = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="An exact decimal number.")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="A calendar date.")]
Moment = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$",
        description="A moment in UTC, RFC 3339, to the microsecond.",
    ),
]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", description="A key: 32 hexadecimal digits.")]
Count = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the bytes of a file.")]


class Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(Closed):
    """A text in Russian and in English."""

    ru: str
    en: str
