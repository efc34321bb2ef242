"""Checks that inputs of several rooms share: a text that must be there, its length, a moment still to come."""

from datetime import datetime

from workflows.rules.refusals import InvalidInput, Problem

LONGEST_TEXT = 20_000


def text(path: str, value: str, *, required: bool = True, longest: int = LONGEST_TEXT) -> str:
    """The text without surrounding space.

    Raises InvalidInput when it is blank though required, too long, or holds a character no database keeps (NUL).
    """
    stripped = value.strip()
    if required and not stripped:
        raise InvalidInput(Problem(path, "BLANK"))
    if len(stripped) > longest:
        raise InvalidInput(Problem(path, "TOO_LONG", (("longest", str(longest)), ("length", str(len(stripped))))))
    if "\x00" in stripped:
        raise InvalidInput(Problem(path, "WRONG_FORMAT"))
    return stripped


def future(path: str, value: datetime, now: datetime) -> datetime:
    """The moment, if it is still to come and within ten years.

    Raises InvalidInput otherwise.
    """
    if value <= now:
        raise InvalidInput(Problem(path, "NOT_IN_FUTURE"))
    if (value - now).days > 3653:
        raise InvalidInput(Problem(path, "TOO_FAR"))
    return value
