"""Cursors: places in a list, which no other list and no other order takes."""

import base64
import json
from pathlib import Path

import pytest

from storage.database import Database
from storage.keys import load_signer
from storage.wanted import ORDERS
from tests.schema.test_publications import ERZIN, FEED, LIST, SCHOOLS, Api, erzin


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> Api:
    return Api(database, await load_signer(database, tmp_path), tmp_path)


def cursor(*key: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "%",
        "ключ",
        cursor(),
        cursor("1"),
        cursor("-1", "1"),
        cursor("OLDEST", "1", "1"),
        cursor("SCHOOL_NAME", "-1", "1"),
        cursor("NEWEST", "x", "1"),
        cursor("NEWEST", "1.", "1"),
        cursor("NEWEST", "1.5", "1"),
        cursor("NEWEST", "٣", "1"),
        cursor("NEWEST", "1", "٣"),
        cursor("NEWEST", "9" * 30, "1"),
        cursor("NEWEST", "1", "9" * 30),
        cursor("NEWEST", "1", "9" * 5000),
        cursor("NEWEST", "\x00", "1"),
        cursor("NEWEST", 1, 2),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
async def test_a_cursor_that_no_list_gave_is_refused(api: Api, wrong: str) -> None:
    for query, name in ((LIST, "after"), (FEED, "cursor"), (SCHOOLS, "after")):
        assert (await api.wrong(query, **{name: wrong})).extensions == {"code": "BAD_USER_INPUT"}, query


@pytest.mark.parametrize("name", ["\x00", "\ud800", "Школа\x00"])
async def test_a_cursor_with_text_that_cannot_be_kept_is_refused(api: Api, name: str) -> None:
    wrong = await api.wrong(LIST, orderBy="SCHOOL_NAME", after=cursor("SCHOOL_NAME", name, "1"))
    assert wrong.extensions == {"code": "BAD_USER_INPUT"}


async def test_a_cursor_of_one_order_is_refused_in_another(api: Api) -> None:
    await erzin(api)

    async def end_of(order: str) -> str:
        page = (await api.ask(LIST, orderBy=order, first=1))["publications"]
        end: str = page["pageInfo"]["endCursor"]
        return end

    ends = {order: await end_of(order) for order in ORDERS}
    for order in ORDERS:
        for of, end in ends.items():
            if of == order:
                rest = (await api.ask(LIST, orderBy=order, after=end))["publications"]["nodes"]
                assert len(rest) == len(ERZIN) - 1
            else:
                assert (await api.wrong(LIST, orderBy=order, after=end)).extensions == {"code": "BAD_USER_INPUT"}
