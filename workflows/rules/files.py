"""Which files a school may send, told by their content; a name or a declared type proves nothing."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

LONGEST_NAME = 200
FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
BREAKING = {"Cc", "Zl", "Zp"}
UNSEEN = {"Cf", "Co", "Cs"}
"""Unicode categories of what no reader sees: what turns the direction of text, private signs, broken ones."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is accepted: its media type, the endings it goes by, how its content shows.

    `main` is, for office files, the type under which the archive declares its main part.
    """

    media_type: str
    endings: tuple[str, ...]
    magic: tuple[bytes, ...]
    main: str | None = None
    starts: int = 0
    """Where the magic stands."""


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileKind("application/pdf", (".pdf",), (b"%PDF-",))
WORD = FileKind(
    f"{OFFICE}.wordprocessingml.document",
    (".docx",),
    (b"PK\x03\x04",),
    f"{OFFICE}.wordprocessingml.document.main+xml",
)
SHEET = FileKind(
    f"{OFFICE}.spreadsheetml.sheet", (".xlsx",), (b"PK\x03\x04",), f"{OFFICE}.spreadsheetml.sheet.main+xml"
)
PNG = FileKind("image/png", (".png",), (b"\x89PNG\r\n\x1a\n",))
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"), (b"\xff\xd8\xff",))
SOUND_MP4 = FileKind("audio/mp4", (".m4a",), (b"ftypM4A",), starts=4)
VIDEO_MP4 = FileKind("video/mp4", (".mp4",), (b"ftyp",), starts=4)
VIDEO_WEBM = FileKind("video/webm", (".webm",), (b"\x1aE\xdf\xa3",))
SOUND_MP3 = FileKind("audio/mpeg", (".mp3",), (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"))
TEXT = FileKind("text/plain", (".txt", ".csv"), ())
WRITTEN = (WORD, SHEET)
"""Kinds that LibreOffice makes pages of."""
PLAYED = (SOUND_MP4, VIDEO_MP4, VIDEO_WEBM, SOUND_MP3)
KINDS = (PDF, WORD, SHEET, PNG, JPEG, *PLAYED, TEXT)
INLINE = frozenset(kind.media_type for kind in (PDF, PNG, JPEG, *PLAYED))
"""Media types a browser may show in place; everything else is only ever downloaded."""
CLICKED = {"hyperlink", "externalLinkPath"}
"""Relationships that a program follows only when its user says so."""


def kind_by_name(name: str) -> FileKind | None:
    """The kind a name promises."""
    return next((kind for kind in KINDS if name.lower().endswith(kind.endings)), None)


def kind_by_content(head: bytes, declared: Collection[str] = ()) -> FileKind | None:
    """The kind the first bytes show; `declared` are the types of the parts inside, where it is an office archive.

    Nothing shows plain text: that is what is left when a name promises it and the bytes can be read as such.
    """
    return next(
        (
            kind
            for kind in KINDS
            if head.startswith(kind.magic, kind.starts) and (kind.main is None or kind.main in declared)
        ),
        None,
    )


def has_macros(members: Collection[str], declared: Collection[str]) -> bool:
    """Whether an office archive brings a program along."""
    return any(name.lower().endswith("vbaproject.bin") for name in members) or any(
        word in kind.lower() for kind in declared for word in ("macroenabled", "vbaproject", "macrosheet")
    )


def leads_to_network(kind: str, target: str) -> bool:
    """Whether an external relationship of an office file makes the reader's program fetch something from a network.

    A link that is followed only when somebody clicks it does not, nor does a path on the reader's own disk, such as
    that of the template nearly every document names.
    """
    if kind.rpartition("/")[2] in CLICKED:
        return False
    place = unquote(target).strip().replace("\\", "/").lower()
    local = re.match(r"file:/*[a-z](:|%3a|\|)", place) or re.match(r"[a-z]:", place)
    return not local and ("//" in place or place.startswith(("mhtml:", "http:", "https:", "ftp:")))


def seen_text(text: str) -> str:
    """The text with nothing in it that a reader does not see: line breaks and the like become spaces."""
    kinds = ((sign, unicodedata.category(sign)) for sign in text)
    seen = "".join(" " if kind in BREAKING else sign for sign, kind in kinds if kind not in UNSEEN)
    return unicodedata.normalize("NFC", seen)


def clean_name(name: str) -> str:
    """The name as it is kept and offered for download: one line, no path, nothing that turns text around."""
    flat = FORBIDDEN.sub(" ", seen_text(name))
    words = " ".join(flat.split()).lstrip(". ")
    if len(words) <= LONGEST_NAME:
        return words
    kind = kind_by_name(words)
    ending = next((words[-len(end) :] for end in kind.endings if words.lower().endswith(end)), "") if kind else ""
    return words[: LONGEST_NAME - len(ending)].rstrip() + ending


def title_of(name: str) -> str:
    """A first title for the document, which the school may change: the name without its ending."""
    kind = kind_by_name(name)
    ending = next((end for end in kind.endings if name.lower().endswith(end)), "") if kind else ""
    return (name[: -len(ending)] if ending else name).replace("_", " ").strip() or name
