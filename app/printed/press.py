"""The process that sets a page: `python -I press.py MOMENT FORM` reads its content as JSON, and writes the PDF.

It is thrown away after one report: what a document of an unforeseen size or shape does, it does to this process.
"""

import os
import resource
import sys
from pathlib import Path
from typing import Literal

import typst

HERE = Path(__file__).parent
SECONDS = 20
MEMORY = 1024 * 1024 * 1024


def main() -> None:
    """Write the PDF of the content on standard input, published at the moment given (seconds since 1970), in the form
    whose template is given."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(made(content, int(sys.argv[1]), sys.argv[2]))


def made(content: str, published: int, form: str = "report") -> bytes:
    """The PDF: PDF/UA-1, unless it holds a character that no font here has, which that standard forbids."""
    try:
        return _compiled(content, published, form, "ua-1")
    except typst.TypstError:
        return _compiled(content, published, form, None)


def _compiled(content: str, published: int, form: str, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        HERE / f"{form}.typ",
        root=HERE,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": content},
        pdf_standards=standard,
        timestamp=published,
    )


if __name__ == "__main__":
    main()
