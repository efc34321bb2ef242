"""What observers may ask of published results and their schools, as conditions and orders of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from storage.moments import AS_OF
from storage.searching import SEARCH, search_parameters


@dataclass(frozen=True)
class Wanted:
    """Which publications an observer asks for; None asks for all."""

    school: UUID | None = None
    territory: UUID | None = None
    framework_code: str | None = None
    outcome: str | None = None
    competition: str | None = None
    """The key of a call, as records have it."""
    valid_on: date | None = None
    expired_on: date | None = None
    decided_from: date | None = None
    decided_to: date | None = None
    fewest_pupils: int | None = None
    most_pupils: int | None = None
    rural: bool | None = None
    school_kind: str | None = None
    evaluated: bool | None = None
    """Schools with a result that stands, or without one; asked of schools alone."""
    search: str | None = None
    as_of: datetime | None = None


NOW = "'infinity'"
STANDS = (
    "r.kind <> 'WITHDRAWAL' AND r.published_at <= {as_of} AND NOT EXISTS"
    " (SELECT FROM published.record c WHERE c.corrects = r.number AND c.published_at <= {as_of})"
)
# A correction is as old as what it corrects: the number at the beginning of its chain.
ORIGIN = (
    "CASE WHEN r.corrects IS NULL THEN r.number ELSE"
    " (WITH RECURSIVE chain AS (SELECT r.number, r.corrects UNION ALL SELECT e.number, e.corrects"
    " FROM published.record e JOIN chain ON e.number = chain.corrects) SELECT min(number) FROM chain) END"
)
# What can be asked of the school a record is of, and what of the record's result. A statement has only the conditions
# that are asked for: the planner does not look behind a condition that a parameter may switch off.
OF_SCHOOL = {
    "search": SEARCH,
    "territory": ":territory IN (s.municipality_id, s.region_id)",
    "fewest_pupils": "s.pupils >= :fewest_pupils",
    "most_pupils": "s.pupils <= :most_pupils",
    "rural": "s.rural = :rural",
    "school_kind": "s.school_kind = :school_kind",
}
OF_RESULT = {
    "framework_code": "t.framework_code = :framework_code",
    "outcome": "t.outcome = :outcome",
    "competition": "t.competition = :competition",
    "valid_on": ":valid_on BETWEEN t.valid_from AND coalesce(t.valid_to, 'infinity')",
    "expired_on": "t.valid_to < :expired_on",
    "decided_from": "t.decided_on >= :decided_from",
    "decided_to": "t.decided_on <= :decided_to",
}
OF_RECORD = {"school": "t.school_id = :school"}


def asked_for(wanted: Wanted, *conditions: Mapping[str, str]) -> str:
    """Those of the conditions that are asked for, joined."""
    found = [sql for known in conditions for name, sql in known.items() if getattr(wanted, name) is not None]
    return " AND ".join(f"({sql})" for sql in found) or "true"


def standing(as_of: datetime | None) -> str:
    """That a record `r` with its result `t` stands, or stood at the moment `as_of`."""
    # What a result says of corrections is true now; of a moment only the records themselves tell.
    return STANDS.format(as_of=AS_OF) if as_of else "r.kind <> 'WITHDRAWAL' AND t.superseded_by IS NULL"


@dataclass(frozen=True)
class Order:
    """An order of a list: the key that grows along it and its type, and how the database walks it.

    Ties are broken by the number. `beyond` is what comes after the place `:key`, `:number`.
    """

    key: str
    kind: str
    by: str
    beyond: str


def _by_key(key: str, kind: str) -> Order:
    return Order(key, kind, f"{key}, r.number", f"({key}, r.number) > (CAST(:key AS {kind}), :number)")


ORDERS = {
    # By the number itself its index is walked, and only as far as the page.
    "NEWEST": Order("-t.number", "bigint", "t.number DESC", "t.number < :number"),
    "OLDEST": Order("t.number", "bigint", "t.number", "t.number > :number"),
    "TOTAL_HIGHEST": _by_key("coalesce(-t.total, 1)", "numeric"),
    "SCHOOL_NAME": _by_key("s.sort_name", "text"),
    # Of what was no entry of a competition the head is not read.
    "COMPETITION_PLACE": _by_key(
        "CASE WHEN t.competition IS NULL THEN 999999999 ELSE CAST(t.head #>> '{competition,first}' AS integer) END",
        "integer",
    ),
}


def parameters_of(wanted: Wanted) -> dict[str, object]:
    """The values of everything that can be asked for."""
    return {**wanted.__dict__, **search_parameters(wanted.search)}
