"""The parts a printed page is made of, as `report.typ` draws them."""

import io
import re
from collections.abc import Sequence

import segno

Shown = dict[str, object]
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def lang_of(text: str) -> str:
    """The language a text was written in, as far as its letters tell: for hyphens and for screen readers."""
    return "ru" if CYRILLIC.search(text) else "en"


def line(text: str) -> Shown:
    """A line, with its language."""
    return {"text": text, "lang": lang_of(text)}


def cell(value: object, *, exact: bool = False, leads_to: str | None = None) -> Shown:
    """A cell of a table; an exact one is copied letter by letter. `leads_to` is the address behind its words."""
    text = "" if value is None else str(value)
    return {"text": text, "lang": lang_of(text), "exact": exact, "leads_to": leads_to}


def qr_code(address: str) -> str:
    """A QR code as SVG. A quarter of it may be covered or worn."""
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=0, omitsize=True)
    return drawn.getvalue().decode()


def notice(tone: str, title: str, lines: Sequence[str]) -> Shown:
    """What must be known before anything else; lines without words are left out."""
    return {"kind": "notice", "tone": tone, "title": title, "lines": [line(text) for text in lines if text]}


def heading(text: str, level: int = 1) -> Shown:
    """A heading."""
    return {"kind": "heading", "level": level, "text": text}


def prose(text: str) -> Shown:
    """What somebody wrote, paragraph by paragraph."""
    paragraphs = [one.strip() for one in text.splitlines() if one.strip()]
    return {"kind": "prose", "paragraphs": paragraphs, "lang": lang_of(text)}


def table(head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Shown]]) -> Shown:
    """A table; a width of 0 is as wide as what stands in it."""
    return {"kind": "table", "head": list(head), "widths": list(widths), "rows": [list(row) for row in rows]}
