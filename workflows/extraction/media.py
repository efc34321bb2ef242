"""Sound and films without what they say of themselves: who made them, with what, when and where.

In MP4 and WebM nothing moves: what is taken out is overwritten where it stands, for the file names places in itself.
MP4: ISO/IEC 14496-12; WebM: RFC 9559, RFC 8794; MP3: ID3v2.4, ID3v1, APEv2.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from workflows.extraction.unreadable import Unreadable
from workflows.rules import files

DEEPEST = 8


def without_tags(path: Path) -> bytes | bytearray | None:
    """The bytes of a sound or film without its tags; None for any other file.

    Raises Unreadable where that cannot be done.
    """
    with path.open("rb") as file:
        head = file.read(12)
        way = next((way for kind, way in WAYS if head.startswith(kind.magic, kind.starts)), None)
        if way is None:
            return None
        # Read into its place: a film is large, and the process may hold it once.
        content = bytearray(path.stat().st_size)
        file.seek(0)
        file.readinto(content)
    return way(content)


def _number(content: bytearray, place: int, length: int) -> int:
    return int.from_bytes(content[place : place + length], "big")


class Box(NamedTuple):
    """A part of an MP4: its name, where it begins, where its content does, and where it ends."""

    name: bytes
    start: int
    inner: int
    end: int


CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"mvex", b"moof", b"traf"}
SAYING = {b"udta", b"meta", b"uuid", b"free", b"skip", b"tref"}
"""Tags and what programs add; what is free may hold what stood there before."""
TIMED = {b"mvhd", b"tkhd", b"mdhd"}
SEEN_AND_HEARD = {b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"}
"""Tracks that are kept. Others tell places and times along with the film."""


def _boxes(content: bytearray, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        size, name, inner = _number(content, start, 4), bytes(content[start + 4 : start + 8]), start + 8
        if size == 1:
            size, inner = _number(content, start + 8, 8), start + 16
        until = end if size == 0 else start + size
        if not inner <= until <= end:
            raise Unreadable("FILE_BROKEN")
        yield Box(name, start, inner, until)
        start = until


def _mp4(content: bytearray) -> bytearray:
    for box in _boxes(content, 0, len(content)):
        _forget_in_box(content, box, 0)
    return content


def _forget_in_box(content: bytearray, box: Box, depth: int) -> None:
    if depth > DEEPEST:
        raise Unreadable("FILE_TOO_COMPLEX")
    if box.name == b"trak" and _handler(content, box, depth) not in SEEN_AND_HEARD:
        _forget_samples(content, box)
        _free(content, box)
    elif box.name in SAYING:
        _free(content, box)
    elif box.name in TIMED:
        times = 16 if content[box.inner : box.inner + 1] == b"\x01" else 8
        if box.inner + 4 + times > box.end:
            raise Unreadable("FILE_BROKEN")
        content[box.inner + 4 : box.inner + 4 + times] = bytes(times)
    elif box.name == b"hdlr":
        # What its program calls the track, behind 24 bytes that say what it is.
        name = min(box.inner + 24, box.end)
        content[name : box.end] = bytes(box.end - name)
    elif box.name in CONTAINERS:
        for part in _boxes(content, box.inner, box.end):
            _forget_in_box(content, part, depth + 1)


def _free(content: bytearray, box: Box) -> None:
    content[box.start + 4 : box.start + 8] = b"free"
    content[box.inner : box.end] = bytes(box.end - box.inner)


def _inside(content: bytearray, box: Box, *names: bytes) -> Box | None:
    """The first part of this name, down the names."""
    for name in names:
        found = next((part for part in _boxes(content, box.inner, box.end) if part.name == name), None)
        if found is None:
            return None
        box = found
    return box


def _handler(content: bytearray, track: Box, depth: int) -> bytes:
    if depth != 1:
        raise Unreadable("FILE_BROKEN")
    found = _inside(content, track, b"mdia", b"hdlr")
    return bytes(content[found.inner + 8 : found.inner + 12]) if found else b""


def _forget_samples(content: bytearray, track: Box) -> None:
    """Overwrite what a track says, which stands among the pictures and sounds of the others."""
    table = _inside(content, track, b"mdia", b"minf", b"stbl")
    sizes = table and _inside(content, table, b"stsz")
    runs = table and _inside(content, table, b"stsc")
    narrow, wide = (table and _inside(content, table, name) for name in (b"stco", b"co64"))
    chunks, width = (narrow, 4) if narrow else (wide, 8)
    if not (sizes and runs and chunks) or b"moof" in content:
        raise Unreadable("FILE_KEEPS_PROPERTIES")
    same, count = _number(content, sizes.inner + 4, 4), _number(content, sizes.inner + 8, 4)
    starts = _table(content, chunks, width)
    if not same and count * 4 > sizes.end - sizes.inner - 12:
        raise Unreadable("FILE_BROKEN")
    entries = _table(content, runs, 12)
    sample, run = 0, 0
    for chunk, start in enumerate(starts, start=1):
        while run + 1 < len(entries) and entries[run + 1] >> 64 <= chunk:
            run += 1
        many = (entries[run] >> 32) & 0xFFFFFFFF if entries else 0
        many = min(many, count - sample)
        length = same * many or sum(
            _number(content, sizes.inner + 12 + 4 * one, 4) for one in range(sample, sample + many)
        )
        sample += many
        if start + length > len(content):
            raise Unreadable("FILE_BROKEN")
        content[start : start + length] = bytes(length)


def _table(content: bytearray, box: Box, width: int) -> list[int]:
    """The entries of a box that has a number of them and then each in so many bytes."""
    count = _number(content, box.inner + 4, 4)
    if count * width > box.end - box.inner - 8:
        raise Unreadable("FILE_BROKEN")
    return [_number(content, box.inner + 8 + width * one, width) for one in range(count)]


class Element(NamedTuple):
    """A part of a WebM, as `Box`; where its length is not known it ends where its content begins, and what is in it
    follows beside it."""

    id: int
    start: int
    inner: int
    end: int


SEGMENT, INFO, TRACKS, TRACK = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
INTO = {SEGMENT, INFO, TRACKS, TRACK}
TOLD = {0x1254C367, 0x1941A469, 0x7BA9, 0x4461, 0x7384, 0x73A4, 0x3CB923, 0x3C83AB, 0x3EB923, 0x3E83BB, 0x536E}
"""Tags, attachments; title, day, names and numbers of this file and of those before and after; names of tracks."""
CHECKED, VOID = 0xBF, 0xEC
PROGRAMS = {0x4D80, 0x5741}
"""Programs that made it, which must stand there."""


def _elements(content: bytearray, start: int, end: int) -> Iterator[Element]:
    while start < end:
        width = 9 - content[start].bit_length()
        place = start + width
        long = 9 - content[place].bit_length() if place < end else 9
        inner = place + long
        if width > 4 or long > 8 or inner > end:
            raise Unreadable("FILE_BROKEN")
        size, most = _number(content, place, long) & ((1 << 7 * long) - 1), (1 << 7 * long) - 1
        until = inner if size == most else inner + size
        if until > end:
            raise Unreadable("FILE_BROKEN")
        yield Element(_number(content, start, width), start, inner, until)
        start = until


def _webm(content: bytearray, start: int = 0, end: int | None = None, depth: int = 0) -> bytearray:
    if depth > DEEPEST:
        raise Unreadable("FILE_TOO_COMPLEX")
    for part in _elements(content, start, len(content) if end is None else end):
        if part.id in TOLD | {CHECKED, VOID}:
            _void(content, part)
        elif part.id in PROGRAMS:
            content[part.inner : part.end] = b" " * (part.end - part.inner)
        elif part.id in INTO:
            _webm(content, part.inner, part.end, depth + 1)
    return content


def _void(content: bytearray, part: Element) -> None:
    length = part.end - part.start
    head = bytes([VOID, 0x80 | (length - 2)]) if length < 129 else b"\xec\x01" + (length - 9).to_bytes(7, "big")
    content[part.start : part.end] = head + bytes(length - len(head))


def _mp3(content: bytearray) -> bytearray:
    while content.startswith(b"ID3") and len(content) >= 10:
        size = sum(byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
        del content[: 10 + size + (10 if content[5] & 0x10 else 0)]
    while content.startswith(b"\x00"):
        del content[: len(content) - len(content.lstrip(b"\x00"))]
    while (length := _tail(content)) > 0:
        del content[-length:]
    if not content.startswith(files.SOUND_MP3.magic[1:]):
        raise Unreadable("FILE_BROKEN")
    return content


def _tail(content: bytearray) -> int:
    """The length of the tag at the end, or 0."""
    if content[-128:-125] == b"TAG":
        return 128
    foot = content[-32:]
    if foot.startswith(b"APETAGEX"):
        headed = foot[23] & 0x80
        return min(len(content), max(32, int.from_bytes(foot[12:16], "little")) + (32 if headed else 0))
    if content.endswith(b"LYRICS200") and content[-15:-9].isdigit():
        return min(len(content), int(content[-15:-9]) + 15)
    return 0


WAYS: tuple[tuple[files.FileKind, Callable[[bytearray], bytearray]], ...] = (
    (files.SOUND_MP4, _mp4),
    (files.VIDEO_MP4, _mp4),
    (files.VIDEO_WEBM, _webm),
    (files.SOUND_MP3, _mp3),
)
