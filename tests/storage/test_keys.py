"""The key that signs records: made once, for its owner only, or given; those before it stay known."""

import asyncio
import stat
from pathlib import Path

import pytest

from storage import publications as stored
from storage.database import Database
from storage.keys import SigningKeyUnusable, load_signer


async def test_the_key_is_made_once_and_for_its_owner_only(database: Database, tmp_path: Path) -> None:
    signers = await asyncio.gather(*(load_signer(database, tmp_path) for _ in range(4)))
    assert len({signer.key_id for signer in signers}) == 1
    file = tmp_path / "keys" / "signing.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["signing.pem"]
    async with database.reading(None) as tx:
        assert dict(await stored.signing_keys(tx)) == {signers[0].key_id: signers[0].public_key}


async def test_a_given_key_signs_and_the_old_one_stays_known(database: Database, tmp_path: Path) -> None:
    old = await load_signer(database, tmp_path / "old")
    other = await load_signer(database, tmp_path / "other")
    given = await load_signer(database, tmp_path / "new", tmp_path / "other/keys/signing.pem")
    assert given.key_id == other.key_id
    assert not (tmp_path / "new").exists()
    async with database.reading(None) as tx:
        assert set(await stored.signing_keys(tx)) == {old.key_id, other.key_id}


@pytest.mark.parametrize("content", [None, b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n"])
async def test_a_file_that_is_no_key_stops_the_start(database: Database, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SigningKeyUnusable, match=r"key\.pem"):
        await load_signer(database, tmp_path, file)
