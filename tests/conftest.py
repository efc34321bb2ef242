"""A real PostgreSQL for every test: one server a run, one template, one database a test."""

import asyncio
import contextlib
import gc
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest
from argon2 import PasswordHasher
from hypothesis import settings as hypothesis_settings

from app.settings import Mode, Settings
from storage.database import Database
from storage.embedded import start_embedded
from storage.keys import Signer, load_signer
from storage.migrate import migrate
from tests.services import ceph as s3_server
from tests.services.ceph import Ceph
from tests.short_lived import short_lived_folder
from workflows import frameworks, people

TEMPLATE = "areopag_template"
# What makes a database survive a power cut; a test's database need not.
CARELESS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")

# The files and folders that take longest, longest first: a worker that got one last would keep everybody waiting.
LONGEST_NAME = 60
LONGEST = ("test_main_job", "storage", "e2e", "access")

# On a machine that does other work too, the first example of a property may take long; pytest has the last word.
hypothesis_settings.register_profile("shared machine", deadline=None)
hypothesis_settings.load_profile("shared machine")


# To hash a password takes a third of a second of the processor's time on purpose: one test is about that.
AS_SERVED = people.hasher
people.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# What is imported stays: to look through it for garbage again and again takes an eighth of a worker's time.
GARBAGE_AFTER = (10_000, 20, 10)
gc.disable()


def pytest_collection_finish() -> None:
    """From here on garbage is looked for among what tests make."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_AFTER)
    gc.enable()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Workers take whole files, and one of them all that needs the S3 server, and all that needs the demo."""
    needs_ceph = "Ceph" in vars(getattr(item, "module", None) or object)
    needs_demo = "demo_server" in getattr(item, "fixturenames", ())
    file = item.path.relative_to(item.config.rootpath).as_posix()
    item.add_marker(pytest.mark.xdist_group("ceph" if needs_ceph else "demo" if needs_demo else file))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Whole files name no test: they are made anew in each worker, with its own times."""
    return argname if isinstance(val, bytes | str) and len(val) > LONGEST_NAME else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first."""
    items.sort(key=_when)


def _when(item: pytest.Item) -> int:
    place = next((part for part in LONGEST if part in item.path.parts or part == item.path.stem), None)
    return LONGEST.index(place) if place else len(LONGEST)


def named(url: str, database: str) -> str:
    """The address of another database on the same server."""
    address, question, options = url.partition("?")
    return f"{address.rpartition('/')[0]}/{database}{question}{options}"


def in_shape(_url: str) -> None:
    """What a server does to its database before it opens it where the template was brought to the present shape."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this run's own, with a template database as the first start leaves it."""
    folder = short_lived_folder()
    server = start_embedded(folder)
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in CARELESS:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(named(url, TEMPLATE))
    with ThreadPoolExecutor(1) as beside:  # where a loop runs already, another cannot be run
        beside.submit(asyncio.run, _supply(named(url, TEMPLATE))).result()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


async def _supply(url: str) -> None:
    database = Database(url)
    await frameworks.seed(database)
    await database.close()


class Databases:
    """New databases on the server of this run, one for each who asks."""

    def __init__(self, server: str, owner: psycopg.Connection) -> None:
        self._server, self._owner = server, owner
        self._left: list[str] = []

    def one_like(self, template: str) -> Iterator[str]:
        """The owner's address of a copy of this template.

        Whoever has just left a database is still taking leave of the server, which would wait for them a tenth of a
        second: a copy is dropped when the next is made.
        """
        name = f"test_{uuid4().hex}"
        self._owner.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY".encode())
        while self._left:
            self._owner.execute(f"DROP DATABASE {self._left.pop()} WITH (FORCE)".encode())
        yield named(self._server, name)
        self._left.append(name)


@pytest.fixture(scope="session")
def databases(postgres: str) -> Iterator[Databases]:
    """What makes a database for whoever needs one of their own."""
    with psycopg.connect(postgres, autocommit=True) as owner:
        yield Databases(postgres, owner)


@pytest.fixture
def empty_url(databases: Databases) -> Iterator[str]:
    """The owner's address of a database that was never migrated."""
    yield from databases.one_like("template0")


@pytest.fixture
def owner_url(databases: Databases) -> Iterator[str]:
    """The owner's address of this test's own database, as the first start of a server leaves it."""
    yield from databases.one_like(TEMPLATE)


@pytest.fixture(scope="module")
def module_url(databases: Databases) -> Iterator[str]:
    """The owner's address of a database that the tests of a file share, as the first start of a server leaves it."""
    yield from databases.one_like(TEMPLATE)


@pytest.fixture
async def database(owner_url: str) -> AsyncIterator[Database]:
    """This test's own database, as the first start of a server leaves it."""
    opened = Database(owner_url)
    yield opened
    await opened.close()


@pytest.fixture
async def signer(database: Database, tmp_path: Path) -> Signer:
    """What signs the records and the trail of this test's database."""
    return await load_signer(database, tmp_path)


@pytest.fixture
def settings(owner_url: str, tmp_path: Path) -> Settings:
    """Settings of a development server on this test's own database and folder."""
    return Settings(
        mode=Mode.DEVELOPMENT,
        data=tmp_path,
        database_url=owner_url,
        workers_in_server=False,
        points_a_minute=10**9,
        log_level="error",
    )


@pytest.fixture
async def client(settings: Settings, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in front of a started server."""
    from app.asgi import create_app

    app = create_app(settings, in_shape)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://areopag.test") as browser:
            yield browser


@pytest.fixture(scope="session")
def ceph() -> Iterator[Ceph]:
    """A real S3 server of this run's own."""
    with s3_server.running() as server:
        yield server


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    for name in [name for name in os.environ if name.startswith("AREOPAG_") or name == "PORT"]:
        del os.environ[name]


@pytest.fixture(scope="session")
def demo_server() -> Iterator[str]:
    """The address of a server in demo mode, started as people start it, on a data folder of its own."""
    folder = short_lived_folder()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "AREOPAG_DATA": str(folder), "AREOPAG_LOG_LEVEL": "warning"}
    log = (folder / "server.log").open("wb")
    command = [sys.executable, "-c", "from app.cli import app; app(['serve'])"]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        # One client: each makes a context for TLS of its own, which takes longer than to ask.
        with httpx.Client(base_url=address, trust_env=False) as asking:
            for _ in range(3000):
                if server.poll() is not None:
                    pytest.fail((folder / "server.log").read_text())
                with contextlib.suppress(httpx.TransportError):
                    if asking.get("/healthz").status_code == 200:
                        break
                time.sleep(0.1)
            else:
                pytest.fail("the demo is not there after five minutes")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)
