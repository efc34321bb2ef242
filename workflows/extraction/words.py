"""The words of a page that is drawn, and where each of them stands: for the process that is thrown away afterwards.

A word is told only where somebody sees it. A file may hold others: under a picture, white on white, beyond the edge of
the page, in a layer that is switched off, or laid over a scan by a program, never exactly where the ink is. Whoever
draws a box over what they see would not cover them.
"""

import ctypes
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from workflows.extraction.pictures import drawn
from workflows.extraction.unreadable import Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

Sides = tuple[float, float, float, float]
"""Left, top, width and height, in shares of the page as it is seen: turned, and cut to what is shown."""
FAINTEST = 16
"""By how much of 255 a sign must differ from what is behind it, for somebody to see it."""
THINNEST = 0.1
"""Points; ink is thicker."""
GRAIN = 1_000_000
"""Into how many steps a page is divided to say where a sign is."""
TELLS_OTHERWISE = "ActualText"
"""A mark that gives signs another text than they show, all of it at the first of them."""
LAST_OF_FIRST_PLANE = "\uffff"
NAME = 128
"""Signs that the name of a mark's property has at most."""


@dataclass(frozen=True)
class Word:
    """A word and where each of its signs stands. It reads to the right, or `turns` quarters of a turn clockwise from
    there."""

    text: str
    signs: tuple[Sides, ...]
    turns: int

    @property
    def sides(self) -> Sides:
        """The rectangle around all its signs."""
        left, top = min(sign[0] for sign in self.signs), min(sign[1] for sign in self.signs)
        right = max(left + width for left, _, width, _ in self.signs)
        bottom = max(top + height for _, top, _, height in self.signs)
        return left, top, right - left, bottom - top


@dataclass(frozen=True)
class _Sign:
    """A sign of a page; `certain`: that it stands there, and that it is this one."""

    text: str
    sides: Sides
    certain: bool


def words_of(page: "PdfPage") -> list[Word]:
    """The words of a page in the order they are read, seen or not. Left out are those that stand partly beyond its
    edge, and those that tell something else than they show."""
    width, height = page.get_size()
    found = []
    for is_word, group in groupby(_signs(page), key=lambda sign: sign is not None):
        signs = [sign for sign in group if sign] if is_word else []
        if signs and all(sign.certain for sign in signs):
            sides = tuple(sign.sides for sign in signs)
            found.append(Word("".join(sign.text for sign in signs), sides, _turns(sides, width, height)))
    return found


def words_seen(page: "PdfPage", picture: "Image", dots_per_inch: int) -> list[Word]:
    """The words of a page that are seen in its picture, which was drawn at so many dots an inch. Afterwards the page
    has none that are drawn."""
    from PIL import ImageChops

    words = words_of(page)
    if not words:
        return []
    _hide_words(page)
    ink = ImageChops.difference(picture, drawn(page, dots_per_inch)).convert("L").point(lambda by: by >= FAINTEST)
    return [word for word in words if all(ink.crop(pixels(sign, picture)).getbbox() for sign in word.signs)]


def pixels(sides: Sides, picture: "Image") -> tuple[int, int, int, int]:
    """Left, top, right and bottom of every pixel that a rectangle touches, the last two behind it."""
    left, top, width, height = sides
    return (
        math.floor(left * picture.width),
        math.floor(top * picture.height),
        math.ceil((left + width) * picture.width),
        math.ceil((top + height) * picture.height),
    )


def _signs(page: "PdfPage") -> Iterator[_Sign | None]:
    """The signs of a page as they are read; None where a word ends."""
    import pypdfium2.raw as pdfium

    reader = pdfium.FPDFText_LoadPage(page.raw)
    if not reader:
        raise Unreadable("FILE_BROKEN")
    try:
        for place in range(pdfium.FPDFText_CountChars(reader)):
            hyphen = pdfium.FPDFText_IsHyphen(reader, place) == 1
            text = "-" if hyphen else chr(pdfium.FPDFText_GetUnicode(reader, place))
            if text.isspace() or (pdfium.FPDFText_IsGenerated(reader, place) == 1 and not hyphen):
                yield None
                continue
            sides = _sides(page, reader, place)
            shown = unicodedata.category(text)[0] != "C" and text <= LAST_OF_FIRST_PLANE
            as_told = not _tells_otherwise(pdfium.FPDFText_GetTextObject(reader, place))
            yield _Sign(text, sides, shown and as_told and _is_on_page(sides))
            if hyphen:
                yield None
    finally:
        pdfium.FPDFText_ClosePage(reader)


def _sides(page: "PdfPage", reader: Any, place: int) -> Sides:
    """Where the ink of a sign is; of one whose font does not say that, where it has its room."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(reader, place, left, right, bottom, top)
    corners = left.value, bottom.value, right.value, top.value
    if right.value - left.value < THINNEST or top.value - bottom.value < THINNEST:
        room = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(reader, place, room)
        corners = room.left, room.bottom, room.right, room.top
    across, down = zip(*(_seen_at(page, x, y) for x in corners[::2] for y in corners[1::2]), strict=True)
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def _seen_at(page: "PdfPage", x: float, y: float) -> tuple[float, float]:
    """Where on the page as it is seen a point of its own measure is, in shares."""
    import pypdfium2.raw as pdfium

    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, GRAIN, GRAIN, 0, x, y, across, down)
    return across.value / GRAIN, down.value / GRAIN


def _is_on_page(sides: Sides) -> bool:
    left, top, width, height = sides
    return left >= 0 and top >= 0 and left + width <= 1 and top + height <= 1 and width > 0 and height > 0


def _turns(signs: Sequence[Sides], width: float, height: float) -> int:
    """Which way signs follow one another on a page of this width and height."""
    (left, top, wide, high), (to_left, to_top, to_wide, to_high) = signs[0], signs[-1]
    across = (to_left + to_wide / 2 - left - wide / 2) * width
    down = (to_top + to_high / 2 - top - high / 2) * height
    if abs(down) > abs(across):
        return 1 if down > 0 else 3
    return 2 if across < 0 and len(signs) > 1 else 0


def _tells_otherwise(thing: Any) -> bool:
    """Whether something drawn bears a mark with another text than it shows; so does what nobody can tell of."""
    import pypdfium2.raw as pdfium

    if not thing:
        return True
    name, length = (ctypes.c_ushort * NAME)(), ctypes.c_ulong()
    for place in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, place)
        for one in range(pdfium.FPDFPageObjMark_CountParams(mark)):
            told = pdfium.FPDFPageObjMark_GetParamKey(mark, one, name, ctypes.sizeof(name), length)
            if not told or bytes(name)[: length.value].decode("utf-16-le").rstrip("\0") == TELLS_OTHERWISE:
                return True
    return False


def _hide_words(page: "PdfPage") -> None:
    """Have no word of a page drawn any more, nor any of the drawings within it."""
    import pypdfium2.raw as pdfium

    waiting = [pdfium.FPDFPage_GetObject(page.raw, place) for place in range(pdfium.FPDFPage_CountObjects(page.raw))]
    while waiting:
        thing = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFTextObj_SetTextRenderMode(thing, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            count = pdfium.FPDFFormObj_CountObjects(thing)
            waiting += [pdfium.FPDFFormObj_GetObject(thing, place) for place in range(count)]
