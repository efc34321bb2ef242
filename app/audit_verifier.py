"""Checks an exported audit trail, offline and by itself: `python audit_verifier.py EXPORT [--keys KEYS.json]`.

It needs nothing of Areopag, only Python and the package `cryptography`; copy this file anywhere. It finds every change
of the export, down to a single bit: entries altered, removed, added or put elsewhere, chains cut short before a signed
checkpoint, and signatures that are not those of the given keys. docs/audit.md describes the format.
"""

import base64
import binascii
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "areopag-audit/1"
NOTHING = "0" * 64
MOST = 100
"""Findings after which looking further helps nobody."""


class Verdict:
    """What was found: how much there is, and everything that is wrong, each with its line."""

    def __init__(self) -> None:
        self.entries = 0
        self.checkpoints = 0
        self.erased = 0
        self.key_ids: set[str] = set()
        self.wrong: list[str] = []

    def complain(self, line: int, what: str) -> None:
        """Something is wrong in this line."""
        if len(self.wrong) < MOST:
            self.wrong.append(f"line {line}: {what}")


def canonical(value: object) -> str:
    """JSON in one spelling: keys in order, no spaces, every character as itself."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def signed(content: bytes, signature: str, public_key: str) -> bool:
    """Whether this Ed25519 signature (base64) over the content was made with this key (base64); one spelling each."""
    try:
        raw, key = base64.b64decode(signature, validate=True), base64.b64decode(public_key, validate=True)
        if base64.b64encode(raw).decode() != signature or base64.b64encode(key).decode() != public_key:
            return False
        Ed25519PublicKey.from_public_bytes(key).verify(raw, content)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


class Reading:
    """An export while it is read: the hash of every entry by chain and number, and what was signed so far."""

    def __init__(self, trusted: dict[str, str]) -> None:
        self.verdict = Verdict()
        self.keys = trusted
        self.chains: dict[str, list[str]] = {}
        self.checkpoint = NOTHING
        self.whole = hashlib.sha256()
        self.closed = False

    def read(self, number: int, line: bytes) -> None:
        """One line, whatever it holds."""
        kind, *parts = line[:-1].split(b"\t")
        readers: dict[bytes, tuple[Callable[..., None], int]] = {
            b"F": (self._first, 1),
            b"E": (self._entry, 3),
            b"C": (self._checkpoint, 3),
            b"Z": (self._end, 3),
        }
        read, count = readers.get(kind, (None, 0))
        if self.closed or not line.endswith(b"\n") or (kind == b"F") != (number == 1):
            self.verdict.complain(number, "such a line does not belong here")
        elif read is None or len(parts) != count:
            self.verdict.complain(number, "nobody writes such a line")
        else:
            try:
                read(number, *parts)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                self.verdict.complain(number, f"the line cannot be read: {error}")
        self.whole.update(line)

    def _first(self, line: int, body: bytes) -> None:
        said = json.loads(body)
        if said["format"] != FORMAT:
            self.verdict.complain(line, f"this is no {FORMAT}")
        self.keys = self.keys or said["keys"]

    def _entry(self, line: int, digest: bytes, content: bytes, sealed: bytes) -> None:
        self.verdict.entries += 1
        found = hashlib.sha256(content).hexdigest()
        if found.encode() != digest:
            self.verdict.complain(line, "the entry does not have the hash it is given")
            return
        said = json.loads(content)
        chain = self.chains.setdefault(said["evaluation"] or "", [])
        if said["number"] != len(chain) + 1:
            self.verdict.complain(line, f"entry {said['number']} stands where {len(chain) + 1} should")
        if said["previous"] != (chain[-1] if chain else NOTHING):
            self.verdict.complain(line, "the entry does not follow the one before it")
        if sealed == b"erased":
            self.verdict.erased += 1
        elif hashlib.sha256(sealed).hexdigest() != said["sealed"]:
            self.verdict.complain(line, "the details are not those the entry was made with")
        chain.append(found)

    def _signed(self, line: int, signature: bytes, key_id: bytes, body: bytes) -> dict[str, Any]:
        known = key_id.decode()
        self.verdict.key_ids.add(known)
        if not signed(body, signature.decode(), self.keys.get(known, "")):
            self.verdict.complain(line, f"the signature is not that of key {known}")
        said: dict[str, Any] = json.loads(body)
        return said

    def _checkpoint(self, line: int, signature: bytes, key_id: bytes, body: bytes) -> None:
        said = self._signed(line, signature, key_id, body)
        self.verdict.checkpoints += 1
        if said["number"] != self.verdict.checkpoints or said["previous"] != self.checkpoint:
            self.verdict.complain(line, "the checkpoint does not follow the one before it")
        for name, number, digest in said["heads"]:
            chain = self.chains.get(name, [])
            if len(chain) < number:
                self.verdict.complain(line, f"chain {name or '-'} has {len(chain)} entries; there were {number}")
            elif chain[number - 1] != digest:
                self.verdict.complain(line, f"entry {number} of chain {name or '-'} is not the one that was signed")
        self.checkpoint = hashlib.sha256(body).hexdigest()

    def _end(self, line: int, signature: bytes, key_id: bytes, body: bytes) -> None:
        said = self._signed(line, signature, key_id, body)
        self.closed = True
        if said["sha256"] != self.whole.hexdigest():
            self.verdict.complain(line, "the export is not the one that was signed")


def verify(export: Path, trusted: dict[str, str] | None = None) -> Verdict:
    """Check a whole export. `trusted` are public keys by id; without them, those that the export itself names."""
    reading = Reading(dict(trusted or {}))
    number = 0
    with export.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            reading.read(number, line)
    if not reading.closed:
        reading.verdict.complain(number, "the export has no signed end")
    return reading.verdict


def told(verdict: Verdict) -> str:
    """The verdict for people."""
    if verdict.wrong:
        return "\n".join([*verdict.wrong, f"NOT AS IT WAS: {len(verdict.wrong)} findings"])
    erased = f", {verdict.erased} with erased details" if verdict.erased else ""
    return (
        f"{verdict.entries} entries{erased}, {verdict.checkpoints} checkpoints: nothing was changed."
        f" Signed with {', '.join(sorted(verdict.key_ids))}."
    )


def main(arguments: list[str]) -> int:
    """The command line."""
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--keys"):
        print(__doc__)  # noqa: T201 - this file is a program of its own
        return 2
    trusted = json.loads(Path(arguments[2]).read_text(encoding="utf-8")) if len(arguments) == 3 else None
    verdict = verify(Path(arguments[0]), trusted)
    print(told(verdict))  # noqa: T201 - this file is a program of its own
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
