"""Black boxes on pages: what is kept of them, and of which kinds of files they can be burnt into pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.rules import files
from workflows.rules.citations import EXACT, Area, inside_page
from workflows.rules.files import FileKind
from workflows.rules.refusals import Problem

MOST_BOXES = 1000
MOST_PAGES = 2000
"""Pages of a redacted copy: as many as a document may have that is accepted. Each becomes a picture of some hundred
kilobytes."""
THINNEST = EXACT * 20
"""The least side of a box, as a share of the page: half a line of small print."""


@dataclass(frozen=True)
class Box:
    """A rectangle of a page under which nothing may be left; `page` counts from 1."""

    page: int
    area: Area


def kind_redacted(media_type: str, *, has_pages: bool) -> FileKind | None:
    """What kind of file a redacted copy is: a picture of a picture, a PDF of whatever has pages (`has_pages`: an office
    file that is shown as one); None where there is nothing to draw boxes on."""
    if media_type == files.PDF.media_type or has_pages:
        return files.PDF
    return next((kind for kind in (files.PNG, files.JPEG) if kind.media_type == media_type), None)


def kept_boxes(boxes: Sequence[Box], pages: int) -> tuple[list[Box], list[Problem]]:
    """The boxes as they are kept, and what is wrong with those that cannot be."""
    if not boxes:
        return [], [Problem("input.boxes", "NO_BOX")]
    if len(boxes) > MOST_BOXES:
        return [], [Problem("input.boxes", "TOO_MANY_BOXES", (("most", str(MOST_BOXES)),))]
    if pages > MOST_PAGES:
        return [], [Problem("input.boxes", "TOO_MANY_PAGES_TO_REDACT", (("most", str(MOST_PAGES)),))]
    kept, problems = [], []
    for place, box in enumerate(boxes):
        area = inside_page(box.area, THINNEST)
        if not 1 <= box.page <= pages:
            problems.append(Problem(f"input.boxes.{place}.page", "NO_SUCH_PAGE", (("pages", str(pages)),)))
        elif area is None:
            problems.append(Problem(f"input.boxes.{place}.area", "AREA_NOT_ON_PAGE"))
        else:
            kept.append(Box(box.page, area))
    return kept, problems
