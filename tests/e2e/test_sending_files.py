"""Sending a large file as a tired person on a bad line does: paused, the browser closed, the line gone, and on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.documents import picture
from tests.e2e.conftest import Person, PersonMaker
from tests.e2e.test_main_job import open_case

OFSTED = ("Карточка школы Ofsted (с ноября 2025 г.)", "Ofsted school report card (from November 2025)")

pytestmark = pytest.mark.e2e

PART = re.compile(r"/uploads/[^/]+/parts/\d+$")
PARTS = 5
SIZE = (PARTS * 8 - 3) * 1024 * 1024
SLOW = 8_000_000
"""Bytes a second."""


def film(folder: Path, name: str) -> Path:
    """A file of several parts."""
    path = folder / name
    path.write_bytes(b"\x00\x00\x00\x18ftypisom".ljust(SIZE, b"\x07"))
    return path


def row(page: Page, name: str) -> Locator:
    """A file on its way."""
    return page.get_by_role("listitem").filter(has_text=name)


def on_a_slow_line(page: Page) -> None:
    """Whatever the page sends takes its time."""
    line = page.context.new_cdp_session(page)
    speed = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": SLOW}
    line.send("Network.emulateNetworkConditions", speed)


def choose(school: Person, path: Path) -> None:
    """Choose a file."""
    school.page.locator("input[type=file]").first.set_input_files(path)


def sent_parts(page: Page) -> list[str]:
    """The addresses of the parts that the page will have sent."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "PUT" and PART.search(request.url):
            sent.append(request.url)

    page.on("requestfinished", note)
    return sent


def refused_at_once(school: Person, folder: Path) -> None:
    """What is known to be wrong is told before the first byte."""
    sent: list[str] = []
    school.page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    program, large = folder / "программа.exe", folder / "фильм.mp4"
    program.write_bytes(b"MZ")
    with large.open("wb") as file:
        file.truncate(201 * 1024 * 1024)
    for path, why in ((program, "Такие файлы не принимаются"), (large, "Файл слишком велик: не больше 200 МБ")):
        choose(school, path)
        expect(row(school.page, path.name).get_by_role("alert")).to_contain_text(why)
    school.look()
    assert sent == []


def paused_and_closed(school: Person, number: str, folder: Path) -> None:
    """Paused, continued, and continued again by itself after the browser was closed: nothing is sent twice."""
    on_a_slow_line(school.page)
    before = sent_parts(school.page)
    choose(school, film(folder, "урок.mp4"))
    school.page.get_by_role("button", name="Приостановить урок.mp4").click()
    expect(row(school.page, "урок.mp4")).to_contain_text("приостановлено")
    school.look()
    school.page.get_by_role("button", name="Продолжить урок.mp4").click()
    with school.page.expect_event("requestfinished", lambda sent: bool(PART.search(sent.url)), timeout=60_000):
        expect(school.page.get_by_role("progressbar", name="урок.mp4")).to_be_visible()
    context = school.page.context
    school.page.close()

    school.page = context.new_page()
    after = sent_parts(school.page)
    school.visit(f"/work/{number}")
    expect(school.page.get_by_role("link", name="урок").first).to_be_visible(timeout=60_000)
    assert len(before) >= 1
    assert len(after) < PARTS


def offline(school: Person, folder: Path) -> None:
    """The line is gone: that is told, and when it is back sending goes on by itself."""
    path = folder / "фото.png"
    path.write_bytes(picture() + bytes(SIZE))
    on_a_slow_line(school.page)
    choose(school, path)
    expect(school.page.get_by_role("progressbar", name="фото.png")).to_be_visible()
    school.page.context.set_offline(True)
    expect(row(school.page, "фото.png").get_by_role("alert")).to_contain_text("Связь прервалась", timeout=60_000)
    school.page.context.set_offline(False)
    expect(school.page.get_by_role("link", name="фото").first).to_be_visible(timeout=60_000)
    # That the line was gone is no fault of the page.
    school.faults.clear()


def sent_twice(school: Person, folder: Path) -> None:
    """A copy under another name is not kept a second time, and that is told."""
    for name in ("стенд.png", "копия.png"):
        path = folder / name
        path.write_bytes(picture())
        choose(school, path)
        expect(school.page.get_by_role("link", name="стенд").first).to_be_visible(timeout=60_000)
    expect(row(school.page, "копия.png")).to_contain_text("Точно такой же файл уже есть", timeout=60_000)
    school.look()


def test_a_large_file_on_a_bad_line(person: PersonMaker, tmp_path: Path) -> None:
    number = open_case(person("ru", "secretary"), OFSTED)
    school = person("ru", "school2")
    school.visit(f"/work/{number}")
    refused_at_once(school, tmp_path)
    paused_and_closed(school, number, tmp_path)
    offline(school, tmp_path)
    sent_twice(school, tmp_path)
