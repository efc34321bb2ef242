"""The process: `python -m workflows.extraction <path>` prints what the file says, or why it cannot be read, as JSON;
with `without-properties` it prints the file itself, without what it says of itself."""

import json
import os
import resource
import sys
from pathlib import Path

from workflows.extraction.properties import without_properties
from workflows.extraction.readers import read
from workflows.extraction.seclusion import without_network
from workflows.extraction.unreadable import Unreadable

SECONDS = 60
MEMORY = 1024 * 1024 * 1024


def main(path: str, *how: str) -> None:
    """Do what is asked, under limits that hold for this process."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # What is printed may go to a file, and nothing else is written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEMORY, MEMORY) if "without-properties" in how else (0, 0))
    secluded = without_network()
    if "without-properties" in how:
        sys.stdout.buffer.write(without_properties(Path(path)))
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


main(*sys.argv[1:])
