"""Seals: what a copy of a record, or of many, carries with it so that it can be checked away from the server.

A sealed record is an object with the record itself, its hash, its signature and the key. A key that comes with the
copy shows that nothing was changed since somebody signed; that this somebody is the agency shows only a key that came
another way, so a verdict says which of the two it rests on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import rfc8785
from pydantic import ValidationError

from workflows.rules.record_shape import checked
from workflows.rules.records import FORMATS, canonical, sha256_of, verifies

SEALED = "areopag-sealed-record/1"


class Verdict(Enum):
    """What a check came to."""

    GENUINE = "genuine"
    UNCHANGED = "unchanged since it was signed; whose key it is was not checked"
    UNSIGNED = "nothing to check it with"
    FALSE = "not genuine"


@dataclass(frozen=True)
class Checked:
    """A verdict on a thing, and why."""

    verdict: Verdict
    what: str
    why: str = ""


@dataclass(frozen=True)
class Seal:
    """Hash, signature (base64) and the key it was made with."""

    sha256: str
    signature: str
    key_id: str
    public_key: str

    def plain(self) -> dict[str, str]:
        """As JSON has it."""
        return {
            "sha256": self.sha256,
            "signature": self.signature,
            "key_id": self.key_id,
            "public_key": self.public_key,
        }


def sealed(body: bytes, seal: Seal) -> bytes:
    """A record with its seal, on one line; the record stands in it byte for byte."""
    rest = json.dumps(seal.plain()).encode()
    return b'{"format":"%b","record":%b,"seal":%b}' % (SEALED.encode(), body, rest)


def seal_in(value: object) -> Seal | None:
    """The seal, if this is one."""
    names = ("sha256", "signature", "key_id", "public_key")
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in names):
        return None
    return Seal(*(value[name] for name in names))


def check_seal(content: bytes, seal: Seal, keys: Mapping[str, str] | None, what: str) -> Checked:
    """Whether the seal is that of these bytes; `keys` are the agency's, by id, where they are known."""
    if sha256_of(content) != seal.sha256:
        return Checked(Verdict.FALSE, what, "its content is not what was hashed")
    if keys is not None and seal.key_id not in keys:
        return Checked(Verdict.FALSE, what, f"key {seal.key_id} is none of the agency's")
    if not verifies(content, seal.signature, keys[seal.key_id] if keys else seal.public_key):
        return Checked(Verdict.FALSE, what, "the signature was not made over it with this key")
    if keys is None:
        return Checked(Verdict.UNCHANGED, what, f"signed with key {seal.key_id}")
    return Checked(Verdict.GENUINE, what, f"signed with key {seal.key_id}")


def check_record(value: Mapping[str, Any], seal: Seal | None, keys: Mapping[str, str] | None) -> Checked:
    """A record, however its JSON was laid out: signed is its canonical form."""
    what = f"record {value.get('number')}"
    try:
        content = canonical(checked(dict(value)))
    except (ValidationError, rfc8785.CanonicalizationError):
        return Checked(Verdict.FALSE, what, "it has not the shape of a record")
    if seal is None:
        return Checked(Verdict.UNSIGNED, what, f"its hash is {sha256_of(content)}")
    return check_seal(content, seal, keys, what)


def check_text(text: str, seal: Seal | None, keys: Mapping[str, str] | None) -> Checked:
    """A record or a sealed record in JSON. A seal given beside it counts before one within."""
    try:
        value = json.loads(text, object_pairs_hook=each_name_once)
    except (ValueError, RecursionError):
        return Checked(Verdict.FALSE, "file", "it is no JSON that can be read")
    if isinstance(value, dict) and value.get("format") == SEALED and isinstance(value.get("record"), dict):
        return check_record(value["record"], seal or seal_in(value.get("seal")), keys)
    if isinstance(value, dict) and value.get("format") in FORMATS:
        return check_record(value, seal, keys)
    return Checked(Verdict.FALSE, "file", f"it is neither a record nor {SEALED}")


def each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one that says a thing twice would say different things to different readers."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
