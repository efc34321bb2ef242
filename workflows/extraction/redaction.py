"""A file's pages as pictures with black boxes burnt in: nothing else of the file is left, neither text nor layers nor
properties. Run in the process that is thrown away afterwards.
"""

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workflows.extraction.pictures import opened, page_pictures
from workflows.extraction.unreadable import Unreadable
from workflows.rules import files

if TYPE_CHECKING:
    from PIL.Image import Image

Sides = tuple[float, float, float, float]
"""Left, top, width and height, in shares of the page."""
QUALITY = 85
DOTS_PER_INCH = 200
POINTS_PER_INCH = 72


def redacted(path: Path, boxes: Mapping[int, Sequence[Sides]]) -> bytes:
    """The file at this path with these boxes on its pages, which count from 1; a picture stays one of its kind.

    Raises Unreadable, and anything else that a parser raises.
    """
    with path.open("rb") as file:
        kind = files.kind_by_content(file.read(16))
    if kind is files.PDF:
        return _pdf_of(_burnt(page_pictures(path, DOTS_PER_INCH), boxes))
    if kind not in (files.PNG, files.JPEG):
        raise Unreadable("NO_PAGES_TO_REDACT")
    made = io.BytesIO()
    [picture] = _burnt(iter([opened(path)]), boxes)
    picture.save(made, "PNG" if kind is files.PNG else "JPEG", quality=QUALITY)
    return made.getvalue()


def _burnt(pictures: "Iterator[Image]", boxes: Mapping[int, Sequence[Sides]]) -> "Iterator[Image]":
    """Each picture, black where a box is. They are drawn before anything is compressed: not a shade shines through."""
    from PIL import ImageDraw

    for page, picture in enumerate(pictures, start=1):
        brush = ImageDraw.Draw(picture)
        for left, top, width, height in boxes.get(page, ()):
            # To the outer side of each pixel that the box touches: a letter's edge would tell the letter.
            upper = (math.floor(left * picture.width), math.floor(top * picture.height))
            lower = (math.ceil((left + width) * picture.width), math.ceil((top + height) * picture.height))
            brush.rectangle((upper, lower), fill="black")
        yield picture


def _pdf_of(pictures: "Iterator[Image]") -> bytes:
    """A PDF of nothing but these pictures, a page each, of the size they were drawn from."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, StreamObject

    writer = PdfWriter()
    writer.metadata = None
    for picture in pictures:
        width, height = (side * POINTS_PER_INCH / picture.info["dots_per_inch"] for side in picture.size)
        drawn = StreamObject()
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=QUALITY)
        drawn._data = packed.getvalue()  # noqa: SLF001 - the library packs what is set another way once more
        drawn.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(picture.width),
                NameObject("/Height"): NumberObject(picture.height),
                NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
                NameObject("/BitsPerComponent"): NumberObject(8),
                NameObject("/Filter"): NameObject("/DCTDecode"),
            }
        )
        page = writer.add_blank_page(width, height)
        painting = DecodedStreamObject()
        painting.set_data(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do Q".encode())
        shown = DictionaryObject({NameObject("/Page"): writer._add_object(drawn)})  # noqa: SLF001 - no other way in
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
        page[NameObject("/Contents")] = writer._add_object(painting)  # noqa: SLF001
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
