"""A file without what it says of itself: who wrote it, where, with what, when. What its pages show stays as it is.

For readers who must not know whose it is (threat T4). Run in the process that is thrown away afterwards.
"""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workflows.extraction.media import without_tags
from workflows.extraction.unreadable import Unreadable
from workflows.rules import files

DEEPEST = 3
"""Office files in office files."""


def without_properties(path: Path) -> bytes | bytearray:
    """The bytes of the same document without its properties; of a kind that has none, or that nothing is known of, the
    same bytes.

    Raises Unreadable, and anything else that a parser raises.
    """
    played = without_tags(path)
    return _stripped(path.read_bytes(), 0) if played is None else played


def _stripped(content: bytes, depth: int) -> bytes:
    if depth > DEEPEST:
        raise Unreadable("FILE_TOO_COMPLEX")
    ways: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
        (files.PDF.magic[0], _pdf),
        (files.JPEG.magic[0], _jpeg),
        (files.PNG.magic[0], _png),
        (files.WORD.magic[0], lambda archive: _office(archive, depth)),
    )
    return next((way(content) for magic, way in ways if content.startswith(magic)), content)


PDF_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo")
ANNOTATION_KEYS = ("/T", "/RC", "/Subj", "/CreationDate", "/M", "/NM")
"""Who wrote a note on a page, and when; `/T` of a form's field is its name, and stays."""


def _pdf(content: bytes) -> bytes:
    """Everything a page needs is written anew: former states of the file, which it may still hold, are left behind."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("FILE_ENCRYPTED")
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for place in (writer.root_object, writer.root_object.get("/Names", DictionaryObject()).get_object()):
        for key in ("/EmbeddedFiles", "/AF"):
            place.pop(key, None)
    for part in writer._objects:  # noqa: SLF001 - the library offers no walk over every object
        if isinstance(part, DictionaryObject):
            _forget_in_pdf(part)
    # What nothing leads to any more goes with the second writing.
    without = PdfWriter(clone_from=PdfReader(_saved(writer)))
    without.metadata = None
    return _saved(without).getvalue()


def _saved(writer: Any) -> io.BytesIO:
    made = io.BytesIO()
    writer.write(made)
    made.seek(0)
    return made


def _forget_in_pdf(part: Any) -> None:
    """Take out of one object of a PDF what it says of its making."""
    from pypdf.generic import StreamObject

    for key in PDF_KEYS:
        part.pop(key, None)
    if part.get("/Type") == "/Annot" or "/Rect" in part:
        for key in ANNOTATION_KEYS:
            if key != "/T" or part.get("/Subtype") != "/Widget":
                part.pop(key, None)
        if part.get("/Subtype") == "/FileAttachment":
            part.pop("/FS", None)
    if isinstance(part, StreamObject) and part.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        part._data = _jpeg(part._data)  # noqa: SLF001 - encoded as it is; decoding would lose of the picture


SEGMENTS_KEPT = {*range(0xC0, 0xE0), 0xE0, 0xEE}
"""What a JPEG is drawn from, the size of its dots, and how Adobe's programs meant its colours."""
ICC = b"ICC_PROFILE\x00"
ORIENTATION = 0x0112


def _jpeg(content: bytes) -> bytes:
    """The segments a picture is drawn from, and which way up it is."""
    if not content.startswith(b"\xff\xd8"):
        return content
    from PIL import Image

    kept, place = bytearray(b"\xff\xd8"), 2
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        turned = image.getexif().get(ORIENTATION, 1)
    if turned != 1:
        exif = Image.Exif()
        exif[ORIENTATION] = turned
        body = exif.tobytes()
        body = body if body.startswith(b"Exif\x00\x00") else b"Exif\x00\x00" + body
        kept += b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    while place + 4 <= len(content) and content[place] == 0xFF:
        code = content[place + 1]
        if code == 0xFF:
            place += 1
            continue
        if code == 0xDA:
            end = content.rfind(b"\xff\xd9")
            return bytes(kept + (content[place : end + 2] if end > place else content[place:]))
        length = 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        segment = content[place : place + length]
        if code in SEGMENTS_KEPT or (code == 0xE2 and segment[4:].startswith(ICC)):
            kept += segment
        place += length
    raise Unreadable("FILE_BROKEN")


CHUNKS_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs"),
    *(b"acTL", b"fcTL", b"fdAT"),
}


def _png(content: bytes) -> bytes:
    """The chunks a picture is drawn from."""
    kept, place = bytearray(content[:8]), 8
    while place + 12 <= len(content):
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        if name in CHUNKS_KEPT:
            kept += content[place : place + 12 + length]
        place += 12 + length
        if name == b"IEND":
            return bytes(kept)
    raise Unreadable("FILE_BROKEN")


WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WHO = {"author", "initials", "userName", "userId", "displayName", "providerId", "lastModifiedBy", "url"}
"""Attributes that name whoever wrote a note or made a change, or the folder a file lay in."""
MARKED = re.compile(r"(^docProps/(core|app|custom)\.xml$)|(^customXml/item\d+\.xml$)", re.IGNORECASE)
PEOPLE = re.compile(r"(^|/)(comment[^/]*|people|persons?/[^/]*|threadedComments?/[^/]*)\.xml$", re.IGNORECASE)
NOTHING_BEFORE = (1980, 1, 1, 0, 0, 0)


def _office(content: bytes, depth: int) -> bytes:
    """Every part of the archive: those about the file emptied, names of authors taken out of the others."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.endswith("/"):
                new.writestr(zipfile.ZipInfo(name, NOTHING_BEFORE), _part(name, old.read(name), depth), 8)
    return made.getvalue()


def _part(name: str, content: bytes, depth: int) -> bytes:
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return _stripped(content, depth + 1)
    if name.lower().endswith((".rels", ".vml")) or name == "[Content_Types].xml":
        return content
    from lxml import etree  # type: ignore[import-untyped] # it has no types

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(content, parser)
    if MARKED.search(name):
        root.clear()
        return _written(root)
    about_people = bool(PEOPLE.search(name))
    for part in root.iter(etree.Element):
        _forget_who(part, everywhere=about_people)
    return _written(root)


def _forget_who(part: Any, *, everywhere: bool) -> None:
    local = part.tag.rpartition("}")[2]
    for attribute in part.attrib:
        space, _, name = attribute.rpartition("}")
        if name not in WHO or (name == "url" and local != "absPath"):
            continue
        # In a drawing or a sheet these may be words of its own; of a change or a note they are a person's.
        if everywhere or local in ("absPath", "fileSharing", "person") or space == f"{{{WORDS}":
            part.set(attribute, "")
    if everywhere and local == "author":
        part.text = ""


def _written(root: Any) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
