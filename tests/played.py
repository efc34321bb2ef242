"""Sound and films made by hand that say everywhere whose they are."""

import struct


def box(name: bytes, *parts: bytes) -> bytes:
    """A part of an MP4."""
    content = b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + name + content


def _track(kind: bytes, places: list[int], lengths: list[int], who: bytes) -> bytes:
    """A track whose samples stand alone in chunks at these places."""
    sizes = struct.pack(f">III{len(lengths)}I", 0, 0, len(lengths), *lengths)
    table = box(
        b"stbl",
        box(b"stsz", sizes),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1)),
        box(b"stco", struct.pack(f">II{len(places)}I", 0, len(places), *places)),
    )
    named = box(b"hdlr", bytes(8), kind, bytes(12), who + b"\x00")
    media = box(b"mdia", box(b"mdhd", bytes(4), b"\x11" * 8, bytes(12)), named, box(b"minf", table))
    return box(b"trak", box(b"tkhd", bytes(4), b"\x11" * 8, bytes(72)), media, box(b"udta", box(b"name", who)))


def mp4(who: bytes) -> bytes:
    """A film with a track of pictures and one that tells where it was taken, both in pieces one after the other."""
    pictures, places = [b"picture one", b"picture 2"], [who, who + b" once more"]

    def whole(start: int) -> bytes:
        at, spots = start, list[int]()
        for piece in (pictures[0], places[0], pictures[1], places[1]):
            spots.append(at)
            at += len(piece)
        tracks = [
            _track(b"vide", spots[::2], [len(one) for one in pictures], who),
            _track(b"meta", spots[1::2], [len(one) for one in places], who),
        ]
        header = box(b"mvhd", bytes(4), b"\x11" * 8, bytes(88))
        return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", header, *tracks, box(b"udta", box(b"meta", who)))

    front = whole(0)
    pieces = b"".join((pictures[0], places[0], pictures[1], places[1]))
    return whole(len(front) + 8) + box(b"mdat", pieces) + box(b"uuid", bytes(16), who) + box(b"free", who)


def element(name: str, *parts: bytes, known: bool = True) -> bytes:
    """A part of a WebM; with `known=False` one whose length nobody knew when it was begun."""
    content = b"".join(parts)
    size = (len(content) | 1 << 56).to_bytes(8, "big") if known else b"\x01" + b"\xff" * 7
    return bytes.fromhex(name) + size + content


def webm(who: bytes) -> bytes:
    """A film as browsers record it: segment and cluster end with the file."""
    info = element(
        "1549A966", element("BF", bytes(4)), element("7BA9", who), element("4D80", who), element("5741", who)
    )
    tracks = element("1654AE6B", element("AE", element("D7", b"\x01"), element("536E", who)))
    cluster = element("1F43B675", element("E7", b"\x00"), element("A3", b"\x81\x00\x00\x80picture"), known=False)
    tags = element("1254C367", element("7373", who))
    return element("1A45DFA3", element("4282", b"webm")) + element("18538067", info, tracks, cluster, tags, known=False)


def mp3(who: bytes) -> bytes:
    """A sound with tags before it, and of three kinds behind it."""
    length = bytes((len(who) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    words = b"LYRICSBEGIN" + who
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32 + len(who), 1, 0) + bytes(8)
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    lyrics = words + str(len(words)).zfill(6).encode() + b"LYRICS200"
    return b"ID3\x04\x00\x00" + length + who + frame * 3 + who + ape + lyrics + b"TAG" + who.ljust(125, b"\x00")
