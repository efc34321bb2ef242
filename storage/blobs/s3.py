"""Evidence bytes in an S3 bucket.

What is being received is a multipart upload of equal parts, and behind them the rest, too short for a part, as an
object of its own, `<key>.tail-<number of parts before it>`. A tail counts only while exactly so many parts are there,
so a server that dies between writing a part and forgetting its tail counts no byte twice.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from storage.blobs.store import BlobMissing, WrongOffset, checked_key

PART = 8 * 1024 * 1024
PIECE = 256 * 1024
ABSENT = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True)
class _Progress:
    """What is stored of a blob that is being received."""

    upload: str | None
    parts: list[dict[str, Any]]
    tail: int

    @property
    def received(self) -> int:
        return sum(int(part["Size"]) for part in self.parts) + self.tail


class S3Blobs:
    """A BlobStore in a bucket that exists."""

    def __init__(
        self, *, endpoint: str | None, region: str, bucket: str, access_key: str | None, secret_key: str | None
    ) -> None:
        self._bucket = bucket
        self._threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="s3")
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=5,
                read_timeout=60,
                retries={"mode": "standard", "max_attempts": 4},
                max_pool_connections=16,
                # Servers other than Amazon's do not know the newer checksums; we hash what is stored anyway.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    async def _do(self, call: Callable[..., Any], **arguments: object) -> Any:
        """Run a blocking call of the client in a thread, on our bucket."""
        named = partial(call, Bucket=self._bucket, **arguments)
        return await asyncio.get_running_loop().run_in_executor(self._threads, named)

    async def _size(self, key: str) -> int | None:
        try:
            return int((await self._do(self._client.head_object, Key=key))["ContentLength"])
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                return None
            raise

    async def _uploads(self, key: str) -> list[str]:
        """The multipart uploads under way for a key, the oldest first."""
        found = await self._do(self._client.list_multipart_uploads, Prefix=key)
        ours = [upload for upload in found.get("Uploads", []) if upload["Key"] == key]
        return [upload["UploadId"] for upload in sorted(ours, key=lambda upload: upload["Initiated"])]

    async def _parts(self, key: str, upload: str) -> list[dict[str, Any]]:
        def every_page(**arguments: str) -> list[dict[str, Any]]:
            pages = self._client.get_paginator("list_parts").paginate(**arguments)
            return [part for page in pages for part in page.get("Parts", [])]

        listed: list[dict[str, Any]] = await self._do(every_page, Key=key, UploadId=upload)
        return sorted(listed, key=lambda part: int(part["PartNumber"]))

    async def _progress(self, key: str) -> _Progress:
        upload = next(iter(await self._uploads(key)), None)
        parts = await self._parts(key, upload) if upload else []
        return _Progress(upload, parts, await self._size(_tail(key, len(parts))) or 0)

    async def received(self, key: str) -> int:
        """See BlobStore."""
        finished = await self._size(checked_key(key))
        return finished if finished is not None else (await self._progress(key)).received

    async def append(self, key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """See BlobStore."""
        finished = await self._size(checked_key(key))
        if finished is not None:
            raise WrongOffset(finished)
        before = await self._progress(key)
        if before.received != offset:
            raise WrongOffset(before.received)
        upload, count = before.upload, len(before.parts)
        gathered = bytearray(await self._whole(_tail(key, count)) if before.tail else b"")
        ended = False
        try:
            async for chunk in chunks:
                gathered += chunk
                while len(gathered) >= PART:
                    upload = upload or await self._begin(key)
                    await self._send(key, upload, count + 1, bytes(gathered[:PART]))
                    del gathered[:PART]
                    count += 1
            ended = True
        finally:
            await asyncio.shield(self._keep(key, count, bytes(gathered), ended))
        return count * PART + len(gathered)

    async def _begin(self, key: str) -> str:
        return str((await self._do(self._client.create_multipart_upload, Key=key))["UploadId"])

    async def _send(self, key: str, upload: str, number: int, content: bytes) -> None:
        await self._do(self._client.upload_part, Key=key, UploadId=upload, PartNumber=number, Body=content)

    async def _keep(self, key: str, count: int, rest: bytes, ended: bool) -> None:
        """Store what was too short for a part; a connection that broke never shortens what a newer one brought."""
        tail = _tail(key, count)
        if rest and (ended or len(rest) > (await self._size(tail) or 0)):
            await self._do(self._client.put_object, Key=tail, Body=rest)

    async def _whole(self, key: str) -> bytes:
        return b"".join([piece async for piece in self._pieces(key, {})])

    async def finish(self, key: str, size: int) -> None:
        """See BlobStore."""
        finished = await self._size(checked_key(key))
        if finished is None:
            progress = await self._progress(key)
            if progress.received != size:
                raise WrongOffset(progress.received)
            tail = _tail(key, len(progress.parts))
            if progress.upload is None:
                await self._copy_object(tail, key)
            else:
                if progress.tail:
                    number = len(progress.parts) + 1
                    await self._send(key, progress.upload, number, await self._whole(tail))
                await self._complete(key, progress.upload)
        elif finished != size:
            raise WrongOffset(finished)
        await self._forget_tails(key)

    async def _complete(self, key: str, upload: str) -> None:
        parts = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in await self._parts(key, upload)]
        await self._do(
            self._client.complete_multipart_upload,
            Key=key,
            UploadId=upload,
            MultipartUpload={"Parts": parts},
        )

    async def put(self, key: str, content: bytes) -> None:
        """See BlobStore."""
        await self._do(self._client.put_object, Key=checked_key(key), Body=content)

    async def copy(self, source: str, target: str) -> None:
        """See BlobStore."""
        try:
            await self._copy_object(checked_key(source), checked_key(target))
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                raise BlobMissing(source) from None
            raise

    async def _copy_object(self, source: str, target: str) -> None:
        # The managed copy takes blobs over the 5 GiB of a single one, too.
        await self._do(self._client.copy, Key=target, CopySource={"Bucket": self._bucket, "Key": source})

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See BlobStore."""
        if end is not None and end <= start:
            return
        whole = start == 0 and end is None
        asked = {} if whole else {"Range": f"bytes={start}-{'' if end is None else end - 1}"}
        async for piece in self._pieces(checked_key(key), asked):
            yield piece

    async def _pieces(self, key: str, asked: dict[str, str]) -> AsyncIterator[bytes]:
        try:
            body = (await self._do(self._client.get_object, Key=key, **asked))["Body"]
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                raise BlobMissing(key) from None
            raise
        loop = asyncio.get_running_loop()
        try:
            while piece := await loop.run_in_executor(self._threads, body.read, PIECE):
                yield piece
        finally:
            body.close()

    async def size(self, key: str) -> int | None:
        """See BlobStore."""
        return await self._size(checked_key(key))

    async def delete(self, key: str) -> None:
        """See BlobStore."""
        for upload in await self._uploads(checked_key(key)):
            await self._do(self._client.abort_multipart_upload, Key=key, UploadId=upload)
        await self._forget_tails(key)
        await self._do(self._client.delete_object, Key=key)

    async def _forget_tails(self, key: str) -> None:
        listed = await self._do(self._client.list_objects_v2, Prefix=f"{key}.tail-")
        for tail in listed.get("Contents", []):
            await self._do(self._client.delete_object, Key=tail["Key"])


def _tail(key: str, parts: int) -> str:
    return f"{key}.tail-{parts}"
