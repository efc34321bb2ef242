"""Office files of the formats since 2007, which are ZIP archives: what is inside, and where a text's pages begin."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring

from workflows.rules import files

LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 10_000
LONGEST_LIST = 4 * 1024 * 1024
ENCRYPTED = 1
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
OFF = {"0", "false", "off"}
SIGNS: dict[str, str | None] = {
    f"{WORDS}tab": "\t",
    f"{WORDS}cr": "\n",
    f"{WORDS}noBreakHyphen": "-",
    f"{WORDS}lastRenderedPageBreak": None,
}
CELL = f"{WORDS}tc"
ENDS = {f"{WORDS}p": "\n", CELL: "\t", f"{WORDS}tr": "\n"}


def checked_parts(path: Path) -> tuple[str | None, frozenset[str]]:
    """Why this archive cannot be evidence, if so, and the types under which it declares its parts.

    Raises what broken archives raise.
    """
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MOST_PARTS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
            return "FILE_TOO_COMPLEX", frozenset()
        if any(member.flag_bits & ENCRYPTED for member in members):
            return "FILE_ENCRYPTED", frozenset()
        names = archive.namelist()
        if len({name.lower() for name in names}) < len(names):
            raise zipfile.BadZipFile("two parts of one name: every program reads another one")
        if "[Content_Types].xml" not in names:
            return None, frozenset()
        declared = frozenset(part.get("ContentType", "") for part in _list(archive, "[Content_Types].xml"))
        if files.has_macros(names, declared):
            return "FILE_HAS_MACROS", declared
        for name in names:
            if name.lower().endswith(".rels") and any(_fetches(part) for part in _list(archive, name)):
                return "FILE_FETCHES_FROM_NETWORK", declared
    return None, declared


def _list(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > LONGEST_LIST:
        raise ValueError(f"{name} is longer than any such list")
    return fromstring(archive.read(name), forbid_dtd=True)


def _fetches(relationship: Any) -> bool:
    return relationship.get("TargetMode") == "External" and files.leads_to_network(
        relationship.get("Type", ""), relationship.get("Target", "")
    )


def pages_of_word(body: Any) -> Iterator[str]:
    """The text of each page. A page begins where its author broke it, or where the program that saved it last did."""
    page: list[str] = []
    for piece in _pieces(body):
        if piece is not None:
            page.append(piece)
        elif "".join(page).strip():
            yield "".join(page)
            page = []
    if "".join(page).strip():
        yield "".join(page)


def _pieces(body: Any) -> Iterator[str | None]:
    """The text in its order; None where a page ends."""
    from lxml import etree  # type: ignore[import-untyped] # it has no types

    skipping = None
    for event, part in etree.iterwalk(body, events=("start", "end")):
        if skipping is not None:
            skipping = None if event == "end" and part is skipping else skipping
        elif event == "start" and part.tag == FALLBACK:
            # What old programs show instead of what was already told.
            skipping = part
        elif event == "start":
            yield from _begun(part)
        elif part.tag == f"{WORDS}p" and part.getparent().tag == CELL:
            yield " "
        elif part.tag in ENDS:
            yield ENDS[part.tag]


def _begun(part: Any) -> Iterator[str | None]:
    if part.tag == f"{WORDS}t":
        yield part.text or ""
    elif part.tag == f"{WORDS}br":
        yield None if part.get(f"{WORDS}type") == "page" else "\n"
    elif part.tag == f"{WORDS}pageBreakBefore":
        if part.get(f"{WORDS}val", "1") not in OFF:
            yield None
    elif part.tag in SIGNS and part.getparent().tag != f"{WORDS}tabs":
        yield SIGNS[part.tag]
