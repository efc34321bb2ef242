"""Threat T9 in a real Chromium: no file of the hostile set runs anything, had every check let it through."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from playwright.sync_api import Browser, Error, Page, Route

from schema.ids import global_id
from storage import people
from storage.database import Database
from tests import hostile
from tests.evidence_room import room_of
from tests.hostile import RAN
from workflows import evidence
from workflows.admission import digest_of
from workflows.rules import files

T = TypeVar("T")
TOKEN = "token of the officer"
EMBEDDED = """path => {
  for (const name of ['iframe', 'embed', 'object', 'img', 'video']) {
    const shown = document.createElement(name);
    shown[name === 'object' ? 'data' : 'src'] = path;
    document.body.append(shown);
  }
  const script = document.createElement('script'); script.src = path; document.body.append(script);
}"""


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread: in this one, Playwright's loop runs."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


async def planted(url: str, folder: Path) -> dict[str, str]:
    """A case whose officer may read every file of the set, past all checks; where each is."""
    database = Database(url)
    room = await room_of(database, folder)
    async with database.working() as tx:
        await people.add_account(tx, room.officer, "officer", "")
        await people.add_token(tx, digest_of(TOKEN), room.officer, timedelta(hours=1), "")
    paths = {}
    for file in hostile.everything():
        promised = files.kind_by_name(file.name)
        version = await evidence.import_document(
            database,
            room.blobs,
            room.officer,
            room.evaluation,
            file_name=files.clean_name(file.name) or "файл",
            title=file.what,
            content=file.content or b" ",
            # As bad as it can be: a file that says what it is, where no kind of ours is promised.
            media_type=promised.media_type if promised else "text/html",
            pages=[""],
            criterion_codes=[],
        )
        paths[file.what] = f"/files/{global_id('version', version)}"
    await database.close()
    return paths


@pytest.fixture
def files_there(owner_url: str, tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A running server and the paths of the files."""
    paths = run(planted(owner_url, tmp_path / "blobs"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"PORT": str(port), "AREOPAG_DATA": str(tmp_path), "AREOPAG_DATABASE_URL": owner_url}
    command = [sys.executable, "-c", "from app.cli import app; app(['serve'])"]
    environment = {**os.environ, **settings, "AREOPAG_MODE": "development", "AREOPAG_LOG_LEVEL": "error"}
    server = subprocess.Popen(command, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=address, trust_env=False) as asking:
            for _ in range(600):
                assert server.poll() is None
                with contextlib.suppress(httpx.TransportError):
                    asking.get("/healthz")
                    break
                time.sleep(0.1)
        yield address, paths
    finally:
        server.terminate()
        server.wait(timeout=30)


def in_place(route: Route) -> None:
    """The file as if it were not for download only: the sandbox alone has to hold."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "content-disposition"}
    route.fulfill(response=answer, headers={**headers, "content-type": "text/html"})


def opened(page: Page, address: str) -> None:
    """Go there; what comes as a download ends the navigation."""
    with contextlib.suppress(Error):
        page.goto(address, wait_until="load", timeout=5000)


@pytest.mark.e2e
def test_t9_no_file_runs_anything_in_a_browser(
    whole_chromium: Browser, files_there: tuple[str, dict[str, str]]
) -> None:
    address, paths = files_there
    context = whole_chromium.new_context(extra_http_headers={"Authorization": f"Bearer {TOKEN}"})
    asked: list[str] = []
    dialogs: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page = context.new_page()

    # The set gives itself away where nothing keeps it from running: otherwise this test would prove nothing.
    page.set_content(hostile.HTML.decode())
    page.wait_for_timeout(200)
    assert page.title() == "ran"
    assert len(paths) == len(hostile.everything())

    for path in paths.values():
        opened(page, address + path)
    context.route("**/files/*", in_place)
    for what, path in paths.items():
        if "HTML" in what or "SVG" in what:
            opened(page, address + path)
    context.unroute("**/files/*", in_place)
    embedding = context.new_page()
    embedding.goto(f"{address}/healthz")
    for path in paths.values():
        embedding.evaluate(EMBEDDED, path)
    embedding.wait_for_timeout(2000)
    here = [url for url in asked if url.startswith(address)]
    assert {url.removeprefix(address) for url in here} >= set(paths.values())
    assert [url for url in here if RAN in url] == []
    assert [one.title() for one in context.pages if one.title() == "ran"] == []
    assert dialogs == []
    context.close()
