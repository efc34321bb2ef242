"""`areopag verify`: what was published is told from what was changed, with the file and the agency's keys alone."""

import json
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app.cli import app
from app.settings import Settings
from storage.database import Database
from tests.app.test_published import publish


class Copies:
    """Files somebody has downloaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = folder / "keys.json"

    def write(self, name: str, content: bytes | str) -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def verify(self, path: Path, *options: str, keys: bool = True) -> tuple[int, str]:
        """What the command says."""
        known = ["--keys", str(self.keys)] if keys else []
        answer = CliRunner().invoke(app, ["verify", str(path), *known, *options])
        return answer.exit_code, answer.output


@pytest.fixture
async def copies(client: httpx.AsyncClient, database: Database, settings: Settings, tmp_path: Path) -> Copies:
    await publish(database, settings)
    made = Copies(tmp_path)
    for name in ("keys.json", "1.json", "1.sealed.json"):
        made.write(name, (await client.get(f"/published/{name}")).content)
    signature = (await client.get("/published/1.json")).headers["areopag-signature"]
    made.write("signature", signature)
    return made


async def test_a_sealed_record_is_genuine(copies: Copies) -> None:
    code, said = copies.verify(copies.folder / "1.sealed.json")
    assert (code, said.split(" (")[0]) == (0, "record 1: genuine")


async def test_without_the_agency_s_keys_it_is_only_unchanged(copies: Copies) -> None:
    code, said = copies.verify(copies.folder / "1.sealed.json", keys=False)
    assert code == 0
    assert "whose key it is was not checked" in said


async def test_a_bare_record_needs_its_signature(copies: Copies) -> None:
    code, said = copies.verify(copies.folder / "1.json")
    assert (code, "nothing to check it with" in said) == (2, True)
    signature = (copies.folder / "signature").read_text()
    assert copies.verify(copies.folder / "1.json", "--signature", signature)[0] == 0
    assert copies.verify(copies.folder / "1.json", "--signature", "AAAA" + signature[4:])[0] == 1


async def test_how_the_json_is_laid_out_does_not_matter(copies: Copies) -> None:
    pretty = json.dumps(json.loads((copies.folder / "1.sealed.json").read_text()), indent=2, ensure_ascii=True)
    assert copies.verify(copies.write("pretty.json", pretty))[0] == 0


CHANGES = [
    ('"total":"87.72"', '"total":"97.72"'),
    ('"number":1,', '"number":1,"extra":1,'),
    ('"number":1,', '"number":2,"number":1,'),
    ("Школа № 1", "Школа № 2"),
    ('"format":"areopag-record/1"', '"format":"areopag-record/2"'),
    ('"dissents":[]', '"dissents":[1]'),
]


async def test_what_was_changed_is_found(copies: Copies) -> None:
    text = (copies.folder / "1.sealed.json").read_text()
    for old, new in CHANGES:
        assert old in text
        changed = copies.write("changed.json", text.replace(old, new))
        assert (copies.verify(changed)[0], copies.verify(changed, keys=False)[0]) == (1, 1), new


async def test_a_key_that_is_not_the_agency_s_is_found(copies: Copies) -> None:
    copies.write("keys.json", json.dumps({"0" * 16: "AAAA"}))
    assert copies.verify(copies.folder / "1.sealed.json")[0] == 1


async def test_what_is_no_record_is_not_genuine(copies: Copies) -> None:
    for content in (b"", b"no json", b"[" * 100_000, b"{}", b"[]", b"\xff\xfe", b'{"format": []}'):
        assert copies.verify(copies.write("file.json", content))[0] == 1, content[:20]


@pytest.mark.parametrize("package", ["{", "[1]", "{}", '{"resources": "x"}', '{"resources": [{"path": "a.csv"}]}'])
async def test_what_is_no_data_package_cannot_be_read(copies: Copies, package: str) -> None:
    assert copies.verify(copies.write("datapackage.json", package))[0] == 2


async def test_a_sealed_record_is_kept_for_ever(client: httpx.AsyncClient, copies: Copies) -> None:
    answer = await client.get("/published/1.sealed.json")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = await client.get("/published/1.sealed.json", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get("/published/2.sealed.json")).status_code == 404
