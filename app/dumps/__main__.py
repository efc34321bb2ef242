"""`python -m app.dumps`: writes the dumps of every format for a server, which tells on standard input where."""

import asyncio
import json
import sys
from pathlib import Path

from app.dumps import FORMATS, write_dump
from storage.database import Database
from storage.keys import load_signer


async def main(url: str, data: str, signing_key: str | None) -> None:
    """Write them, one after another."""
    database = Database(url)
    try:
        signer = await load_signer(database, Path(data), Path(signing_key) if signing_key else None)
        for kind in FORMATS:
            await write_dump(database, signer, kind, Path(data) / "dumps" / kind)
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(**json.load(sys.stdin)))
