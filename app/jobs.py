"""Background work: jobs that wait in the database, done by this process beside its requests or by one of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import procrastinate
import structlog

from app.logs import log_fault
from app.settings import Settings
from storage.blobs import BlobStore
from storage.clamd import is_clean
from storage.database import Database
from workflows import evidence

log = structlog.get_logger()

AT_ONCE = 2
ATTEMPTS = 5
LOOK_FOR_STALLED = 30
"""Seconds after which a job whose process died is taken up again."""


def scan_with(settings: Settings) -> evidence.Scan | None:
    """The scanner the settings name, if any."""
    host = settings.clamd_host
    return (lambda chunks: is_clean(host, settings.clamd_port, chunks)) if host else None


def jobs_of(database: Database, blobs: BlobStore, settings: Settings) -> procrastinate.App:
    """The tasks, on this database's queue."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=database.url, min_size=1, max_size=4))
    scan = scan_with(settings)

    @app.task(
        name="accept_upload",
        pass_context=True,
        retry=procrastinate.RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=4),
    )
    async def accept_upload(context: procrastinate.JobContext, upload: str) -> None:
        try:
            await evidence.accept_upload(database, blobs, UUID(upload), scan)
        except Exception as error:
            log_fault(error)
            if context.job.attempts + 1 >= ATTEMPTS:
                await evidence.refuse_upload(database, UUID(upload), "FILE_CHECK_FAILED", {})
            raise

    return app


async def _take_up_stalled(app: procrastinate.App) -> None:
    while True:
        for job in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(job)
        await asyncio.sleep(LOOK_FOR_STALLED)


async def work(app: procrastinate.App) -> None:
    """Do jobs until cancelled."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_take_up_stalled(app))
        group.create_task(
            app.run_worker_async(concurrency=AT_ONCE, install_signal_handlers=False, delete_jobs="successful")
        )


@asynccontextmanager
async def worker(database: Database, blobs: BlobStore, settings: Settings) -> AsyncIterator[None]:
    """Jobs are done while the body runs."""
    app = jobs_of(database, blobs, settings)
    async with app.open_async():
        working = asyncio.create_task(work(app))
        try:
            yield
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working


async def work_until_stopped(database: Database, blobs: BlobStore, settings: Settings) -> None:
    """Do jobs in a process of their own, until it is told to stop."""
    app = jobs_of(database, blobs, settings)
    async with app.open_async():
        await app.run_worker_async(concurrency=AT_ONCE, delete_jobs="successful")
