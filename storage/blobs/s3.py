"""Evidence bytes in an S3 bucket.

What is being received is a multipart upload of equal parts, and behind those that have come in a row the rest, too
short for a part, as an object of its own, `<key>.tail-<number of parts before it>`. A tail counts only while exactly
so many parts are there, so a server that dies between writing a part and forgetting its tail counts no byte twice.
"""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from storage.blobs.breaker import Breaker
from storage.blobs.incoming import in_a_row, write_checked
from storage.blobs.store import (
    LINK_SECONDS,
    PART,
    BlobMissing,
    Kept,
    Link,
    Part,
    StoreUnavailable,
    WrongOffset,
    checked_key,
)

PIECE = 256 * 1024
ABSENT = {"404", "NoSuchKey", "NotFound"}
NO_BUCKET = {"404", "NoSuchBucket"}
NO_RULES = "NoSuchCORSConfiguration"
AMAZONS_FIRST = "us-east-1"
OUR_RULE = "areopag"
NO_UPLOAD = "NoSuchUpload"
CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 10.0
LONG_SECONDS = 60.0
"""For what the store does by itself with a whole blob: joining its parts, copying it."""
MOST_KNOWN = 1000


@dataclass(frozen=True)
class _Progress:
    """What is stored of a blob that is being received."""

    upload: str | None
    parts: list[dict[str, Any]]
    tail: int

    @property
    def row(self) -> int:
        """How many parts have come without a gap."""
        return in_a_row({int(part["PartNumber"]) for part in self.parts})

    @property
    def received(self) -> int:
        """How many bytes have come without a gap."""
        return sum(int(part["Size"]) for part in self.parts[: self.row]) + self.tail


class S3Blobs:
    """A BlobStore in a bucket that exists."""

    def __init__(
        self,
        *,
        endpoint: str | None,
        region: str,
        bucket: str,
        access_key: str | None,
        secret_key: str | None,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._bucket = bucket
        # Amazon wants to be told where a bucket shall be, unless it is in its first region.
        elsewhere = endpoint is None and region != AMAZONS_FIRST
        self._place = {"CreateBucketConfiguration": {"LocationConstraint": region}} if elsewhere else {}
        self._threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="s3")
        self._breaker = Breaker()
        self._beginning = asyncio.Lock()
        self._known: dict[str, str] = {}
        session = boto3.session.Session(access_key, secret_key, region_name=region)

        def client(seconds: float) -> Any:
            return session.client("s3", endpoint_url=endpoint, config=_config(seconds))

        self._client = client(answer_seconds)
        self._patient = client(max(answer_seconds, LONG_SECONDS))

    async def _do(self, call: Callable[..., Any], **arguments: object) -> Any:
        """Run a blocking call of the client in a thread, on our bucket.

        Raises StoreUnavailable, and ClientError for what the store refused.
        """
        return await self._asked(partial(call, Bucket=self._bucket, **arguments))

    async def _asked(self, call: Callable[[], Any]) -> Any:
        self._breaker.ask()
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                self._breaker.answered()
                raise
            self._breaker.failed()
            raise StoreUnavailable(str(error)) from error
        except (BotoCoreError, OSError) as error:
            self._breaker.failed()
            raise StoreUnavailable(str(error)) from error
        self._breaker.answered()
        return answer

    async def prepare(self, origins: Sequence[str]) -> None:
        """See BlobStore. What others let into the bucket stays."""
        try:
            await self._make_bucket()
            ours = {
                "ID": OUR_RULE,
                "AllowedOrigins": list(origins),
                "AllowedMethods": ["PUT"],
                "AllowedHeaders": ["*"],
                "MaxAgeSeconds": 3600,
            }
            rules = [rule for rule in await self._browser_rules() if rule.get("ID") != OUR_RULE]
            await self._do(self._client.put_bucket_cors, CORSConfiguration={"CORSRules": [*rules, ours]})
        except ClientError as error:
            raise StoreUnavailable(str(error)) from error

    async def _make_bucket(self) -> None:
        try:
            await self._do(self._client.head_bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] not in NO_BUCKET:
                raise
            await self._do(self._client.create_bucket, **self._place)

    async def _browser_rules(self) -> list[dict[str, Any]]:
        try:
            found: list[dict[str, Any]] = (await self._do(self._client.get_bucket_cors))["CORSRules"]
        except ClientError as error:
            if error.response["Error"]["Code"] != NO_RULES:
                raise
            return []
        return found

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
        return [upload["UploadId"] for upload in sorted(ours, key=lambda one: (one["Initiated"], one["UploadId"]))]

    async def _parts(self, key: str, upload: str) -> list[dict[str, Any]]:
        def every_page(**arguments: str) -> list[dict[str, Any]]:
            pages = self._client.get_paginator("list_parts").paginate(**arguments)
            return [part for page in pages for part in page.get("Parts", [])]

        listed: list[dict[str, Any]] = await self._do(every_page, Key=key, UploadId=upload)
        return sorted(listed, key=lambda part: int(part["PartNumber"]))

    async def _progress(self, key: str) -> _Progress:
        upload = next(iter(await self._uploads(key)), None)
        parts = await self._parts(key, upload) if upload else []
        without_tail = _Progress(upload, parts, 0)
        return _Progress(upload, parts, await self._size(_tail(key, without_tail.row)) or 0)

    async def _looked_at(self, key: str) -> tuple[int | None, _Progress]:
        """The size of a blob that is finished, and what is stored of one that is not: asked at once, for each question
        to a bucket takes its time."""
        finished, progress = await asyncio.gather(self._size(checked_key(key)), self._progress(key))
        return finished, progress

    async def _open(self, key: str) -> None:
        """The blob is not finished.

        Raises WrongOffset otherwise.
        """
        finished = await self._size(checked_key(key))
        if finished is not None:
            self._known.pop(key, None)
            raise WrongOffset(finished)

    async def received(self, key: str) -> int:
        """See BlobStore."""
        finished, progress = await self._looked_at(key)
        return progress.received if finished is None else finished

    async def append(self, key: str, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """See BlobStore."""
        await self._open(key)
        before = await self._progress(key)
        if before.received != offset:
            raise WrongOffset(before.received)
        upload, count = before.upload, before.row
        gathered = bytearray(await self._whole(_tail(key, count)) if before.tail else b"")
        ended = False
        try:
            async for chunk in chunks:
                gathered += chunk
                while len(gathered) >= PART:
                    upload = upload or await self._begun(key)
                    await self._send(key, upload, count + 1, bytes(gathered[:PART]))
                    del gathered[:PART]
                    count += 1
            ended = True
        finally:
            await asyncio.shield(self._keep(key, count, bytes(gathered), ended))
        return count * PART + len(gathered)

    async def _begun(self, key: str) -> str:
        """The multipart upload of this key. Of two begun at once, by two servers, the older counts.

        Raises WrongOffset for a blob that is finished.
        """
        async with self._beginning:
            if key not in self._known:
                _, under_way = await asyncio.gather(self._open(key), self._uploads(key))
                if not under_way:
                    await self._do(self._client.create_multipart_upload, Key=key)
                if len(self._known) >= MOST_KNOWN:
                    self._known.clear()
                self._known[key] = (await self._uploads(key))[0]
            return self._known[key]

    async def _send(self, key: str, upload: str, number: int, content: bytes | IO[bytes], **more: str) -> None:
        await self._do(self._client.upload_part, Key=key, UploadId=upload, PartNumber=number, Body=content, **more)

    async def _keep(self, key: str, count: int, rest: bytes, ended: bool) -> None:
        """Store what was too short for a part; a connection that broke never shortens what a newer one brought."""
        tail = _tail(key, count)
        if rest and (ended or len(rest) > (await self._size(tail) or 0)):
            await self._do(self._client.put_object, Key=tail, Body=rest)

    async def _whole(self, key: str) -> bytes:
        return b"".join([piece async for piece in self._pieces(key, {})])

    async def parts(self, key: str, size: int) -> set[int]:
        """See BlobStore."""
        finished, progress = await self._looked_at(key)
        if finished is not None:
            return set(range(1, -(-finished // PART) + 1))
        last = -(-size // PART)
        whole = {int(part["PartNumber"]) for part in progress.parts}
        return whole | {last} if progress.received == size else whole

    async def put_part(self, key: str, part: Part, chunks: AsyncIterator[bytes]) -> None:
        """See BlobStore."""
        await self._open(key)
        with tempfile.TemporaryFile(prefix="areopag-") as file:
            await write_checked(part, chunks, file)
            file.seek(0)
            upload = await self._begun(key)
            try:
                await self._send(key, upload, part.number, file, ContentMD5=part.md5)
            except ClientError as error:
                if error.response["Error"]["Code"] != NO_UPLOAD:
                    raise
                self._known.pop(key, None)
                raise StoreUnavailable("what had come of this blob was forgotten") from None

    async def link(self, key: str, part: Part) -> Link | None:
        """See BlobStore."""
        upload = self._known.get(checked_key(key)) or await self._begun(key)
        signed = {"Key": key, "UploadId": upload, "PartNumber": part.number}
        url = self._client.generate_presigned_url(
            "upload_part",
            Params={"Bucket": self._bucket, **signed, "ContentLength": part.size, "ContentMD5": part.md5},
            ExpiresIn=LINK_SECONDS,
        )
        return Link(url, {"Content-MD5": part.md5})

    async def finish(self, key: str, size: int) -> None:
        """See BlobStore."""
        finished = await self._size(checked_key(key))
        if finished is None:
            progress = await self._progress(key)
            if progress.received != size:
                raise WrongOffset(progress.received)
            tail = _tail(key, progress.row)
            if progress.upload is None:
                await self._copy_object(tail, key)
            else:
                if progress.tail:
                    await self._send(key, progress.upload, progress.row + 1, await self._whole(tail))
                await self._complete(key, progress.upload)
        elif finished != size:
            raise WrongOffset(finished)
        self._known.pop(key, None)
        await self._forget_tails(key)

    async def _complete(self, key: str, upload: str) -> None:
        parts = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in await self._parts(key, upload)]
        await self._do(
            self._patient.complete_multipart_upload, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
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
        await self._do(self._patient.copy, Key=target, CopySource={"Bucket": self._bucket, "Key": source})

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes, None]:
        """See BlobStore."""
        if end is not None and end <= start:
            return
        whole = start == 0 and end is None
        asked = {} if whole else {"Range": f"bytes={start}-{'' if end is None else end - 1}"}
        async with aclosing(self._pieces(checked_key(key), asked)) as pieces:
            async for piece in pieces:
                yield piece

    async def _pieces(self, key: str, asked: dict[str, str]) -> AsyncGenerator[bytes, None]:
        try:
            body = (await self._do(self._client.get_object, Key=key, **asked))["Body"]
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                raise BlobMissing(key) from None
            raise
        try:
            while piece := await self._asked(partial(body.read, PIECE)):
                yield piece
        finally:
            body.close()

    async def size(self, key: str) -> int | None:
        """See BlobStore."""
        return await self._size(checked_key(key))

    async def delete(self, key: str) -> None:
        """See BlobStore."""
        self._known.pop(checked_key(key), None)
        for upload in await self._uploads(key):
            await self._do(self._client.abort_multipart_upload, Key=key, UploadId=upload)
        await self._forget_tails(key)
        await self._do(self._client.delete_object, Key=key)

    async def _forget_tails(self, key: str) -> None:
        listed = await self._do(self._client.list_objects_v2, Prefix=f"{key}.tail-")
        for tail in listed.get("Contents", []):
            await self._do(self._client.delete_object, Key=tail["Key"])

    async def everything(self) -> AsyncIterator[Kept]:
        """See BlobStore."""

        def pages(**arguments: str) -> list[Kept]:
            found = []
            for kind, listed, at in (
                ("list_objects_v2", "Contents", "LastModified"),
                ("list_multipart_uploads", "Uploads", "Initiated"),
            ):
                for page in self._client.get_paginator(kind).paginate(**arguments):
                    found += [Kept(one["Key"].partition(".")[0], one[at]) for one in page.get(listed, [])]
            return found

        for prefix in ("uploads/", "evidence/"):
            for kept in await self._do(pages, Prefix=prefix):
                yield kept


def _config(seconds: float) -> Config:
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=seconds,
        retries={"mode": "standard", "total_max_attempts": 2},
        max_pool_connections=16,
        # Servers other than Amazon's do not know the newer checksums; we hash what is stored anyway.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def _tail(key: str, parts: int) -> str:
    return f"{key}.tail-{parts}"
