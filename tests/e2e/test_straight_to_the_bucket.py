"""A film from a real browser straight into a real bucket, in parts at once, and on after the browser was closed."""

import asyncio
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from storage.blobs import PART
from tests.e2e.conftest import Person
from tests.e2e.test_sending_files import choose, on_a_slow_line, row
from tests.long.upload import PASSWORD, Film, Sender, Server, case_for, settings_for
from tests.services.ceph import Ceph, free_port
from tests.storage.test_blobs import in_bucket

pytestmark = pytest.mark.e2e

FILM = Film(5 * PART - 3)


@pytest.fixture
def evaluation(owner_url: str, tmp_path: Path) -> str:
    # Playwright keeps an event loop in this thread.
    with ThreadPoolExecutor() as elsewhere:
        return elsewhere.submit(asyncio.run, case_for(owner_url, tmp_path / "case")).result()


@pytest.fixture
def server(owner_url: str, tmp_path: Path, ceph: Ceph) -> Iterator[Server]:
    """A server with the bucket, which lets its pages send to it."""
    port = free_port()
    settings = {"PORT": str(port), "AREOPAG_MODE": "development", "AREOPAG_DATABASE_URL": owner_url}
    settings |= {"AREOPAG_DATA": str(tmp_path / "data"), "AREOPAG_LOG_LEVEL": "error"}
    running = Server({**settings, **settings_for(ceph)})
    with ThreadPoolExecutor() as elsewhere:
        prepared = in_bucket(ceph, tmp_path).prepare([f"http://127.0.0.1:{port}"])
        elsewhere.submit(asyncio.run, prepared).result()
    running.start()
    yield running
    running.stop()


class Sent:
    """Where a page has sent bytes."""

    def __init__(self, page: Page, bucket: str) -> None:
        self.straight: list[str] = []
        self.through_us: list[str] = []
        self._bucket = bucket
        page.on("requestfinished", self._note)

    def _note(self, request: Request) -> None:
        if request.method == "PUT":
            (self.straight if request.url.startswith(self._bucket) else self.through_us).append(request.url)


def test_a_film_goes_straight_to_the_bucket_and_on_after_the_browser_was_closed(
    chromium: Browser, evaluation: str, server: Server, ceph: Ceph, tmp_path: Path
) -> None:
    film = tmp_path / "урок.mp4"
    film.write_bytes(b"".join(FILM.part(number) for number in range(1, FILM.parts + 1)))
    sender = Sender(server.address)
    asked = "query($id: ID!) { node(id: $id) { ... on Evaluation { number } } }"
    number = sender.graphql(asked, id=evaluation)["node"]["number"]
    context = chromium.new_context(locale="ru-RU", reduced_motion="reduce")
    context.set_default_timeout(60_000)
    school = Person(context.new_page(), server.address, "ru")
    school.come_in("officer", PASSWORD)
    school.visit(f"/work/{number}")
    on_a_slow_line(school.page)
    before = Sent(school.page, ceph.endpoint)
    with school.page.expect_event("requestfinished", lambda sent: sent.url.startswith(ceph.endpoint)):
        choose(school, film)
        expect(row(school.page, film.name).get_by_role("progressbar")).to_be_visible(timeout=60_000)
    school.page.close()

    school.page = context.new_page()
    after = Sent(school.page, ceph.endpoint)
    school.visit(f"/work/{number}")
    expect(school.page.get_by_role("link", name="урок").first).to_be_visible(timeout=120_000)
    assert len(before.straight) >= 1
    assert 1 <= len(after.straight) < FILM.parts
    assert before.through_us == after.through_us == []
    assert kept(sender, evaluation) == [hashlib.sha256(film.read_bytes()).hexdigest()]
    assert school.faults == []
    context.close()
    sender.close()


def kept(sender: Sender, evaluation: str) -> list[Any]:
    """The SHA-256 of what the case's documents are."""
    fields = "documents { current { sha256 } }"
    found = sender.graphql(f"query($id: ID!) {{ node(id: $id) {{ ... on Evaluation {{ {fields} }} }} }}", id=evaluation)
    return [document["current"]["sha256"] for document in found["node"]["documents"]]
