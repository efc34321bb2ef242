"""The school's officer before a case in preparation, with a file in hand."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from storage import evidence as stored
from storage.blobs import BlobStore, open_blobs
from storage.database import Database
from storage.evidence import DocumentRow, UploadRow, VersionRow
from tests import situations
from tests.situations import Cast, cast, opened
from workflows import evidence
from workflows.evidence import NewFile, Purpose

LARGEST = 1_000_000
MOST = 300_000_000
CODES = situations.scored_codes()[:3]


@dataclass(frozen=True)
class Room:
    """A case in preparation and the school's officer with a file."""

    database: Database
    blobs: BlobStore
    people: Cast
    evaluation: UUID

    @property
    def officer(self) -> UUID:
        """Who sends."""
        return self.people.officer

    async def begin(
        self,
        name: str = "Устав.pdf",
        size: int = 100,
        codes: Sequence[str] = (),
        *,
        document: UUID | None = None,
        key: str | None = None,
        person: UUID | None = None,
        request: UUID | None = None,
        track: UUID | None = None,
    ) -> UUID:
        """Announce a file."""
        file = NewFile(name, size, document, list(codes), purpose=Purpose(request, track))
        sender = person or self.officer
        return await evidence.begin_upload(
            self.database, sender, self.evaluation, key or str(uuid4()), file, largest=LARGEST, most=MOST
        )

    async def send(self, upload: UUID, content: bytes) -> None:
        """Bring the bytes, in two parts."""
        half = len(content) // 2
        key = evidence.upload_key(upload)
        for start, part in ((0, content[:half]), (half, content[half:])):
            await self.blobs.append(key, start, chunks_of(part))

    async def sent(self, content: bytes, name: str = "Устав.pdf", codes: Sequence[str] = (), **more: Any) -> UUID:
        """A file whose bytes are all here and wait for the check."""
        upload = await self.begin(name, len(content), codes, **more)
        await self.send(upload, content)
        return await evidence.finish_upload(self.database, self.blobs, self.officer, upload)

    async def check(self, upload: UUID, scan: evidence.Scan | None = None) -> UploadRow:
        """Do the job, and look at the upload as its sender."""
        await evidence.accept_upload(self.database, self.blobs, upload, scan)
        return await self.look(upload)

    async def look(self, upload: UUID) -> UploadRow:
        """The upload as its sender sees it."""
        async with self.database.reading(self.officer) as tx:
            found = (await stored.uploads_by_id(tx, [upload]))[0]
        assert found
        return found

    async def taken(self, content: bytes, name: str = "Устав.pdf", codes: Sequence[str] = (), **more: Any) -> UUID:
        """A document made from a file."""
        upload = await self.check(await self.sent(content, name, codes, **more))
        assert upload.state == "READY", upload.refusal
        assert upload.document_id
        return upload.document_id

    async def documents(self, person: UUID | None = None) -> list[DocumentRow]:
        """The case's documents as somebody sees them."""
        async with self.database.reading(person or self.officer) as tx:
            return (await stored.documents_of(tx, [self.evaluation]))[0]

    async def versions(self, document: UUID) -> list[VersionRow]:
        """A document's versions."""
        async with self.database.reading(self.officer) as tx:
            return (await stored.versions_of(tx, [document]))[0]

    async def bytes_of(self, version: UUID) -> bytes:
        """What is stored of a version."""
        return b"".join([piece async for piece in self.blobs.read(evidence.evidence_key(version))])

    async def move_deadline(self, due: datetime) -> None:
        """Behind everybody's back."""
        async with self.database.working() as tx:
            await tx.run(
                "UPDATE working.deadline SET due_at = :due WHERE evaluation_id = :id AND name = 'submission'",
                due=due,
                id=self.evaluation,
            )


async def room_of(database: Database, folder: Path) -> Room:
    """The room, on an empty database, its bytes in the folder."""
    people = await cast(database)
    return Room(database, open_blobs("local", folder), people, await opened(database, people))


async def chunks_of(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    """Bytes as they come from a network."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


def blobs_in(folder: Path) -> list[str]:
    """The names of everything stored."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
