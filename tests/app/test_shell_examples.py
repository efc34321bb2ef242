"""What the guides and the page of open data tell to type into a shell works as it is printed."""

import asyncio
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.settings import Settings
from schema import trusted
from storage.database import Database
from tests.app.test_at_once import listening
from tests.app.test_guide import DOCS, blocks, small_region

EXAMPLE = "https://areopag.example"
CHECKED = re.compile(r": genuine \(")

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")


@pytest.fixture
async def address(client: httpx.AsyncClient, database: Database, settings: Settings) -> AsyncIterator[str]:
    """A server that listens, with three records."""
    await small_region(database, settings)
    application = client._transport.app  # type: ignore[attr-defined] # httpx names no type for it
    async with listening(application, None) as (port, _):
        yield f"http://127.0.0.1:{port}"


async def typed(lines: str, address: str, folder: Path) -> str:
    """What a shell says to these lines, typed in this folder; the first that fails ends it."""
    assert EXAMPLE in lines
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_PROXY": "127.0.0.1",
    }
    shell = await asyncio.create_subprocess_exec(
        *("sh", "-e", "-c", lines.replace(EXAMPLE, address)),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await shell.communicate()
    assert shell.returncode == 0, said.decode() + wrong.decode()
    return said.decode()


def printed(name: str) -> list[str]:
    """The lines for a shell in a document that sets them off by four spaces, those after one another together."""
    text = (DOCS / name).read_text(encoding="utf-8")
    found = re.findall(r"(?m)(?:^ {4}.*\n)+", text)
    return [block for block in found if block.lstrip().startswith("curl")]


async def test_the_guide_s_lines_for_a_shell_ask_and_check(address: str, tmp_path: Path) -> None:
    ask, check = [code for language, code in blocks("guide.md") if language == "bash"]
    found = json.loads(await typed(ask, address, tmp_path))
    assert [node["number"] for node in found["data"]["publications"]["nodes"]] == [3, 1]
    assert CHECKED.search(await typed(check, address, tmp_path))


async def test_a_record_is_checked_by_the_lines_on_the_page_of_open_data(address: str, tmp_path: Path) -> None:
    program = (DOCS.parent / "examples" / "check_record.sh").read_text(encoding="utf-8")
    computed, told = (await typed(program, address, tmp_path)).splitlines()
    assert told.lower().startswith("etag:")
    assert re.findall("[0-9a-f]{64}", told) == [computed.split()[0]]


async def test_records_and_certificates_are_checked_by_the_lines_of_their_guide(address: str, tmp_path: Path) -> None:
    *checks, query = printed("publications.md")
    assert len(checks) == 3
    for lines in checks:
        assert CHECKED.search(await typed(lines, address, tmp_path)), lines
    text = next(text for text in trusted.published_operations().values() if "$asOf: DateTime" in text)
    asked = query.replace("sha256:…", trusted.document_id(text))
    assert "errors" not in json.loads(await typed(asked, address, tmp_path))
