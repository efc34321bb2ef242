"""A published accreditation, for tests of how it lives on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest

from storage.database import Database
from storage.keys import Signer, load_signer
from tests.conftest import TEMPLATE, named
from tests.lives import Life, accredited
from tests.situations import Cast, cast


@dataclass(frozen=True)
class Published:
    """A database in which an accreditation with two conditions is published; each test gets a copy of it."""

    name: str
    signer: Signer
    cast: Cast
    evaluation: UUID


@pytest.fixture(scope="module")
async def published(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Published]:
    name = f"published_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        database = Database(named(postgres, name))
        signer = await load_signer(database, tmp_path_factory.mktemp("keys"))
        made = await accredited(database, signer, await cast(database), conditions=2)
        await database.close()
        yield Published(name, signer, made.cast, made.evaluation)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def life(postgres: str, published: Published) -> AsyncIterator[Life]:
    """The published accreditation, to live on."""
    name = f"life_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {published.name}")
        database = Database(named(postgres, name))
        yield Life(database, published.signer, published.cast, published.evaluation)
        await database.close()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
