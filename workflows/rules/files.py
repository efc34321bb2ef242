"""Which files a school may send, told by their content; a name or a declared type proves nothing."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

LONGEST_NAME = 200
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is accepted: its media type, the endings it goes by, how its content shows."""

    media_type: str
    endings: tuple[str, ...]
    magic: bytes
    member: str | None = None


PDF = FileKind("application/pdf", (".pdf",), b"%PDF-")
WORD = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
    b"PK\x03\x04",
    "word/document.xml",
)
SHEET = FileKind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), b"PK\x03\x04", "xl/workbook.xml"
)
PNG = FileKind("image/png", (".png",), b"\x89PNG\r\n\x1a\n")
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff")
KINDS = (PDF, WORD, SHEET, PNG, JPEG)
ENDINGS = ", ".join(ending for kind in KINDS for ending in kind.endings)
INLINE = frozenset({PDF.media_type, PNG.media_type, JPEG.media_type})
"""Media types a browser may show in place; everything else is only ever downloaded."""


def kind_by_name(name: str) -> FileKind | None:
    """The kind a name promises."""
    return next((kind for kind in KINDS if name.lower().endswith(kind.endings)), None)


def kind_by_content(head: bytes, members: Collection[str] = ()) -> FileKind | None:
    """The kind the first bytes show; `members` are the names inside, where it is an archive."""
    return next(
        (kind for kind in KINDS if head.startswith(kind.magic) and (kind.member is None or kind.member in members)),
        None,
    )


def clean_name(name: str) -> str:
    """The name as it is kept and offered for download: one line, no path, nothing that turns text around."""
    flat = FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    words = " ".join(flat.split()).lstrip(". ")
    if len(words) <= LONGEST_NAME:
        return words
    stem, dot, ending = words.rpartition(".")
    return stem[: LONGEST_NAME - len(ending) - 1].rstrip() + dot + ending if dot else words[:LONGEST_NAME]


def title_of(name: str) -> str:
    """A first title for the document, which the school may change: the name without its ending."""
    kind = kind_by_name(name)
    ending = next((end for end in kind.endings if name.lower().endswith(end)), "") if kind else ""
    return (name[: -len(ending)] if ending else name).replace("_", " ").strip() or name
