"""The rules of the house that no linter knows."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import schema
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
OPERATING = ROOT / "docs/operating.md"
SOURCE = {".py", ".ts", ".tsx"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers"}
LINE_LIMIT = 500
# Migrations are frozen history: split only by writing the next one.
GENERATED = re.compile(r"(\.gen\.tsx?|\.d\.ts|/generated/.*|/locales/.*|storage/migrations/versions/.*)$")
LOCK_FILES = ["requirements.txt", "requirements-dev.txt"]


def files_of_the_project() -> Iterator[Path]:
    """Committed files and those about to be; a folder without git is walked."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = (Path(name) for name in listing.stdout.decode().split("\0") if name)
    else:
        skipped = {".venv", "node_modules", "dist", "data", "__pycache__"}
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        paths = (path for path in found if not skipped & set(path.parts))
    return (path for path in paths if (ROOT / path).is_file())


def test_names_say_what_a_thing_is_for() -> None:
    nameless = [
        str(path)
        for path in files_of_the_project()
        if FORBIDDEN_NAMES & {part.split(".")[0].lower() for part in path.parts}
    ]
    assert nameless == []


def test_no_source_file_is_too_long_to_read() -> None:
    lengths = {
        path.as_posix(): len((ROOT / path).read_bytes().splitlines())
        for path in files_of_the_project()
        if path.suffix in SOURCE and not GENERATED.search(path.as_posix())
    }
    assert {path: lines for path, lines in lengths.items() if lines > LINE_LIMIT} == {}


def test_schema_is_ours_and_not_the_distribution_of_that_name() -> None:
    assert schema.__file__ is not None
    assert Path(schema.__file__).resolve().parent == ROOT / "schema"


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_names_no_download_host(name: str) -> None:
    lock = (ROOT / name).read_text()
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links", lock) == []


def test_the_client_s_lock_file_names_no_download_host() -> None:
    packages = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    hosts = [name for name, package in packages.items() if "://" in package.get("resolved", "")]
    assert hosts == []


def test_the_client_s_lock_file_locks_what_its_package_file_asks_for() -> None:
    asked = json.loads((ROOT / "web/package.json").read_text())
    locked = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert locked[""].get(kind) == asked.get(kind)
    assert [name for name, package in locked.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize("name", LOCK_FILES)
def test_every_python_requirement_is_pinned_by_hash(name: str) -> None:
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / name).read_text())
    requirements = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    assert [line for line in requirements if "==" not in line or "--hash=sha256:" not in line] == []


def test_every_setting_is_documented_with_its_default() -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \| (?:`([^`]*)`|none|the embedded database) \|", OPERATING.read_text())
    documented = {name: default or None for name, default in rows}
    settings = {
        "PORT" if name == "port" else f"AREOPAG_{name.upper()}": (
            json.dumps(field.default) if isinstance(field.default, bool) else field.default and str(field.default)
        )
        for name, field in Settings.model_fields.items()
    }
    assert documented == settings
