"""The line of an answered request is written past structlog, and is the line that structlog would write."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app.logs import RequestLines, request_lines, set_up_logs
from app.settings import Mode, Settings


@pytest.fixture
def written(tmp_path: Path) -> Iterator[io.StringIO]:
    """What is logged in production."""
    to, root = io.StringIO(), logging.getLogger()
    before = root.handlers, root.level
    set_up_logs(Settings(mode=Mode.PRODUCTION, data=tmp_path), to)
    yield to
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    request_lines.to = None
    root.handlers, root.level = before


@pytest.mark.parametrize("path", ["/graphql", '/schools/"школа"\x01\\', "/answer/…"])
async def test_the_line_of_a_request_is_structlog_s_own(written: io.StringIO, path: str) -> None:
    structlog.contextvars.bind_contextvars(request_id="0f" * 16)
    request_lines.write("0f" * 16, "GET", path, 200, 1.5)
    await asyncio.sleep(0)
    RequestLines().write("0f" * 16, "GET", path, 200, 1.5)
    ours, structlogs = (re.sub(r"T[0-9:.]+Z", "T", line) for line in written.getvalue().splitlines())
    assert ours == structlogs
    assert json.loads(ours)["path"] == path


def test_where_less_is_logged_no_request_is(written: io.StringIO, tmp_path: Path) -> None:
    set_up_logs(Settings(mode=Mode.PRODUCTION, data=tmp_path, log_level="warning"), written)
    request_lines.write("0f" * 16, "GET", "/graphql", 200, 1.5)
    assert written.getvalue() == ""
