"""Background work: jobs that wait in the database, done by this process beside its requests or by one of its own."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import procrastinate

from app.dumps.apart import write_dumps_apart
from app.logs import log_fault
from app.mail import add_letter_tasks
from app.settings import Settings
from storage.blobs import BlobStore, StoreUnavailable
from storage.clamd import ScannerFailed, is_clean
from storage.database import WORKER, Database
from storage.keys import load_signer
from workflows import audit, bulk, custody, evidence, surveys
from workflows.clock import strike_all
from workflows.extraction.rendition import as_pdf
from workflows.followups import strike_tracks
from workflows.holding import LookedAt, hold_all
from workflows.letters import Post
from workflows.rules.reasons import Reason

AT_ONCE = 2
ATTEMPTS = 5
PAUSE = 5
"""Seconds before background work goes on after a failure, such as a database that went away."""
LONGER = 30
"""Seconds that a failed check waits more each time."""
AWAY = 30
"""Seconds that a check waits for a store or a scanner that is not there."""
LOOK_FOR_JOBS = 5
"""Seconds between looks for jobs whose time has come; new ones announce themselves."""
GRACE = 5
"""Seconds that jobs have to end when the process stops; what is not done then is done after the next start."""
LOOK_FOR_STALLED = 15
"""Seconds between looks for jobs whose process died; one counts as dead after half a minute without a sign of life."""


def scan_with(settings: Settings) -> evidence.Scan | None:
    """The scanner the settings name, if any."""
    place = settings.scanner
    return (lambda chunks: is_clean(place, chunks)) if place else None


def render_with(settings: Settings) -> evidence.Render | None:
    """The LibreOffice of this machine, if any."""
    soffice = settings.office
    return (lambda source, folder, ending: as_pdf(soffice, source, folder, ending)) if soffice else None


def jobs_of(database: Database, blobs: BlobStore, settings: Settings) -> procrastinate.App:
    """The tasks, on this database's queue."""
    as_worker = {"options": f"-c role={WORKER}"}
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=database.url, min_size=1, max_size=4, kwargs=as_worker)
    )
    scan, render = scan_with(settings), render_with(settings)

    async def accept(upload: UUID) -> None:
        await evidence.accept_upload(database, blobs, upload, scan, render)

    async def refuse(upload: UUID) -> None:
        await evidence.refuse_upload(database, upload, Reason("FILE_CHECK_FAILED"))

    async def make_copy(order: UUID) -> None:
        await evidence.make_redacted_copy(database, blobs, order, most=settings.case_limit_mb * 1024 * 1024)

    async def refuse_copy(order: UUID) -> None:
        await evidence.refuse_redacted_copy(database, order, Reason("COPY_NOT_MADE"))

    _add_patient_task(app, "accept_upload", accept, refuse)
    _add_patient_task(app, "make_redacted_copy", make_copy, refuse_copy)

    @app.periodic(cron="17 3 * * *")
    @app.task(name="forget_orphans", pass_context=False)
    async def forget_orphans(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when by this name
        await custody.forget_orphans(database, blobs)

    @app.periodic(cron="7 * * * *")
    @app.task(name="checkpoint", queueing_lock="checkpoint", pass_context=False)
    async def checkpoint(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which hour it is
        await audit.checkpoint(database, await load_signer(database, settings.data, settings.signing_key))

    looked_at = LookedAt()

    @app.periodic(cron="* * * * *")
    @app.task(name="strike", queueing_lock="strike", pass_context=False)
    async def strike(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which minute it is
        await strike_all(database)
        await hold_all(database, looked_at)
        await strike_tracks(database, await load_signer(database, settings.data, settings.signing_key))
        await surveys.close_overdue(database)

    _write_dumps_each_night(app, database, settings)
    _act_in_many_cases(app, database, settings)
    return app


def _add_patient_task(
    app: procrastinate.App,
    name: str,
    do: Callable[[UUID], Awaitable[None]],
    give_up: Callable[[UUID], Awaitable[None]],
) -> None:
    """A task about one row. While the store or the scanner is away it waits, however long; it is given up after it
    failed for other reasons again and again."""

    @app.task(name=name, pass_context=True, retry=procrastinate.RetryStrategy(wait=PAUSE, linear_wait=LONGER))
    async def task(context: procrastinate.JobContext, /, **row: str) -> None:
        [key] = map(UUID, row.values())
        # A job whose process died counts as an attempt, too: no file takes the server down for ever.
        given_up = context.job.attempts >= ATTEMPTS
        try:
            if not given_up:
                await do(key)
        except (StoreUnavailable, ScannerFailed) as error:
            # That says nothing about the file: it waits until there is somebody to store or to check it.
            log_fault(error)
            await task.configure(schedule_in={"seconds": AWAY}).defer_async(**row)
            return
        except Exception as error:
            # Whatever it is: after the last attempt the row must say so, or people would wait for it for ever.
            log_fault(error)
            given_up = context.job.attempts + 1 >= ATTEMPTS
            if not given_up:
                raise
        if given_up:
            await give_up(key)


def _act_in_many_cases(app: procrastinate.App, database: Database, settings: Settings) -> None:
    @app.task(name="bulk_act", pass_context=True, retry=procrastinate.RetryStrategy(wait=PAUSE, linear_wait=LONGER))
    async def bulk_act(context: procrastinate.JobContext, act: str) -> None:
        if context.job.attempts >= ATTEMPTS:
            await bulk.give_up(database, UUID(act))
        else:
            signer = await load_signer(database, settings.data, settings.signing_key)
            await bulk.work_off(database, signer, UUID(act))


def _write_dumps_each_night(app: procrastinate.App, database: Database, settings: Settings) -> None:
    @app.periodic(cron="41 2 * * *")
    @app.task(name="write_dumps", queueing_lock="write_dumps", pass_context=False)
    async def write_dumps(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says when by this name
        await write_dumps_apart(database.url, settings)


async def _take_up_stalled(app: procrastinate.App) -> None:
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


async def _do_jobs(app: procrastinate.App) -> None:
    await app.run_worker_async(
        concurrency=AT_ONCE,
        install_signal_handlers=False,
        fetch_job_polling_interval=LOOK_FOR_JOBS,
        shutdown_graceful_timeout=GRACE,
        delete_jobs="successful",
    )


async def _again_and_again(run: Callable[[], Awaitable[None]], pause: float) -> None:
    """Run until cancelled, whatever happens: the database may be away for a while."""
    this = asyncio.current_task()
    while this and not this.cancelling():
        try:
            await run()
        except Exception as error:  # noqa: BLE001 - the next round may go better
            log_fault(error)
        await asyncio.sleep(pause)


async def _work(app: procrastinate.App) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_again_and_again(lambda: _take_up_stalled(app), LOOK_FOR_STALLED))
        group.create_task(_again_and_again(lambda: _do_jobs(app), PAUSE))


@asynccontextmanager
async def worker(
    database: Database, blobs: BlobStore, settings: Settings, post: Post | None = None
) -> AsyncIterator[None]:
    """Jobs are done while the body runs."""
    app = jobs_of(database, blobs, settings)
    if post:
        add_letter_tasks(app, database, settings, post)
    async with app.open_async():
        working = asyncio.create_task(_work(app))
        try:
            yield
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working


async def work_until_stopped(database: Database, blobs: BlobStore, settings: Settings, post: Post) -> None:
    """Do jobs in a process of their own, until it is told to stop."""
    stopped = asyncio.Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(told, stopped.set)
    async with worker(database, blobs, settings, post):
        await stopped.wait()
