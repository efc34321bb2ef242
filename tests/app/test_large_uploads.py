"""A file on its way through a server that is killed: the small sister of `make soak-upload`."""

import re
from pathlib import Path

import pytest

from tests.long.upload import PART, Film, arrives, settings_for


@pytest.mark.faults
@pytest.mark.parametrize("store", ["local", "s3"])
def test_a_file_arrives_whole_though_the_server_is_killed_on_the_way_and_stays_small(
    owner_url: str, tmp_path: Path, request: pytest.FixtureRequest, store: str
) -> None:
    film = Film(3 * PART + 1234)
    bucket = settings_for(request.getfixturevalue("ceph")) if store == "s3" else {}
    line = arrives(owner_url, tmp_path, film, 1, bucket, also_while_checked=False)
    told = re.fullmatch(rf"arrived {film.size} of {film.size}, hash equal, RSS growth (\d+) MB", line)
    assert told, line
    assert int(told[1]) < 64
