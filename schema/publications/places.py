"""Places in lists of schools, as cursors name them."""

from schema.ids import global_id, key_of
from schema.paging import cursor_of, key_of_cursor, unknown_cursor
from storage.public_schools import ListedRow, SchoolPlace

PARTS = ("0", "1")


def cursor_of_school(row: ListedRow) -> str:
    """The cursor for the place of a school in its list."""
    return cursor_of(str(row.part), row.sort_name, global_id("school", row.id))


def place_of_school(cursor: str | None) -> SchoolPlace | None:
    """The place a cursor stands for; None for no cursor.

    Raises Mistake for one that no list of schools gave.
    """
    place = key_of_cursor(cursor, 3)
    if place is None:
        return None
    part, sort_name, school = place
    key = key_of(school, "school")
    if key is None or part not in PARTS:
        raise unknown_cursor()
    return SchoolPlace(int(part), sort_name, key)
