"""T4: what a file says of whoever made it is in no byte of what blinded readers get, and its pages are as they were."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from tests.documents import docx, pdf, picture, repacked
from tests.played import mp3, mp4, webm
from workflows.extraction.apart import extract, strip
from workflows.extraction.media import _mp3, _mp4, _webm
from workflows.extraction.unreadable import Unreadable

WHO = "Ivanova-School-7"


def photo() -> bytes:
    """A picture whose camera tells whose it is, and that has to be turned to be looked at."""
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = WHO, 6
    place = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(place, "JPEG", exif=exif, comment=WHO.encode(), icc_profile=b"profile")
    return place.getvalue()


def drawing() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", WHO)
    said.add_itxt("XML:com.adobe.xmp", f"<x>{WHO}</x>")
    place = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(place, "PNG", pnginfo=said)
    return place.getvalue() + WHO.encode()


def report() -> bytes:
    """A PDF with its author in the information, in XMP, in a note on a page, in a former state, in a picture."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Первая", "Вторая"))))
    writer.add_metadata({"/Author": WHO, "/Title": WHO})
    xmp = StreamObject()
    xmp.set_data(f"<x>{WHO}</x>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/T"): TextStringObject(WHO)})
    shown = StreamObject()
    shown._data = photo()
    shown[NameObject("/Filter")] = NameObject("/DCTDecode")
    note[NameObject("/Picture")] = writer._add_object(shown)
    writer.pages[0][NameObject("/Annots")] = writer._add_object(note)
    writer.add_attachment(f"{WHO}.txt", WHO.encode())
    place = io.BytesIO()
    writer.write(place)
    return place.getvalue()


def letter() -> bytes:
    made = Document(io.BytesIO(docx("Первая", "Вторая")))
    made.core_properties.author = made.core_properties.last_modified_by = made.core_properties.title = WHO
    made.add_comment(made.paragraphs[0].runs, "Проверено", author=WHO, initials=WHO)
    made.add_picture(io.BytesIO(photo()))
    place = io.BytesIO()
    made.save(place)
    return repacked(place.getvalue(), more={"docProps/custom.xml": f"<Properties><p>{WHO}</p></Properties>".encode()})


def table() -> bytes:
    made = Workbook()
    made.properties.creator = WHO
    assert made.active
    made.active["A1"] = 95
    made.active["A1"].comment = Comment("Проверено", WHO)
    place = io.BytesIO()
    made.save(place)
    return place.getvalue()


def everything_in(content: bytes) -> bytes:
    """The bytes, and those of whatever is packed in them."""
    found = content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += b"".join(everything_in(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        for numbers in reader.xref.values():
            for number in numbers:
                part = reader.get_object(number)
                found += repr(part).encode()
                if isinstance(part, StreamObject):
                    found += part._data
                    found += b"" if part.get("/Filter") == "/DCTDecode" else part.get_data()
    return found


async def stripped(content: bytes, folder: Path) -> bytes:
    """The same file as blinded readers get it."""
    (folder / "file").write_bytes(content)
    await strip(folder / "file", folder / "made")
    return (folder / "made").read_bytes()


Make = Callable[[bytes], bytes]
Strip = Callable[[bytearray], bytearray]
PLAYED = [partial(make, WHO.encode()) for make in (mp4, webm, mp3)]


@pytest.mark.parametrize("make", [photo, drawing, report, letter, table, *PLAYED])
async def test_t4_no_property_of_a_file_tells_whose_it_is(make: Callable[[], bytes], tmp_path: Path) -> None:
    content = make()
    assert WHO.encode() in everything_in(content)
    made = await stripped(content, tmp_path)
    assert WHO.encode() not in everything_in(made)
    assert await extract(tmp_path / "made") == await extract(tmp_path / "file")


async def test_a_film_keeps_its_pictures_where_they_were_and_no_time_of_its_making(tmp_path: Path) -> None:
    for make in (mp4, webm):
        before, after = make(WHO.encode()), await stripped(make(WHO.encode()), tmp_path)
        assert len(after) == len(before)
        for piece in (b"picture one", b"picture 2") if make is mp4 else (b"picture",):
            assert after.index(piece) == before.index(piece)
    assert b"\x11" * 8 not in await stripped(mp4(WHO.encode()), tmp_path)
    sound = await stripped(mp3(WHO.encode()), tmp_path)
    assert sound == (b"\xff\xfb\x90\x00" + bytes(413)) * 3


@given(st.sampled_from([(mp4, _mp4), (webm, _webm), (mp3, _mp3)]), st.data())
def test_a_broken_film_is_refused_or_as_long_as_it_was(way: tuple[Make, Strip], data: st.DataObject) -> None:
    make, strip_ = way
    content = bytearray(make(b"who"))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        assert len(strip_(bytearray(content))) == len(content) or make is mp3


async def test_a_picture_is_shown_the_same_way_up_and_in_the_same_colours(tmp_path: Path) -> None:
    made = await stripped(photo(), tmp_path)
    with Image.open(io.BytesIO(photo())) as before, Image.open(io.BytesIO(made)) as after:
        assert after.getexif() == {0x0112: 6}
        assert after.info["icc_profile"] == b"profile"
        assert after.tobytes() == before.tobytes()


async def test_a_note_in_a_sheet_stays_without_its_author(tmp_path: Path) -> None:
    sheet = load_workbook(io.BytesIO(await stripped(table(), tmp_path))).active
    assert sheet
    note = sheet["A1"].comment
    assert note
    # The library's word for nobody.
    assert (note.author, note.text) == ("None", "Проверено")


async def test_what_has_no_properties_stays_as_it_is(tmp_path: Path) -> None:
    assert await stripped("Текст".encode(), tmp_path) == "Текст".encode()
    assert await stripped(picture("PNG"), tmp_path) == picture("PNG")


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"\xff\xd8\xff broken"])
async def test_where_it_cannot_be_done_nothing_is_made(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="FILE_KEEPS_PROPERTIES"):
        await stripped(content, tmp_path)
