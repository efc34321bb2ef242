"""Pages as pictures, drawn right here: for the process that is thrown away afterwards."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workflows.extraction.unreadable import Unreadable
from workflows.rules import files

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

THUMBNAIL = (240, 320)
"""Pixels at most, for screens that show two of them for one."""
THUMBNAIL_QUALITY = 75
MOST_PIXELS_OF_PAGE = 20_000_000
MOST_PIXELS = 80_000_000
"""Of a picture that is sent, as when it is accepted."""
POINTS_PER_INCH = 72


def pages_of(path: Path) -> "Iterator[PdfPage]":
    """Every page of a PDF, with its filled forms, one at a time."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    for page in document:
        yield page
        page.close()


def drawn(page: "PdfPage", dots_per_inch: int) -> "Image":
    """A page as whoever reads it sees it, notes and filled forms too. What it was drawn at is in
    `info["dots_per_inch"]`: a very large page is drawn coarser.

    Raises Unreadable for a page without a size.
    """
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise Unreadable("FILE_BROKEN")
    scale = min(dots_per_inch / POINTS_PER_INCH, (MOST_PIXELS_OF_PAGE / (width * height)) ** 0.5)
    picture: Image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    picture.info["dots_per_inch"] = scale * POINTS_PER_INCH
    return picture


def opened(path: Path) -> "Image":
    """A picture the right way up on white, in plain colours: what was transparent hides nothing, and what it says of
    itself is gone.

    Raises Unreadable for one of more pixels than are accepted.
    """
    from PIL import Image, ImageOps

    with Image.open(path, formats=("PNG", "JPEG")) as found:
        if found.width * found.height > MOST_PIXELS:
            raise Unreadable("FILE_TOO_COMPLEX")
        upright = ImageOps.exif_transpose(found)
        if upright.mode.startswith("I"):
            # Sixteen bits of grey, of which eight are kept.
            upright = upright.convert("I").point(lambda shade: shade / 256).convert("L")
        shown = upright.convert("RGBA")
    white = Image.new("RGB", shown.size, "white")
    white.paste(shown, mask=shown.getchannel("A"))
    return white


def thumbnail(path: Path) -> bytes:
    """The first page of the PDF, or the picture, at this path as a small JPEG that says nothing of itself.

    Raises Unreadable, and anything else that a parser raises.
    """
    with path.open("rb") as file:
        is_pdf = files.kind_by_content(file.read(16)) is files.PDF
    # Named, for a page is gone once nobody asks for the next.
    pages = pages_of(path) if is_pdf else iter(())
    first = next(pages, None)
    picture = drawn(first, POINTS_PER_INCH) if first else opened(path)
    picture.thumbnail(THUMBNAIL)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=THUMBNAIL_QUALITY)
    return made.getvalue()
