"""Writes deadlines as an iCalendar file (RFC 5545), which every calendar program takes or subscribes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 75
"""Octets a line has at most (section 3.1); longer ones are folded."""


@dataclass(frozen=True)
class Due:
    """One deadline: its key, when it ends, what it is and of what, where to read more."""

    key: str
    due_at: datetime
    summary: str
    description: str
    url: str


def written(text: str) -> str:
    """A text value (section 3.3.11)."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, none of which ends inside a character."""
    pieces, piece, room = [], b"", LINE
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LINE - 1
        piece += octets
    return "\r\n ".join(part.decode() for part in [*pieces, piece])


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def icalendar(deadlines: Iterable[Due], now: datetime, name: str) -> str:
    """The file: each deadline as an event without length at its last second, with a reminder a day before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Areopag//Deadlines//EN",
        f"NAME:{written(name)}",
        f"X-WR-CALNAME:{written(name)}",
    ]
    for due in deadlines:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{due.key}@areopag",
            f"DTSTAMP:{_moment(now)}",
            f"DTSTART:{_moment(due.due_at)}",
            f"SUMMARY:{written(due.summary)}",
            f"DESCRIPTION:{written(due.description)}",
            f"URL:{due.url}",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{written(due.summary)}",
            "TRIGGER:-P1D",
            "END:VALARM",
            "END:VEVENT",
        ]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])
