"""A redacted copy: ordered, and made by a job; it has a hash and readers of its own, words that are found, and is
published. What is under a box is nowhere in it: also `test_redacted_words.py`."""

import hashlib
import io
import zlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pypdfium2
import pytest
from PIL import Image, ImageDraw, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, RectangleObject

from storage import evidence as stored
from storage import reviews as kept
from storage.blobs import open_blobs
from storage.database import Database
from storage.evidence import DocumentRow, RedactionOrderRow
from tests import situations
from tests.documents import docx, pdf, picture
from tests.evidence_room import MOST, Room, blobs_in, chunks_of, room_of
from tests.situations import PRIVATE_DOCUMENT, PUBLIC_DOCUMENT, Cast, cast
from workflows.custody import verify
from workflows.evidence import NewRedaction, accept_upload, evidence_key, make_redacted_copy, redact_document
from workflows.extraction.apart import redact
from workflows.privacy import classify_document
from workflows.rules.citations import Area
from workflows.rules.privacy import Classification, Readers
from workflows.rules.redaction import Box
from workflows.rules.refusals import Blocked, InvalidInput, NotPermittedOrAbsent

SECRET = "Петров Пётр, 7 класс, диагноз"
TITLE = "Журнал с закрашенными местами"
UPPER_HALF = Area(Decimal(0), Decimal(0), Decimal(1), Decimal("0.5"))
TOP = Area(Decimal(0), Decimal(0), Decimal(1), Decimal("0.05"))
CORNER = Area(Decimal("0.25"), Decimal("0.25"), Decimal("0.5"), Decimal("0.25"))


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> Room:
    return await room_of(database, tmp_path)


def over(page: int, area: Area = UPPER_HALF) -> list[Box]:
    return [Box(page, area)]


async def ordered(
    room: Room, source: UUID, boxes: Sequence[Box], person: UUID | None = None, key: str = "", title: str = TITLE
) -> UUID:
    """The order of somebody who wants a copy of a version."""
    wanted = NewRedaction(source, boxes, title, Classification.PUBLIC)
    return await redact_document(room.database, person or room.officer, key or str(uuid4()), wanted)


async def made_by(room: Room, order: UUID, most: int = MOST) -> RedactionOrderRow | None:
    """Do the job; what is left of the order."""
    await make_redacted_copy(room.database, room.blobs, order, most=most)
    async with room.database.working() as tx:
        return await stored.redaction_order(tx, order)


async def redacted(room: Room, source: UUID, boxes: Sequence[Box], person: UUID | None = None, **more: str) -> UUID:
    """The copy that somebody has made of a version."""
    order = await ordered(room, source, boxes, person, **more)
    assert await made_by(room, order) is None
    async with room.database.working() as tx:
        [made] = await stored.versions_by_id(tx, [order])
    assert made
    return made.document_id


async def burnt(folder: Path, content: bytes, boxes: Sequence[Box]) -> bytes:
    """The bytes of a redacted copy of a file."""
    original, copy = folder / "original", folder / "copy"
    original.write_bytes(content)
    await redact(original, copy, boxes)
    return copy.read_bytes()


def is_black(picture: Image.Image, area: Area) -> bool:
    """Whether there is nothing inside a box; at its edge, what is around it makes grey in a JPEG."""
    left, top = float(area.left) * picture.width, float(area.top) * picture.height
    right, bottom = left + float(area.width) * picture.width, top + float(area.height) * picture.height
    edge = 16
    inside = picture.convert("L").crop((int(left) + edge, int(top) + edge, int(right) - edge, int(bottom) - edge))
    return sum(inside.histogram()[3:]) == 0


async def test_text_under_a_box_is_in_no_text_object_property_or_pixel_of_the_copy(tmp_path: Path) -> None:
    content = await burnt(tmp_path, pdf(f"{SECRET} " * 20, "Вторая страница"), over(1))
    assert SECRET.split(maxsplit=1)[0].encode("utf-16-be").hex() not in unpacked(content)
    reader = PdfReader(io.BytesIO(content))
    assert [page.extract_text().strip() for page in reader.pages] == ["", "Вторая страница"]
    assert reader.metadata is None
    assert set(reader.root_object) == {"/Type", "/Pages"}
    for page, parts in zip(reader.pages, ({"/XObject"}, {"/XObject", "/Font"}), strict=True):
        assert set(page) == {"/Type", "/Parent", "/Resources", "/MediaBox", "/Contents"}
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        assert set(resources) == parts
        assert [image.name for image in page.images] == ["Page.jpg"]
    assert not [number for number in reader.xref_objStm if number], "nothing is packed away where no page leads"
    shown = pypdfium2.PdfDocument(content)
    assert len(shown) == 2
    first, second = (page.render(scale=2).to_pil() for page in shown)
    assert is_black(first, UPPER_HALF)
    dark = sum(second.convert("L").crop((0, 0, second.width, 200)).histogram()[:100])
    assert dark > 50, "what no box covers stays to be read"


def unpacked(content: bytes) -> str:
    """Everything that a PDF says outside its pictures."""
    found = [content.decode("latin-1")]
    for packed in content.split(b"stream\n")[1:]:
        with suppress(zlib.error):
            found.append(zlib.decompress(packed).decode("latin-1"))
    return "\n".join(found)


async def test_two_texts_under_one_box_make_the_same_copy_to_the_byte(tmp_path: Path) -> None:
    """Whatever it is made of, nobody can tell one from the other: nothing of what was covered is left."""
    one, other = [await burnt(tmp_path, pdf(text), over(1)) for text in (SECRET, "Сидорова Анна, 5 класс")]
    assert one == other


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_picture_stays_one_of_its_kind_and_loses_what_is_under_the_box_and_what_it_says_of_itself(
    tmp_path: Path, kind: str
) -> None:
    drawn = Image.new("RGBA" if kind == "PNG" else "RGB", (400, 200), "white")
    ImageDraw.Draw(drawn).rectangle((120, 60, 280, 90), fill="red")
    if kind == "PNG":
        # Under what is transparent a colour may lie that no reader sees.
        drawn.putpixel((1, 1), (12, 34, 56, 0))
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", SECRET)
    place = io.BytesIO()
    drawn.save(place, kind, **({"pnginfo": said} if kind == "PNG" else {"comment": SECRET.encode()}))
    content = await burnt(tmp_path, place.getvalue(), over(1, CORNER))
    made = Image.open(io.BytesIO(content))
    assert (made.format, made.size, made.mode) == (kind, (400, 200), "RGB")
    assert is_black(made, CORNER)
    assert made.getpixel((1, 1)) == (255, 255, 255)
    assert not {"Author", "comment", "exif"} & set(made.info)
    assert SECRET.encode() not in content
    if kind == "PNG":
        chunks = [content[place + 4 : place + 8] for place in starts_of_chunks(content)]
        assert set(chunks) == {b"IHDR", b"IDAT", b"IEND"}
        assert len(zlib.decompress(idat(content))) == 200 * (1 + 3 * 400)


def drawing() -> bytes:
    """A picture of one page."""
    return picture("PNG", (400, 200))


def starts_of_chunks(content: bytes) -> list[int]:
    """Where each part of a PNG begins."""
    places, place = [], 8
    while place < len(content):
        places.append(place)
        place += 12 + int.from_bytes(content[place : place + 4], "big")
    return places


def idat(content: bytes) -> bytes:
    """The packed pixels of a PNG."""
    return b"".join(
        content[place + 8 : place + 8 + int.from_bytes(content[place : place + 4], "big")]
        for place in starts_of_chunks(content)
        if content[place + 4 : place + 8] == b"IDAT"
    )


async def test_a_photo_that_has_to_be_turned_is_covered_where_the_box_was_seen(tmp_path: Path) -> None:
    drawn = Image.new("RGB", (200, 100), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    place = io.BytesIO()
    drawn.save(place, "JPEG", exif=exif)
    made = Image.open(io.BytesIO(await burnt(tmp_path, place.getvalue(), over(1, UPPER_HALF))))
    assert made.size == (100, 200)
    assert is_black(made, UPPER_HALF)


async def test_a_page_that_is_turned_or_cut_is_covered_where_the_box_was_seen(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Слово " * 300))))
    writer.pages[0].cropbox = RectangleObject((0, 421, 595, 842))
    writer.pages[0].rotate(90)
    place = io.BytesIO()
    writer.write(place)
    page = pypdfium2.PdfDocument(await burnt(tmp_path, place.getvalue(), over(1, CORNER)))[0]
    assert [round(side) for side in page.get_size()] == [421, 595]
    assert is_black(page.render(scale=2).to_pil(), CORNER)


async def test_the_original_stays_as_it_is_and_the_copy_has_a_hash_and_a_trace(room: Room) -> None:
    content = pdf(f"{SECRET}\n" + "Принят " * 200)
    document = await room.taken(content, "Журнал.pdf", ["1.1"])
    [source] = await room.versions(document)
    copy = await redacted(room, source.id, over(1, TOP))
    assert await room.versions(document) == [source]
    assert await room.bytes_of(source.id) == content
    [made] = await room.versions(copy)
    assert made.sha256 == hashlib.sha256(await room.bytes_of(made.id)).hexdigest() != source.sha256
    [original, found] = await room.documents()
    assert (found.id, found.title, found.redacts_id, found.classification) == (copy, TITLE, original.id, "PUBLIC")
    assert found.criterion_codes == original.criterion_codes
    async with room.database.working() as tx:
        [told] = await tx.values("SELECT details FROM working.audit_entry WHERE action = 'redact_document'")
        [redaction] = await stored.redactions_of(tx, [made.id])
        [[page]] = await stored.pages_of(tx, [made.id])
        hits = await stored.search(tx, room.evaluation, "принят", 10)
    assert set(page.text.split()) == {"Принят"}
    assert {one.version_id for one in hits} == {made.id, source.id}
    assert told == {"document": str(copy), "redacts": str(original.id), "sha256": made.sha256}
    assert redaction
    assert redaction.source_id == source.id
    assert [(page, *map(str, area)) for page, *area in redaction.boxes] == [(1, "0.0000", "0.0000", "1.0000", "0.0500")]
    assert (await verify(room.database, room.blobs, print)).wrong == ()


async def test_made_anew_the_copy_gets_another_version_and_asked_twice_it_is_made_once(
    room: Room, tmp_path: Path
) -> None:
    document = await room.taken(drawing(), "Журнал.png")
    [source] = await room.versions(document)
    copy = await redacted(room, source.id, over(1), key="один")
    assert await redacted(room, source.id, over(1), key="один") == copy
    assert [version.number for version in await room.versions(copy)] == [1]
    assert await redacted(room, source.id, over(1, CORNER), key="два") == copy
    assert [version.number for version in await room.versions(copy)] == [1, 2]
    assert len(blobs_in(tmp_path)) == 3, "what was made for nothing is not kept"


async def test_the_pages_of_an_office_file_are_those_that_everybody_sees(room: Room) -> None:
    content = docx("Первая", "Вторая")
    shown = pdf("Первая", "Вторая", "Третья")

    async def render(_path: Path, folder: Path, _ending: str) -> Path:
        (folder / "shown.pdf").write_bytes(shown)
        return folder / "shown.pdf"

    upload = await room.sent(content, "Программа.docx")
    await accept_upload(room.database, room.blobs, upload, None, render)
    found = await room.look(upload)
    assert found.document_id
    copy = await redacted(room, (await room.versions(found.document_id))[0].id, over(3))
    [made] = await room.versions(copy)
    assert (made.media_type, made.page_count, made.file_name) == ("application/pdf", 3, "Программа-redacted.pdf")


async def test_there_is_nothing_to_draw_on_in_a_text_and_a_copy_is_made_of_the_original(room: Room) -> None:
    text = await room.taken("Текст".encode(), "Журнал.txt")
    with pytest.raises(InvalidInput, match="NO_PAGES_TO_REDACT"):
        await redacted(room, (await room.versions(text))[0].id, over(1))
    document = await room.taken(drawing(), "Журнал.png")
    copy = await redacted(room, (await room.versions(document))[0].id, over(1))
    with pytest.raises(InvalidInput, match="REDACTED_ALREADY"):
        await redacted(room, (await room.versions(copy))[0].id, over(1))
    with pytest.raises(InvalidInput, match="REDACTED_ALREADY"):
        await room.begin(document=copy)


async def test_a_case_that_is_full_takes_no_copy_and_keeps_nothing_of_it(room: Room, tmp_path: Path) -> None:
    document = await room.taken(drawing(), "Журнал.png")
    [source] = await room.versions(document)
    left = await made_by(room, await ordered(room, source.id, over(1)), most=source.size)
    assert left
    assert left.refusal
    assert left.refusal["code"] == "CASE_FULL"
    assert len(blobs_in(tmp_path)) == 1


async def test_a_run_that_was_cut_off_is_begun_anew_and_two_runs_make_one_copy(room: Room) -> None:
    [source] = await room.versions(await room.taken(drawing(), "Журнал.png"))
    order = await ordered(room, source.id, over(1))
    await room.blobs.append(evidence_key(order), 0, chunks_of(b"half a pic"))
    assert await made_by(room, order) is None
    assert await made_by(room, order) is None
    async with room.database.working() as tx:
        [made] = await stored.versions_by_id(tx, [order])
    assert made
    assert (made.number, hashlib.sha256(await room.bytes_of(order)).hexdigest()) == (1, made.sha256)
    assert (await verify(room.database, room.blobs, print)).wrong == ()


async def test_while_one_copy_is_made_no_other_is_ordered_and_what_could_not_be_made_gives_way(room: Room) -> None:
    [source] = await room.versions(await room.taken(drawing(), "Журнал.png"))
    first = await ordered(room, source.id, over(1), key="один")
    assert await ordered(room, source.id, over(1), key="один") == first
    with pytest.raises(Blocked, match="COPY_BEING_MADE"):
        await ordered(room, source.id, over(1, CORNER))
    await room.blobs.put(evidence_key(source.id), b"no picture any more")
    left = await made_by(room, first)
    assert left
    assert left.refusal == {"code": "FILE_NOT_REDACTED", "details": {"name": "Журнал.png"}}
    second = await ordered(room, source.id, over(1, CORNER))
    async with room.database.reading(room.officer) as tx:
        [order] = await stored.redaction_orders_of(tx, [source.document_id])
    assert order
    assert (order.id, order.refusal) == (second, None)


async def test_a_copy_is_not_made_for_whom_may_order_none_any_more(room: Room) -> None:
    document = await room.taken(drawing(), "Журнал.png")
    [source] = await room.versions(document)
    order = await ordered(room, source.id, over(1))
    async with room.database.acting(room.officer) as tx:
        await stored.remove(tx, document)
    left = await made_by(room, order)
    assert left
    assert left.refusal
    assert left.refusal["code"] == "NOT_PERMITTED_OR_ABSENT"
    assert await room.documents() == []


async def panel_room(
    database: Database, folder: Path, situation: Callable[[Database, Cast], Awaitable[UUID]] = situations.in_review
) -> tuple[Room, dict[str, DocumentRow]]:
    """A case whose panel reads it, and the documents that its secretary sees, with bytes."""
    people = await cast(database)
    room = Room(database, open_blobs("local", folder), people, await situation(database, people))
    for version in await situations.versions_to_cite(database, room.evaluation):
        await room.blobs.put(evidence_key(version), pdf("Первая страница", SECRET))
    return room, {row.title: row for row in await room.documents(people.secretary)}


async def test_school_and_secretary_make_copies_and_nobody_else(database: Database, tmp_path: Path) -> None:
    room, found = await panel_room(database, tmp_path)
    people, private = room.people, found[PRIVATE_DOCUMENT]
    [source] = await room.versions(private.id)
    for person in (people.experts[0], people.other_officer, people.stranger):
        with pytest.raises((Blocked, NotPermittedOrAbsent)):
            await redacted(room, source.id, over(1), person)
    assert await redacted(room, source.id, over(1), people.secretary) == await redacted(room, source.id, over(2))


async def test_the_panel_reads_the_copy_of_a_document_that_is_closed_to_it_and_not_where_the_boxes_are(
    database: Database, tmp_path: Path
) -> None:
    room, found = await panel_room(database, tmp_path)
    people, private = room.people, found[PRIVATE_DOCUMENT]
    [source] = await room.versions(private.id)
    closed = Readers(Classification.RESTRICTED, personal_data=True)
    await classify_document(database, people.secretary, private.id, private.version, closed)
    copy = await redacted(room, source.id, over(2), people.secretary)
    [made] = await room.versions(copy)
    lead, expert = people.experts[:2]
    assert {row.title for row in await room.documents(expert)} == {PUBLIC_DOCUMENT, TITLE}
    async with database.reading(expert) as tx:
        assert await stored.redactions_of(tx, [made.id]) == [None]
        assert await stored.redacted_copies_of(tx, [copy]) == [None]
    async with database.reading(lead) as tx:
        assert (await stored.redactions_of(tx, [made.id]))[0]


async def test_the_record_names_the_copy_in_place_of_the_original_and_its_pages_without_words(
    database: Database, tmp_path: Path
) -> None:
    room, found = await panel_room(database, tmp_path, situations.in_consensus)
    for title, boxes in ((PUBLIC_DOCUMENT, over(1)), (PRIVATE_DOCUMENT, over(2))):
        [source] = await room.versions(found[title].id)
        await redacted(room, source.id, boxes, room.people.secretary, title=f"{title} (копия)")
    async with database.working() as tx:
        cited = {(row.document_title, row.page, row.quote) for row in await kept.public_citations(tx, room.evaluation)}
    assert cited == {(f"{PUBLIC_DOCUMENT} (копия)", 1, None), (f"{PRIVATE_DOCUMENT} (копия)", 2, None)}
