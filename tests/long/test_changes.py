"""The feed of changes with 64 publishers and 64 readers at once; the same with few stands among the ordinary tests."""

from storage.database import Database
from storage.keys import Signer
from tests.schema.test_changes import feed_is_read_while_records_are_published


async def test_sixty_four_readers_of_sixty_four_publishers_get_every_record_once(
    database: Database, signer: Signer
) -> None:
    await feed_is_read_while_records_are_published(database, signer, publishers=64, each=5, readers=64)
