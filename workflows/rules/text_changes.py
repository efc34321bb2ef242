"""What changed in the words of a document between two of its versions.

Lines are compared first and words only inside the lines that differ, both by the longest runs that stayed (Ratcliff and
Obershelp's way, `difflib`): a paragraph that was set anew shows the words that changed and not the lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 150_000
"""Words of a version that are compared; what comes after them is not looked at."""
LONGEST_PASSAGE = 2000
"""Words of a passage that are compared one by one; a longer one that changed is told as a whole."""
MOST_CHANGES = 300
LONGEST_TEXT = 600
"""Signs of what was removed or added in one place; the rest is left to the page itself."""
AROUND = 6
"""Words told before and after a change, to find it by."""


@dataclass(frozen=True)
class Word:
    """A word and the page it stands on."""

    text: str
    page: int


@dataclass(frozen=True)
class TextChange:
    """One place: what stood there, what stands there now, and a few words around it; pages count from 1."""

    page_before: int
    page_now: int
    before: str
    removed: str
    added: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """Every change, in the order of the text now; `complete` is False where there is more than is told."""

    comparable: bool
    """Whether both versions have words at all: of scans and pictures nothing can be said."""
    complete: bool
    changes: tuple[TextChange, ...]


def compared(before: Sequence[str], now: Sequence[str]) -> Comparison:
    """Compare two versions by the texts of their pages."""
    old, new = _lines(before), _lines(now)
    if not old or not new:
        return Comparison(comparable=False, complete=True, changes=())
    old, whole_old = _first(old)
    new, whole_new = _first(new)
    changes: list[TextChange] = []
    for change in _changes(old, new):
        if len(changes) == MOST_CHANGES:
            return Comparison(comparable=True, complete=False, changes=tuple(changes))
        changes.append(change)
    return Comparison(comparable=True, complete=whole_old and whole_new, changes=tuple(changes))


Line = tuple[Word, ...]


def _lines(pages: Sequence[str]) -> list[Line]:
    lines = (
        tuple(Word(word, number) for word in re.split(r"\s+", line) if word)
        for number, text in enumerate(pages, start=1)
        for line in text.splitlines()
    )
    return [line for line in lines if line]


def _first(lines: list[Line]) -> tuple[list[Line], bool]:
    left = MOST_WORDS
    for place, line in enumerate(lines):
        left -= len(line)
        if left < 0:
            return lines[:place], False
    return lines, True


def _changes(old: list[Line], new: list[Line]) -> Iterator[TextChange]:
    words_old = [word for line in old for word in line]
    words_new = [word for line in new for word in line]
    starts_old, starts_new = _starts(old), _starts(new)
    matcher = SequenceMatcher(None, [_plain(line) for line in old], [_plain(line) for line in new])
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            span_old, span_new = (starts_old[a], starts_old[b]), (starts_new[c], starts_new[d])
            for change in _within(words_old, words_new, span_old, span_new):
                yield _told(words_old, words_new, *change)


def _plain(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _starts(lines: list[Line]) -> list[int]:
    places = [0]
    for line in lines:
        places.append(places[-1] + len(line))
    return places


Span = tuple[int, int]


def _within(old: list[Word], new: list[Word], left: Span, right: Span) -> Iterator[tuple[Span, Span]]:
    """Which words of a passage changed."""
    if max(left[1] - left[0], right[1] - right[0]) > LONGEST_PASSAGE:
        yield left, right
        return
    matcher = SequenceMatcher(None, _plain(old[slice(*left)]), _plain(new[slice(*right)]))
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield (left[0] + a, left[0] + b), (right[0] + c, right[0] + d)


def _told(old: list[Word], new: list[Word], left: Span, right: Span) -> TextChange:
    def page(words: list[Word], place: int) -> int:
        return words[min(place, len(words) - 1)].page

    def text(words: list[Word]) -> str:
        found = " ".join(word.text for word in words)
        return found if len(found) <= LONGEST_TEXT else f"{found[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"

    return TextChange(
        page_before=page(old, left[0]),
        page_now=page(new, right[0]),
        before=text(new[max(right[0] - AROUND, 0) : right[0]]),
        removed=text(old[slice(*left)]),
        added=text(new[slice(*right)]),
        after=text(new[right[1] : right[1] + AROUND]),
    )
