"""A file's pages as pictures with black boxes burnt in, and the words that no box touches: nothing else of the file is
left, neither layers nor properties. Run in the process that is thrown away afterwards.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workflows.extraction.picture_pdf import QUALITY, pdf_of
from workflows.extraction.pictures import drawn, opened, pages_of
from workflows.extraction.unreadable import Unreadable
from workflows.extraction.words import Sides, Word, pixels, words_of, words_seen
from workflows.rules import files

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 200
HAIR = 0.00002
"""What rounding moves a word by, in shares of a page."""
Pixels = tuple[int, int, int, int]


def redacted(path: Path, boxes: Mapping[int, Sequence[Sides]]) -> Iterator[bytes]:
    """The file at this path with these boxes on its pages, which count from 1; a picture stays one of its kind.

    Raises Unreadable, and anything else that a parser raises.
    """
    with path.open("rb") as file:
        kind = files.kind_by_content(file.read(16))
    if kind is files.PDF:
        yield from pdf_of(_burnt_pages(path, boxes))
    elif kind in (files.PNG, files.JPEG):
        made, picture = io.BytesIO(), opened(path)
        _blacken(picture, [pixels(box, picture) for box in boxes.get(1, ())])
        picture.save(made, "PNG" if kind is files.PNG else "JPEG", quality=QUALITY)
        yield made.getvalue()
    else:
        raise Unreadable("NO_PAGES_TO_REDACT")


def nothing_under(path: Path, boxes: Mapping[int, Sequence[Sides]]) -> Iterator[bytes]:
    """Look at a copy once more, from outside: not a byte where no word of it stands under a box.

    Raises Unreadable otherwise.
    """
    with path.open("rb") as file:
        is_pdf = files.kind_by_content(file.read(16)) is files.PDF
    for number, page in enumerate(pages_of(path) if is_pdf else (), start=1):
        covered = boxes.get(number, ())
        if covered and any(_overlap(word.sides, box) for word in words_of(page) for box in covered):
            raise Unreadable("FILE_NOT_REDACTED")
    yield from ()


def _burnt_pages(path: Path, boxes: Mapping[int, Sequence[Sides]]) -> "Iterator[tuple[Image, list[Word]]]":
    """The picture of each page, black where a box is, and the words that none of its boxes touches."""
    for number, page in enumerate(pages_of(path), start=1):
        picture = drawn(page, DOTS_PER_INCH)
        covered = [pixels(box, picture) for box in boxes.get(number, ())]
        words = words_seen(page, picture, DOTS_PER_INCH)
        _blacken(picture, covered)
        yield picture, [word for word in words if not any(_touch(pixels(word.sides, picture), box) for box in covered)]


def _blacken(picture: "Image", boxes: Sequence[Pixels]) -> None:
    """Paint boxes before anything is compressed, so that not a shade shines through: every pixel that they touch, for
    a letter's edge would tell the letter."""
    from PIL import ImageDraw

    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle(box, fill="black")


def _touch(one: Pixels, other: Pixels) -> bool:
    """Whether two rectangles have a pixel in common, or lie side by side."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _overlap(one: Sides, other: Sides) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > HAIR and down > HAIR
