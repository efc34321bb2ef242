"""Where a run keeps what it needs no longer than it runs: in memory, where the machine has room for it.

A database a test is hundreds of small files a test; a disk takes a second for them, memory a tenth of one.
"""

import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 6 * 1024**3
"""Bytes that must be free for a server: three of them, one a worker, stay below a third of it each."""


def short_lived_folder(prefix: str = "areopag-") -> Path:
    """A new folder with a short name, as a server's socket needs it; whoever asks removes it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if roomy else "/tmp"))
