"""What a file is shows in its content; what it is called is made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules import files

OOXML = "application/vnd.openxmlformats-officedocument"
WORD_MAIN = f"{OOXML}.wordprocessingml.document.main+xml"
SHEET_MAIN = f"{OOXML}.spreadsheetml.sheet.main+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("head", "declared", "kind"),
    [
        (b"%PDF-1.7\n", (), files.PDF),
        (b"\x89PNG\r\n\x1a\n\x00", (), files.PNG),
        (b"\xff\xd8\xff\xe0", (), files.JPEG),
        (b"PK\x03\x04", (WORD_MAIN, "application/xml"), files.WORD),
        (b"PK\x03\x04", (SHEET_MAIN,), files.SHEET),
        (b"\x00\x00\x00\x18ftypisom", (), files.VIDEO_MP4),
        (b"\x00\x00\x00\x18ftypM4A ", (), files.SOUND_MP4),
        (b"\x1aE\xdf\xa3\x01", (), files.VIDEO_WEBM),
        (b"ID3\x04", (), files.SOUND_MP3),
        (b"PK\x03\x04", (), None),
        (b"PK\x03\x04", ("application/vnd.oasis.opendocument.text",), None),
        (b"<svg xmlns=", (), None),
        (b"<!doctype html>", (), None),
        (b"MZ\x90", (), None),
        (b"\n%PDF-1.7", (), None),
        (b"GIF89a", (), None),
        (b"", (), None),
    ],
)
def test_the_content_tells_the_kind(head: bytes, declared: tuple[str, ...], kind: files.FileKind | None) -> None:
    assert files.kind_by_content(head, declared) is kind


def test_the_name_only_promises_a_kind() -> None:
    assert files.kind_by_name("Устав.PDF") is files.PDF
    assert files.kind_by_name("фото.JPEG") is files.JPEG
    assert files.kind_by_name("устав.pdf.exe") is None
    assert files.kind_by_name("pdf") is None


def test_only_what_a_browser_shows_without_running_it_is_shown_in_place() -> None:
    pictures = {"image/png", "image/jpeg"}
    assert {"application/pdf", *pictures, "video/mp4", "video/webm", "audio/mp4", "audio/mpeg"} == files.INLINE


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Устав школы.pdf", "Устав школы.pdf"),
        ("../../etc/passwd.pdf", "etc passwd.pdf"),
        ("C:\\Документы\\план.docx", "C Документы план.docx"),
        ("отчёт\u202efdp.docx", "отчётfdp.docx"),
        ("отчёт\u200b\u00adность\ufeff.pdf", "отчётность.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        (" .hidden.pdf ", "hidden.pdf"),
        ('что "это" <такое>?.pdf', "что это такое .pdf"),
        ("и\u0306.pdf", "\u0439.pdf"),
        ("и\u200b\u0306.pdf", "\u0439.pdf"),
        ("\ud800.pdf", "pdf"),
        ("..", ""),
    ],
)
def test_a_name_is_one_harmless_line(sent: str, kept: str) -> None:
    assert files.clean_name(sent) == kept


def test_a_long_name_is_cut_before_its_ending() -> None:
    assert files.clean_name("я" * 500 + ".docx") == "я" * 195 + ".docx"
    assert len(files.clean_name("я" * 500)) == files.LONGEST_NAME
    assert len(files.clean_name("я." + "z" * 500)) == files.LONGEST_NAME


@given(st.text() | st.text("яa. \u0301\u200b", min_size=190, max_size=600))
def test_no_name_keeps_a_path_or_what_no_reader_sees(sent: str) -> None:
    kept = files.clean_name(sent)
    assert not set(kept) & set('/\\:*?"<>|')
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    assert not kept.startswith(".")
    assert len(kept) <= files.LONGEST_NAME
    assert files.clean_name(kept) == kept


def test_the_first_title_is_the_name_without_its_ending() -> None:
    assert files.title_of("План_работы_2026.docx") == "План работы 2026"
    assert files.title_of("без ending.zip") == "без ending.zip"


@pytest.mark.parametrize(
    ("members", "declared"),
    [
        (("word/vbaProject.bin",), ()),
        (("xl/VBAPROJECT.BIN",), ()),
        ((), ("application/vnd.ms-word.document.macroEnabled.main+xml",)),
        ((), ("application/vnd.ms-office.vbaProject",)),
    ],
)
def test_macros_are_seen_by_part_and_by_declaration(members: tuple[str, ...], declared: tuple[str, ...]) -> None:
    assert files.has_macros(members, declared)


def test_a_plain_document_has_no_macros() -> None:
    assert not files.has_macros(("word/document.xml",), (WORD_MAIN,))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm"),
        ("attachedTemplate", "\\\\server\\share\\t.dotm"),
        ("attachedTemplate", "file://server/share/t.dotm"),
        ("attachedTemplate", "file:///\\\\server\\t.dotm"),
        ("attachedTemplate", "file:%5C%5Cserver%5Ct.dotm"),
        ("oleObject", "mhtml:http://evil.example/x!x"),
        ("image", " HTTP://evil.example/pixel.png"),
        ("frame", "//evil.example/a.htm"),
    ],
)
def test_what_a_program_fetches_by_itself_from_a_network_is_seen(kind: str, target: str) -> None:
    assert files.leads_to_network(f"{RELATIONSHIPS}/{kind}", target)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://school.example"),
        ("externalLinkPath", "file:///\\\\server\\книга.xlsx"),
        ("attachedTemplate", "file:///C:\\Users\\user\\Normal.dotm"),
        ("attachedTemplate", "C:\\Users\\user\\Normal.dotm"),
        ("image", "picture.png"),
    ],
)
def test_links_to_click_and_paths_on_one_s_own_disk_are_harmless(kind: str, target: str) -> None:
    assert not files.leads_to_network(f"{RELATIONSHIPS}/{kind}", target)
