"""Published records: canonical JSON, its hash, and the signature that lets anybody check it without us.

Canonical form: RFC 8785 (JSON Canonicalization Scheme). Hash: SHA-256 of its UTF-8 bytes. Signature: Ed25519
(RFC 8032) over the same bytes. Exact numbers are strings in a record, so no number is ever rounded by a reader.
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "areopag-record/1"
FORMAT_WITH_RULES = "areopag-record/2"
FORMAT_WITH_LIFE = "areopag-record/3"
FORMAT_WITH_AREAS = "areopag-record/4"
FORMAT_WITH_WAIVERS = "areopag-record/5"
FORMAT_WITH_PLACES = "areopag-record/6"
FORMAT_WITH_GAPS = "areopag-record/7"
FORMAT_WITH_SURVEYS = "areopag-record/8"
FORMAT_WITH_STATES = "areopag-record/9"
"""The first format; a grade, for results on a framework with rules of its own; statements, and why a result changed;
areas of the pages that are cited; conflicts of interest that were waived; places in a competition; criteria that do not
apply to schools of the kind; figures of surveys; what became of conditions."""
FORMATS = (
    FORMAT,
    FORMAT_WITH_RULES,
    FORMAT_WITH_LIFE,
    FORMAT_WITH_AREAS,
    FORMAT_WITH_WAIVERS,
    FORMAT_WITH_PLACES,
    FORMAT_WITH_GAPS,
    FORMAT_WITH_SURVEYS,
    FORMAT_WITH_STATES,
)


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one sequence of bytes that stands for this value.

    Raises rfc8785.CanonicalizationError for what JSON cannot hold, such as a decimal number that is not a string.
    """
    return rfc8785.dumps(dict(value))


def sha256_of(content: bytes) -> str:
    """The hash, in 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def verifies(content: bytes, signature: str, public_key: str) -> bool:
    """Whether the signature over these bytes was made with the private half of this key (both in base64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def exact(value: Decimal | None) -> str | None:
    """A number as records have it: plain digits, no trailing zeros after the point."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment(value: datetime) -> str:
    """A moment as records have it: UTC, to the microsecond."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
