"""The process: `python -m workflows.extraction <path>` prints what the file says, or why it cannot be read, as JSON."""

import json
import os
import resource
import sys
from pathlib import Path

from workflows.extraction.readers import read
from workflows.extraction.seclusion import without_network
from workflows.extraction.unreadable import Unreadable

SECONDS = 60
MEMORY = 1024 * 1024 * 1024


def main(path: str, *how: str) -> None:
    """Print what the file says, or why it cannot be read, under limits that hold for this process."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    secluded = without_network()
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
