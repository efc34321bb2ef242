"""Cursor connections: opaque cursors over a sort key, and the page size a client may ask for."""

import base64
import json
import re
from collections.abc import Sequence

import strawberry

from schema.mistakes import Mistake

BAD_INPUT = "BAD_USER_INPUT"
DEFAULT_PAGE, LARGEST_PAGE = 20, 100
# NUL and halves of surrogate pairs: JSON can spell them, the database cannot keep them.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@strawberry.type(description="Where a page of a connection begins and ends.")
class PageInfo:
    """A page's edges."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether some went before.")
    start_cursor: str | None = strawberry.field(description="The first cursor of the page.")
    end_cursor: str | None = strawberry.field(description="The last cursor of the page: ask `after` it.")

    @classmethod
    def around(cls, cursors: Sequence[str], *, more: bool, after: str | None) -> "PageInfo":
        """The edges of a page, asked for `after` a cursor of an earlier one; its first and last cursor are enough."""
        return cls(
            has_next_page=more,
            has_previous_page=after is not None,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        )


def page_size(first: int | None) -> int:
    """How many to answer with.

    Raises Mistake for a number that is not between 1 and 100.
    """
    if first is None:
        return DEFAULT_PAGE
    if not 1 <= first <= LARGEST_PAGE:
        raise Mistake("PAGE_TOO_LARGE", {"first": str(first), "largest": str(LARGEST_PAGE)}, BAD_INPUT)
    return first


def cursor_of(*key: str) -> str:
    """The cursor for a place in a sorted list."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of_cursor(cursor: str | None, parts: int) -> Sequence[str] | None:
    """The sort key a cursor stands for; None for no cursor.

    Raises Mistake for one this list never gave.
    """
    if cursor is None:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != parts or not all(isinstance(part, str) for part in key):
        raise unknown_cursor()
    if any(UNWRITABLE.search(part) for part in key):
        raise unknown_cursor()
    return key


def unknown_cursor() -> Mistake:
    """What a client is told that brings a cursor this list never gave."""
    return Mistake("CURSOR_UNKNOWN", code=BAD_INPUT)
