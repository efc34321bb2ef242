"""Background jobs: put in the queue by the transaction that causes them, so that neither goes without the other."""

from storage.database import Transaction, as_json

DEFER = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', CAST(:task AS varchar), 0, NULL, NULL,"
    " CAST(:arguments AS jsonb), NULL)::procrastinate_job_to_defer_v1])"
)


async def enqueue(transaction: Transaction, task: str, arguments: dict[str, str]) -> None:
    """Have a task of `app.jobs` done once this transaction is committed."""
    async with transaction.as_worker():
        await transaction.run(DEFER, task=task, arguments=as_json(arguments))


async def enqueue_unless_there(transaction: Transaction, task: str, arguments: dict[str, str]) -> None:
    """The same, unless it waits or is being done already."""
    async with transaction.as_worker():
        await transaction.run("SELECT pg_advisory_xact_lock(hashtextextended(:task, 0))", task=task)
        await transaction.run(
            f"{DEFER} WHERE NOT EXISTS"
            " (SELECT FROM procrastinate_jobs WHERE task_name = :task AND status IN ('todo', 'doing'))",
            task=task,
            arguments=as_json(arguments),
        )
