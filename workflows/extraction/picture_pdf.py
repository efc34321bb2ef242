"""A PDF of pictures, a page each, with words that are found and read aloud but not drawn.

It is written by hand, one page after the other, and so nothing gets into it but what stands here: neither properties
nor former states nor anything else that a library carries over.
"""

import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from workflows.extraction.words import Word

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 85
POINTS_PER_INCH = 72
EM = 1000
SIGNS_AT_ONCE = 100
"""How many signs one list of a CMap names at most."""
CATALOG, PAGES, FONT, SIGNS, DESCRIPTION, GLYPHS, EVERY_SIGN, TEXT_OF_SIGNS = range(1, 9)
"""The numbers of what there is once."""


def pdf_of(pages: "Iterable[tuple[Image, Sequence[Word]]]") -> Iterator[bytes]:
    """The bytes of a PDF with these pages, piece by piece. A picture has the size it was drawn at in
    `info["dots_per_inch"]`; the words stand in shares of it, and are of the first plane of Unicode."""
    made = _Objects()
    yield made.head()
    numbers, written = [], set[str]()
    for picture, words in pages:
        width, height = (side * POINTS_PER_INCH / picture.info["dots_per_inch"] for side in picture.size)
        image, content, page = made.more(), made.more(), made.more()
        yield made.put(image, _picture(picture))
        painted = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do Q".encode()
        yield made.put(content, _packed(painted + _written(words, width, height)))
        font = b" /Font << /Words %d 0 R >>" % FONT if words else b""
        yield made.put(
            page,
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.3f %.3f] /Contents %d 0 R"
            b" /Resources << /XObject << /Page %d 0 R >>%b >> >>" % (PAGES, width, height, content, image, font),
        )
        numbers.append(page)
        written.update(*(word.text for word in words))
    if written:
        for number, part in _font(written).items():
            yield made.put(number, part)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    yield made.put(PAGES, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(numbers), kids))
    yield made.put(CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % PAGES)
    yield made.tail()


class _Objects:
    """The objects of a PDF that is being written: which numbers they have, and at which byte each begins."""

    def __init__(self) -> None:
        self._begins: dict[int, int] = {}
        self._last, self._length = TEXT_OF_SIGNS, 0

    def more(self) -> int:
        """A number for another object."""
        self._last += 1
        return self._last

    def head(self) -> bytes:
        """What a PDF begins with."""
        return self._counted(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def put(self, number: int, content: bytes) -> bytes:
        """An object."""
        self._begins[number] = self._length
        return self._counted(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def tail(self) -> bytes:
        """What a PDF ends with: where everything is."""
        rows = [b"xref\n0 1\n0000000000 65535 f \n"]
        rows += [b"%d 1\n%010d 00000 n \n" % one for one in sorted(self._begins.items())]
        size = self._last + 1
        rows.append(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, CATALOG, self._length))
        return b"".join(rows)

    def _counted(self, piece: bytes) -> bytes:
        self._length += len(piece)
        return piece


def _stream(content: bytes, **entries: object) -> bytes:
    told = "".join(f" /{name} {value}" for name, value in entries.items())
    return b"<<%b /Length %d >>\nstream\n%b\nendstream" % (told.encode(), len(content), content)


def _packed(content: bytes, **entries: object) -> bytes:
    return _stream(zlib.compress(content, 9), Filter="/FlateDecode", **entries)


def _picture(picture: "Image") -> bytes:
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=QUALITY)
    return _stream(
        packed.getvalue(),
        Type="/XObject",
        Subtype="/Image",
        Width=picture.width,
        Height=picture.height,
        ColorSpace="/DeviceRGB",
        BitsPerComponent=8,
        Filter="/DCTDecode",
    )


def _written(words: Sequence[Word], width: float, height: float) -> bytes:
    """What writes words, drawing nothing (text rendering mode 3 of ISO 32000, 9.3.6), on a page of so many points."""
    if not words:
        return b""
    lines = [" BT 3 Tr /Words 1 Tf"]
    for word in words:
        matrix = " ".join(f"{number:.4f}" for number in _matrix(word, width, height))
        # A space after each word, or some readers take two for one.
        codes = f"{word.text} ".encode("utf-16-be").hex()
        lines.append(f"{matrix} Tm <{codes}> Tj")
    return "\n".join([*lines, "ET"]).encode()


def _matrix(word: Word, width: float, height: float) -> tuple[float, ...]:
    """The text matrix that stretches a word, each of its signs half an em wide, over its rectangle."""
    left, top, wide, high = word.sides
    x, y, wide, high = left * width, (1 - top - high) * height, wide * width, high * height
    signs = len(word.text) / 2
    if word.turns == 0:
        return wide / signs, 0, 0, high, x, y
    if word.turns == 1:
        return 0, -high / signs, wide, 0, x, y + high
    if word.turns == 2:
        return -wide / signs, 0, 0, -high, x + wide, y + high
    return 0, high / signs, -wide, 0, x + wide, y


def _font(written: set[str]) -> dict[int, bytes]:
    """A font without a single line to draw, in which the code of a sign is the one that it has in Unicode."""
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    return {
        FONT: b"<< /Type /Font /Subtype /Type0 /BaseFont /Blank /Encoding /Identity-H"
        b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (SIGNS, TEXT_OF_SIGNS),
        SIGNS: (
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Blank {system} /FontDescriptor {DESCRIPTION} 0 R"
            f" /CIDToGIDMap {EVERY_SIGN} 0 R /DW {EM // 2} >>"
        ).encode(),
        DESCRIPTION: (
            f"<< /Type /FontDescriptor /FontName /Blank /Flags 5 /FontBBox [0 0 {EM // 2} {EM}] /ItalicAngle 0"
            f" /Ascent {EM} /Descent 0 /CapHeight {EM} /StemV 80 /FontFile2 {GLYPHS} 0 R >>"
        ).encode(),
        GLYPHS: _blank_glyphs(),
        # Every code leads to the one glyph.
        EVERY_SIGN: _packed(b"\x00\x01" * 0x10000),
        TEXT_OF_SIGNS: _packed(_text_of(sorted(map(ord, written | {" "})))),
    }


def _text_of(codes: Sequence[int]) -> bytes:
    """A CMap that tells the sign of each code (ISO 32000, 9.10.3), and names none but those."""
    lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Signs def /CMapType 2 def"]
    lines += ["1 begincodespacerange <0000> <FFFF> endcodespacerange"]
    for first in range(0, len(codes), SIGNS_AT_ONCE):
        some = codes[first : first + SIGNS_AT_ONCE]
        lines += [f"{len(some)} beginbfchar", *(f"<{code:04X}> <{code:04X}>" for code in some), "endbfchar"]
    lines += ["endcmap CMapName currentdict /CMap defineresource pop end end"]
    return "\n".join(lines).encode()


def _blank_glyphs() -> bytes:
    """A TrueType font whose glyphs have a height and a width and no area: whoever looks for words leaves those out that
    take no room."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((EM // 2, EM))
    pen.closePath()
    blank = pen.glyph()
    names = [".notdef", "blank"]
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({})
    font.setupGlyf(dict.fromkeys(names, blank))
    font.setupHorizontalMetrics(dict.fromkeys(names, (EM // 2, 0)))
    font.setupHorizontalHeader(ascent=EM, descent=0)
    font.setupPost()
    font.updateHead(created=0, modified=0)
    font.font.recalcTimestamp = False
    made = io.BytesIO()
    font.font.save(made)
    content = made.getvalue()
    return _packed(content, Length1=len(content))
