"""Where evidence bytes are kept: one interface, two stores. Nothing here knows what the bytes mean."""

from pathlib import Path
from typing import Literal

from storage.blobs.local import LocalBlobs
from storage.blobs.store import (
    LINK_SECONDS,
    PART,
    BlobMissing,
    BlobStore,
    Link,
    Part,
    PartDamaged,
    StoreUnavailable,
    WrongOffset,
)

__all__ = [
    "LINK_SECONDS",
    "PART",
    "BlobMissing",
    "BlobStore",
    "Link",
    "Part",
    "PartDamaged",
    "StoreUnavailable",
    "WrongOffset",
    "open_blobs",
]


def open_blobs(
    kind: Literal["local", "s3"],
    folder: Path,
    *,
    endpoint: str | None = None,
    region: str = "us-east-1",
    bucket: str | None = None,
    access_key: str | None = None,
    secret_key: str | None = None,
) -> BlobStore:
    """The store that the settings name: `folder` for the local one, the rest for S3."""
    if kind == "local":
        return LocalBlobs(folder)
    # The S3 client takes a second to import; those who do not use it need not wait.
    from storage.blobs.s3 import S3Blobs

    assert bucket, "the settings were checked"
    return S3Blobs(endpoint=endpoint, region=region, bucket=bucket, access_key=access_key, secret_key=secret_key)
