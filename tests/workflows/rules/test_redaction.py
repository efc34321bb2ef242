"""Which boxes are burnt in as they were drawn, and which are refused."""

from decimal import Decimal

import pytest

from workflows.rules.citations import Area
from workflows.rules.redaction import MOST_BOXES, MOST_PAGES, Box, kept_boxes, kind_redacted


def box(page: int, *sides: str) -> Box:
    left, top, width, height = map(Decimal, sides or ("0.1", "0.2", "0.3", "0.4"))
    return Box(page, Area(left, top, width, height))


@pytest.mark.parametrize(
    ("boxes", "path", "code"),
    [
        ([], "input.boxes", "NO_BOX"),
        ([box(1), box(3)], "input.boxes.1.page", "NO_SUCH_PAGE"),
        ([box(0)], "input.boxes.0.page", "NO_SUCH_PAGE"),
        ([box(1, "0.9", "0", "0.2", "0.2")], "input.boxes.0.area", "AREA_NOT_ON_PAGE"),
        ([box(1, "0", "0", "0.001", "0.2")], "input.boxes.0.area", "AREA_NOT_ON_PAGE"),
        ([box(1)] * (MOST_BOXES + 1), "input.boxes", "TOO_MANY_BOXES"),
    ],
)
def test_boxes_that_cannot_be_drawn_are_refused_by_their_place(boxes: list[Box], path: str, code: str) -> None:
    assert [(problem.path, problem.code) for problem in kept_boxes(boxes, 2)[1]] == [(path, code)]


def test_a_document_of_more_pages_than_become_pictures_is_refused() -> None:
    assert [problem.code for problem in kept_boxes([box(1)], MOST_PAGES + 1)[1]] == ["TOO_MANY_PAGES_TO_REDACT"]


def test_a_line_of_small_print_can_be_covered() -> None:
    thin = box(1, "0.1", "0.50004", "0.00239", "0.004")
    assert kept_boxes([thin], 1) == ([box(1, "0.1000", "0.5000", "0.0024", "0.0040")], [])


@pytest.mark.parametrize(
    ("media_type", "has_pages", "becomes"),
    [
        ("application/pdf", False, "application/pdf"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", True, "application/pdf"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", False, None),
        ("image/png", False, "image/png"),
        ("image/jpeg", False, "image/jpeg"),
        ("text/plain", False, None),
        ("video/mp4", False, None),
    ],
)
def test_boxes_are_drawn_on_pages_and_pictures(media_type: str, has_pages: bool, becomes: str | None) -> None:
    kind = kind_redacted(media_type, has_pages=has_pages)
    assert (kind.media_type if kind else None) == becomes
