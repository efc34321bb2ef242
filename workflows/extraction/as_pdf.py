"""The process: `python -m workflows.extraction.as_pdf <soffice> <file> <folder> <ending>` has LibreOffice make
`<folder>/shown.pdf` of an office file, under limits that hold for LibreOffice too."""

import os
import resource
import sys
from pathlib import Path

from workflows.extraction.properties import without_properties
from workflows.extraction.seclusion import without_network

SECONDS = 90
MEMORY = 4 * 1024**3
LARGEST = 32 * 1024**2
"""Bytes of the PDF, and of any other file that LibreOffice writes."""


def main(soffice: str, source: str, folder: str, ending: str) -> None:
    """Become LibreOffice."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    copy = Path(folder) / f"shown{ending}"
    # A PDF would tell the authors and what the pictures say of themselves, too.
    copy.write_bytes(without_properties(Path(source)))
    # LibreOffice asks through a socket of this machine whether it runs already.
    without_network(but_local=True)
    profile = (Path(folder) / "profile").as_uri()
    how = ("--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}", "--convert-to", "pdf")
    os.execv(soffice, [soffice, *how, "--outdir", folder, str(copy)])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
