"""How far scores reach on their scales: pages, printed reports and the client draw the same lengths."""

from typing import Any

import pytest

from app.pages.bars import scale_of, share_of_scale


def _scale(kind: str, minimum: str, maximum: str, step: str) -> dict[str, str]:
    return {"kind": kind, "minimum": minimum, "maximum": maximum, "step": step}


@pytest.mark.parametrize(
    ("score", "scale", "share"),
    [
        ("1", _scale("LEVELS", "1", "4", "1"), 0.25),
        ("4", _scale("LEVELS", "1", "4", "1"), 1),
        ("0", _scale("LEVELS", "0", "10", "5"), 0),
        ("5", _scale("LEVELS", "0", "10", "5"), 0.5),
        ("75", _scale("POINTS", "50", "100", "0.01"), 0.5),
        ("120", _scale("POINTS", "50", "100", "0.01"), 1),
        (None, _scale("POINTS", "50", "100", "0.01"), None),
        ("1", None, None),
    ],
)
def test_the_lowest_level_counted_from_one_is_a_little_bar(
    score: str | None, scale: dict[str, str] | None, share: float | None
) -> None:
    assert share_of_scale(score, scale) == share


def test_a_group_is_drawn_on_the_scale_of_its_members() -> None:
    points = _scale("POINTS", "0", "100", "0.01")
    group: dict[str, Any] = {"code": "K1", "parent": None, "scale": None}
    member: dict[str, Any] = {"code": "1.1", "parent": "K1", "scale": points}
    other: dict[str, Any] = {"code": "K2", "parent": None, "scale": None}
    assert [scale_of(part, [group, member, other]) for part in (group, member, other)] == [points, points, None]
