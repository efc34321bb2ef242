"""Column shapes that every room's tables share: keys, moments, closed sets of words, exact numbers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlmodel import Field

WORKING = {"schema": "working"}


def key() -> Any:
    """A primary key that says nothing about its row."""
    return Field(sa_column=Column(UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()")))


def reference(
    target: str, *, key: bool = False, optional: bool = False, index: bool = False, unique: bool = False
) -> Any:
    """A foreign key to `table.column` of the working schema; `cascade` is never used: nothing is lost silently."""
    return Field(
        sa_column=Column(
            UUID(as_uuid=True),
            ForeignKey(f"working.{target}"),
            primary_key=key,
            nullable=optional,
            index=index,
            unique=unique or None,
        )
    )


def words(default: str | None = None, *, optional: bool = False, key: bool = False, unique: bool = False) -> Any:
    """Text."""
    return Field(
        sa_column=Column(
            Text,
            nullable=optional,
            primary_key=key,
            unique=unique or None,
            server_default=None if default is None else text(f"'{default}'"),
        )
    )


def flag() -> Any:
    """Yes or no; no where nothing is said."""
    return Field(sa_column=Column(Boolean, nullable=False, server_default=text("false")))


def word_list() -> Any:
    """An array of codes."""
    return Field(sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'")))


def moment(*, now: bool = False, optional: bool = False, unique: bool = False) -> Any:
    """A `timestamptz`; `now` fills it from the database clock."""
    return Field(
        sa_column=Column(
            DateTime(timezone=True),
            nullable=optional,
            unique=unique or None,
            server_default=text("now()") if now else None,
        )
    )


def exact(*, optional: bool = True) -> Any:
    """An exact decimal number: score, weight, total."""
    return Field(sa_column=Column(Numeric(12, 4), nullable=optional))


def document(default: str = "{}", *, optional: bool = False) -> Any:
    """A `jsonb` value whose shape the room's rules own."""
    return Field(sa_column=Column(JSONB, nullable=optional, server_default=None if optional else text(f"'{default}'")))


def one_of(column: str, choices: Sequence[str], table: str) -> CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_known")


def filled(column: str, table: str, longest: int = 20000) -> CheckConstraint:
    """The text is neither blank nor longer than a person would write."""
    return CheckConstraint(f"btrim({column}) <> '' AND length({column}) <= {longest}", name=f"{table}_{column}_filled")
