"""The process: `python -m workflows.extraction <path>` prints what the file says, or why it cannot be read, as JSON.

With `without-properties` it prints the file itself, without what it says of itself; with `thumbnail` its first page as
a small picture; with `redacted` and a JSON list of page, left, top, width and height, its pages as pictures with these
black boxes; with `nothing-under` and such a list, nothing, and fails where a word stands under a box.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from workflows.extraction.pictures import thumbnail
from workflows.extraction.properties import without_properties
from workflows.extraction.readers import read
from workflows.extraction.redaction import nothing_under, redacted
from workflows.extraction.seclusion import without_network
from workflows.extraction.unreadable import Unreadable
from workflows.extraction.words import Sides

SECONDS = 60
LONG_SECONDS = 900
"""For what draws every page: up to 2000 of them."""
MEMORY = 1024 * 1024 * 1024
MAKING: dict[str, Callable[..., Iterable[bytes | bytearray]]] = {
    "without-properties": lambda path: [without_properties(path)],
    "thumbnail": lambda path: [thumbnail(path)],
    "redacted": lambda path, boxes: redacted(path, _by_page(boxes)),
    "nothing-under": lambda path, boxes: nothing_under(path, _by_page(boxes)),
}
"""What prints a file, piece by piece."""
DRAWING = {"redacted", "nothing-under"}


def main(path: str, *how: str) -> None:
    """Do what is asked, under limits that hold for this process."""
    making = MAKING.get(how[0]) if how else None
    os.nice(10)
    seconds = LONG_SECONDS if DRAWING.intersection(how[:1]) else SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # What is printed may go to a file, and nothing else is written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY, MEMORY) if making else (0, 0))
    secluded = without_network()
    if making:
        for piece in making(Path(path), *how[1:]):
            sys.stdout.buffer.write(piece)
        return
    try:
        found = read(Path(path), as_text="as-text" in how)
        answer: dict[str, object] = {"media_type": found.media_type, "pages": found.pages}
    except Unreadable as unreadable:
        answer = {"refused": unreadable.code}
    except MemoryError:
        answer = {"refused": "FILE_TOO_COMPLEX"}
    except Exception:  # noqa: BLE001 - a parser may raise anything over a broken file
        answer = {"refused": "FILE_BROKEN"}
    sys.stdout.buffer.write(json.dumps({**answer, "secluded": secluded}, ensure_ascii=False).encode())


def _by_page(boxes: str) -> dict[int, list[Sides]]:
    found: dict[int, list[Sides]] = {}
    for page, *sides in json.loads(boxes):
        left, top, width, height = map(float, sides)
        found.setdefault(page, []).append((left, top, width, height))
    return found


main(*sys.argv[1:])
