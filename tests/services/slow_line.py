"""A bad line in front of a server: so many bytes a second in each direction, and cut when the test says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

PIECE = 16 * 1024


@dataclass
class SlowLine:
    """The line; `port` is its near end."""

    far_port: int
    bytes_per_second: float
    port: int = 0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """Every connection breaks."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far_port)
        self._writers |= {writer, far_writer}
        with suppress(OSError):
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        self._writers -= {writer, far_writer}
        for end in (writer, far_writer):
            end.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(PIECE):
            await asyncio.sleep(len(piece) / self.bytes_per_second)
            writer.write(piece)
            await writer.drain()
        writer.write_eof()


@asynccontextmanager
async def slow_line(far_port: int, bytes_per_second: float) -> AsyncIterator[SlowLine]:
    """A line to a port of this machine."""
    line = SlowLine(far_port, bytes_per_second)
    server = await asyncio.start_server(line.connect, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        line.cut()
        server.close()
