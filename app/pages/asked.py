"""What the address of the list of schools asks for: `/schools?where=territory-…&validity=holds&from=2024`."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from app.pages.past import end_of, today
from schema.ids import key_of
from schema.paging import UNWRITABLE
from storage.wanted import Wanted
from workflows.rules.framework import SCHOOL_KINDS

FILTERS = ("q", "where", "decision", "kind", "size", "rural", "validity", "from", "to", "method")
"""What narrows the list, by its names in the address; the client's screen has the same."""
LONGEST_SEARCH = 200
SIZES: Mapping[str, tuple[int | None, int | None]] = {
    "to-100": (None, 100),
    "101-500": (101, 500),
    "501-1000": (501, 1000),
    "over-1000": (1001, None),
}
"""The fewest and the most pupils of each band of sizes."""
RURAL = {"no": False, "yes": True}
VALIDITY = ("holds", "expired", "none")
"""What there may be of a decision on the day asked about."""
YEAR = re.compile(r"(?:19|20)\d\d")
NOWHERE = UUID(int=0)
"""The key of no territory: what an id that is none of this kind stands for."""

KNOWN: Mapping[str, Collection[str]] = {"kind": SCHOOL_KINDS, "size": SIZES, "rural": RURAL, "validity": VALIDITY}


def asked_in(query: Mapping[str, str]) -> dict[str, str]:
    """What an address narrows the list by; what it says in words of no meaning is left out."""
    given = {name: UNWRITABLE.sub("", query.get(name, "")).strip()[:LONGEST_SEARCH] for name in FILTERS}
    return {name: value for name, value in given.items() if value and _is_known(name, value)}


def _is_known(name: str, value: str) -> bool:
    if name in {"from", "to"}:
        return YEAR.fullmatch(value) is not None
    return name not in KNOWN or value in KNOWN[name]


def wanted_by(asked: Mapping[str, str], day: date | None) -> Wanted:
    """The same as the database is asked for it, as of the end of a day that is over, or now."""
    on = day or today()
    fewest, most = SIZES.get(asked.get("size", ""), (None, None))
    validity, where = asked.get("validity"), asked.get("where")
    return Wanted(
        search=asked.get("q"),
        territory=(key_of(where, "territory") or NOWHERE) if where else None,
        framework_code=asked.get("method"),
        outcome=asked.get("decision"),
        school_kind=asked.get("kind"),
        fewest_pupils=fewest,
        most_pupils=most,
        rural=RURAL.get(asked.get("rural", "")),
        valid_on=on if validity == "holds" else None,
        expired_on=on if validity == "expired" else None,
        evaluated=False if validity == "none" else None,
        decided_from=date(int(asked["from"]), 1, 1) if "from" in asked else None,
        decided_to=date(int(asked["to"]), 12, 31) if "to" in asked else None,
        as_of=end_of(day) if day else None,
    )
