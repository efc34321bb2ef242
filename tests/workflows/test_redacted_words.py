"""The words of a redacted copy: whatever stands on a page, however it is turned and cut, no letter whose ink is under a
box is anywhere in the file, and every word that is clear of all boxes is found."""

import io
import re
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pytest
from fpdf import FPDF, TextMode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from tests.documents import FONT
from workflows.extraction.redaction import nothing_under, redacted
from workflows.extraction.unreadable import Unreadable
from workflows.extraction.words import Sides

WIDTH, HEIGHT = 300, 400
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
"""Each word is of one letter of its own, so a letter that is found tells which word it is from."""
CLEAR = 4
"""Points around a word in which nothing else stands."""


@dataclass(frozen=True)
class Placed:
    """A word on a page, in points from its upper left corner, turned by so many degrees around its beginning."""

    text: str
    x: int
    y: int
    size: int
    angle: int


@dataclass(frozen=True)
class Sheet:
    """A page: its words, what is cut off on each side, and its quarter turns."""

    words: Sequence[Placed]
    cut: tuple[int, int, int, int]
    turns: int

    def file(self, *pages: Sequence[Placed]) -> bytes:
        """A PDF of such pages with these words."""
        made = FPDF(unit="pt", format=(WIDTH, HEIGHT))
        made.add_font("Serif", "", FONT)
        for page in pages:
            made.add_page()
            for word in page:
                made.set_font("Serif", size=word.size)
                with made.rotation(word.angle, word.x, word.y):
                    made.text(word.x, word.y, word.text)
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(made.output()))))
        left, bottom, right, top = self.cut
        for drawn in writer.pages:
            drawn.cropbox = RectangleObject((left, bottom, WIDTH - right, HEIGHT - top))
            drawn.rotate(90 * self.turns)
        place = io.BytesIO()
        writer.write(place)
        return place.getvalue()


@some.composite
def sheets(draw: some.DrawFn) -> Sheet:
    letters = draw(some.lists(some.sampled_from(LETTERS), min_size=1, max_size=10, unique=True))
    words = [
        Placed(
            letter * draw(some.integers(1, 5)),
            draw(some.integers(5, WIDTH - 20)),
            draw(some.integers(15, HEIGHT - 5)),
            draw(some.integers(6, 24)),
            draw(some.sampled_from((0, 0, 0, 90, 180, 270, 33))),
        )
        for letter in letters
    ]
    cut = draw(some.sampled_from(((0, 0, 0, 0), (30, 40, 10, 20))))
    return Sheet(words, cut, draw(some.integers(0, 3)))


@some.composite
def boxes(draw: some.DrawFn) -> Sides:
    left, top = draw(some.floats(0, 0.9)), draw(some.floats(0, 0.9))
    return left, top, draw(some.floats(0.02, min(0.6, 1 - left))), draw(some.floats(0.02, min(0.4, 1 - top)))


def copy_of(content: bytes, covered: Sequence[Sides]) -> bytes:
    """A redacted copy of a file with these boxes on its first page, looked at once more."""
    with TemporaryDirectory() as folder:
        original, made = Path(folder) / "original", Path(folder) / "copy"
        original.write_bytes(content)
        made.write_bytes(b"".join(redacted(original, {1: covered})))
        assert list(nothing_under(made, {1: covered})) == []
        return made.read_bytes()


def ink_of(page: pypdfium2.PdfPage) -> Image.Image:
    """What is drawn on a page, white on black, a pixel a point."""
    return ImageOps.invert(page.render(scale=1).to_pil().convert("L"))


def around(box: tuple[int, int, int, int], by: int) -> tuple[int, int, int, int]:
    """A rectangle that is larger on each side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def apart(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two rectangles have nothing in common."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def words_said(content: bytes) -> str:
    """Every sign that a PDF can be made to tell, by whatever reads it: of all strings of all its streams, of what
    stands between them, and of what two libraries take for its text."""
    told = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    told += [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    for packed in content.split(b"stream\n"):
        said = unpacked(packed)
        for string in re.findall(rb"<([0-9A-Fa-f]+)>", said):
            whole = string.decode().ljust(-(-len(string) // 4) * 4, "0")
            told.append(bytes.fromhex(whole).decode("utf-16-be", "replace"))
        told += [letter for letter in LETTERS if holds(said, letter * 3)]
    return " ".join(told)


def unpacked(piece: bytes) -> bytes:
    """What is packed in a piece of a file; the piece itself where it is not packed."""
    with suppress(zlib.error):
        return zlib.decompressobj().decompress(piece)
    return piece


def holds(piece: bytes, word: str) -> bool:
    """Whether some bytes say a word in a usual way."""
    return any(word.encode(how) in piece for how in ("utf-8", "utf-16-be", "utf-16-le"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(), some.lists(boxes(), min_size=1, max_size=4))
def test_no_letter_under_a_box_is_anywhere_in_the_copy_and_what_is_clear_of_boxes_is_found(
    sheet: Sheet, covered: Sequence[Sides]
) -> None:
    said = words_said(copy_of(sheet.file(sheet.words), covered))
    inks = [ink_of(page) for page in pypdfium2.PdfDocument(sheet.file(*([word] for word in sheet.words)))]
    width, height = inks[0].size
    black = [
        (int(left * width), int(top * height), int((left + wide) * width) + 1, int((top + high) * height) + 1)
        for left, top, wide, high in covered
    ]
    places = [ink.getbbox() for ink in inks]
    for word, ink, place in zip(sheet.words, inks, places, strict=True):
        letter = word.text[0]
        if any(ink.crop(around(box, -1)).point(lambda shade: shade > 64).getbbox() for box in black):
            assert letter not in said
        elif place and word.size > 8:
            wide = around(place, CLEAR)
            on_page = wide[0] >= 0 and wide[1] >= 0 and wide[2] <= width and wide[3] <= height
            others = [other for other in places if other and other is not place]
            if on_page and all(apart(wide, other) for other in (*black, *others)):
                assert word.text in said


def hidden_in_white(made: FPDF) -> None:
    made.set_text_color(255)
    made.text(40, 100, "Тайна")


def laid_over_a_scan(made: FPDF) -> None:
    made.text_mode = TextMode.INVISIBLE
    made.text(40, 100, "Тайна")


def under_something_drawn(made: FPDF) -> None:
    made.text(40, 100, "Тайна")
    made.set_fill_color(200)
    made.rect(30, 80, 100, 40, style="F")


def beyond_the_edge(made: FPDF) -> None:
    made.text(-200, 100, "Тайна")


def told_by_a_mark(made: FPDF) -> None:
    """A reader is told another text than is shown, all of it at the first of its pieces."""
    told = "Тайна".encode("utf-16-be").hex()
    made._out(f"/Span <</ActualText <FEFF{told}>>> BDC")
    made.text(40, 100, "Иное")
    made._out("EMC")


@pytest.mark.parametrize(
    "hide", [hidden_in_white, laid_over_a_scan, under_something_drawn, beyond_the_edge, told_by_a_mark]
)
def test_a_word_that_nobody_sees_is_not_told_for_no_box_could_have_been_drawn_over_it(
    hide: Callable[[FPDF], None],
) -> None:
    made = FPDF(unit="pt", format=(WIDTH, HEIGHT))
    made.add_font("Serif", "", FONT)
    made.set_font("Serif", size=12)
    made.add_page()
    made.text(40, 50, "Видно")
    hide(made)
    [page] = PdfReader(io.BytesIO(copy_of(bytes(made.output()), [(0.8, 0.8, 0.1, 0.1)]))).pages
    assert page.extract_text().split() == ["Видно"]


def test_a_copy_with_a_word_under_a_box_is_found_out(tmp_path: Path) -> None:
    sheet = Sheet([Placed("ааа", 40, 100, 12, 0)], (0, 0, 0, 0), 0)
    path = tmp_path / "copy"
    path.write_bytes(copy_of(sheet.file(sheet.words), []))
    with pytest.raises(Unreadable, match="FILE_NOT_REDACTED"):
        list(nothing_under(path, {1: [(0.0, 0.0, 1.0, 1.0)]}))


def test_words_are_read_in_their_order_also_on_a_page_that_is_turned() -> None:
    words = [Placed("Совет", 40, 100, 12, 0), Placed("собирается", 90, 100, 12, 0), Placed("дважды", 40, 120, 12, 0)]
    # Of a page on its head PDFium reads each line from its end.
    for turns in (0, 1, 3):
        sheet = Sheet(words, (30, 40, 10, 20), turns)
        shown = pypdfium2.PdfDocument(copy_of(sheet.file(words), []))[0]
        assert shown.get_textpage().get_text_range().split() == ["Совет", "собирается", "дважды"]
