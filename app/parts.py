"""Puts the parts of a running Areopag together: database, evidence store, signing key. Used by server and commands."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from app.places import EvidencePlace
from app.settings import Settings
from storage import cases
from storage.blobs import BlobStore, open_blobs
from storage.database import Database
from storage.embedded import start_embedded
from storage.keys import Signer, load_signer
from storage.shape import in_shape
from workflows import frameworks
from workflows.letters import Post
from workflows.processes import add_folder, sha256_of


@dataclass(frozen=True)
class Parts:
    """What everything else is given."""

    settings: Settings
    database: Database
    blobs: BlobStore
    signer: Signer


def blob_store(settings: Settings) -> BlobStore:
    """The place for evidence bytes that the settings name."""
    return blobs_at(settings.evidence, settings)


def blobs_at(place: EvidencePlace, settings: Settings) -> BlobStore:
    """A place for evidence bytes, opened with the settings' keys."""
    access, secret = settings.s3_access_key, settings.s3_secret_key
    return open_blobs(
        "local" if place.folder else "s3",
        place.folder or settings.data,
        endpoint=place.endpoint,
        region=place.region,
        bucket=place.bucket,
        access_key=access.get_secret_value() if access else None,
        secret_key=secret.get_secret_value() if secret else None,
    )


class ProcessChanged(Exception):
    """A version of a process that cases follow is not what it was; the message says what to do."""


async def processes_unchanged(database: Database) -> None:
    """Make sure that every definition a case follows is there, as it was when it was first used.

    Raises ProcessChanged.
    """
    async with database.working() as transaction:
        used = await cases.used_processes(transaction)
    wrong = [f"{one.code}.{one.version}" for one in used if sha256_of(one.code, one.version) != one.sha256]
    if wrong:
        raise ProcessChanged(
            f"Cases follow {', '.join(wrong)}, but the file is missing or has changed since."
            " Restore the file as it was; put changes into a new version."
        )


def migrate_here(url: str) -> None:
    """Bring the database to the present shape where it has another, for a command or a test that ends soon."""
    if not in_shape(url):
        from storage.migrate import migrate

        migrate(url)


def migrate_apart(url: str) -> None:
    """The same in a process of its own, for a server: its tables and migrations would stay in memory for good."""
    if not in_shape(url):
        subprocess.run([sys.executable, "-m", "storage.migrate"], input=url, text=True, check=True)


@asynccontextmanager
async def open_parts(settings: Settings, migrate: Callable[[str], None] = migrate_here) -> AsyncIterator[Parts]:
    """Everything that a request or a command needs, on a migrated database with the supplied frameworks."""
    async with AsyncExitStack() as stack:
        settings.data.mkdir(parents=True, exist_ok=True)
        url = settings.database_url
        if url is None:
            server = await asyncio.to_thread(start_embedded, settings.data)
            stack.push_async_callback(asyncio.to_thread, server.cleanup)
            url = server.get_uri()
        await asyncio.to_thread(migrate, url)
        database = Database(url)
        stack.push_async_callback(database.close)
        if settings.processes:
            add_folder(settings.processes)
        await processes_unchanged(database)
        await frameworks.seed(database)
        signer = await load_signer(database, settings.data, settings.signing_key)
        yield Parts(settings, database, blob_store(settings), signer)


def post_of(settings: Settings, signer: Signer) -> Post:
    """How letters leave this house."""
    return Post(settings.address, signer.sealer(), settings.smtp_host is not None)
