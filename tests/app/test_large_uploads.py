"""A file on its way through a server that is killed: the small sister of `make soak-upload`."""

from pathlib import Path

import pytest

from tests.long.upload import MOST_GROWTH_MB, PART, Film, arrives, settings_for
from tests.services.ceph import Ceph


@pytest.mark.faults
@pytest.mark.parametrize("store", ["local", "s3"])
def test_a_file_arrives_whole_though_the_server_is_killed_on_the_way_and_stays_small(
    owner_url: str, tmp_path: Path, request: pytest.FixtureRequest, store: str
) -> None:
    film = Film(3 * PART + 1234)
    ceph: Ceph | None = request.getfixturevalue("ceph") if store == "s3" else None
    bucket = settings_for(ceph) if ceph else {}
    told = arrives(owner_url, tmp_path, film, 1, bucket, also_while_checked=False)
    assert (told.arrived, told.hash_equal, told.kills) == (film.size, True, 1)
    assert told.rss_growth_mb < MOST_GROWTH_MB
