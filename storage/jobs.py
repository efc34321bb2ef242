"""Background jobs: put in the queue by the transaction that causes them, so that neither goes without the other."""

from storage.database import Transaction, as_json


async def enqueue(transaction: Transaction, task: str, arguments: dict[str, str]) -> None:
    """Have a task of `app.jobs` done once this transaction is committed."""
    async with transaction.as_worker():
        await transaction.run(
            "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', CAST(:task AS varchar), 0, NULL, NULL,"
            " CAST(:arguments AS jsonb), NULL)::procrastinate_job_to_defer_v1])",
            task=task,
            arguments=as_json(arguments),
        )
