"""How long the offline verifier needs for 100,000 entries, sound and with one flipped bit; prints both."""

import hashlib
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from app.audit_verifier import told, verify
from storage.audit import NOTHING, Entry, canonical, content_of, sealed_of
from storage.keys import Signer

ENTRIES, CHAINS, FLIPS = 100_000, 400, 20
LONGEST = 3.0
START = datetime(2026, 9, 1, tzinfo=UTC)


def line(*parts: str) -> bytes:
    """A line of an export."""
    return "\t".join(parts).encode() + b"\n"


def trail(signer: Signer) -> bytes:
    """An export of so many entries, as the server writes it, with a checkpoint after each quarter."""
    lines = [
        line(
            "F", canonical({"exported_at": "", "format": "areopag-audit/1", "keys": {signer.key_id: signer.public_key}})
        )
    ]
    signed: list[bytes] = []
    heads: list[tuple[str, int, str]] = []
    before = NOTHING.hex()
    for chain in range(CHAINS):
        last = NOTHING
        key = UUID(int=chain + 1)
        for number in range(1, ENTRIES // CHAINS + 1):
            details = {"criterion": f"{number % 9}.{number % 7}"}
            change = {"before": None, "after": {"value": "3", "justification": "Обоснование эксперта. " * 12}}
            salt = hashlib.md5(f"{chain} {number}".encode(), usedforsecurity=False).hexdigest()
            sealed = sealed_of(salt, details, change)
            at = START + timedelta(seconds=number)
            entry = Entry(
                key,
                number,
                key,
                "expert",
                "score",
                "individual_review",
                None,
                "public/1",
                at,
                last,
                b"",
                salt,
                details,
                change,
            )
            content = content_of(entry, sealed)
            last = hashlib.sha256(content.encode()).digest()
            lines.append(line("E", last.hex(), content, sealed))
        heads.append((key.hex, ENTRIES // CHAINS, last.hex()))
        if (chain + 1) % (CHAINS // 4) == 0:
            body = canonical({"at": "", "heads": heads, "number": len(signed) + 1, "previous": before})
            signed.append(line("C", signer.sign(body.encode()), signer.key_id, body))
            before, heads = hashlib.sha256(body.encode()).hexdigest(), []
    whole = b"".join([*lines, *signed])
    end = canonical({"at": "", "checkpoints": len(signed), "sha256": hashlib.sha256(whole).hexdigest()})
    return whole + line("Z", signer.sign(end.encode()), signer.key_id, end)


def main() -> int:
    """Measure."""
    signer = Signer.of(Ed25519PrivateKey.generate())
    keys = {signer.key_id: signer.public_key}
    content = trail(signer)
    chance = Random(1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trail"
        file.write_bytes(content)
        begin = time.perf_counter()
        verdict = verify(file, keys)
        sound = time.perf_counter() - begin
        print(f"{len(content) / 1e6:.0f} MB: {told(verdict)}")
        assert not verdict.wrong
        assert verdict.entries == ENTRIES
        slowest, missed = 0.0, 0
        for bit in chance.sample(range(8 * len(content)), FLIPS):
            changed = bytearray(content)
            changed[bit // 8] ^= 1 << bit % 8
            file.write_bytes(changed)
            begin = time.perf_counter()
            missed += not verify(file, keys).wrong
            slowest = max(slowest, time.perf_counter() - begin)
    print(f"sound {sound:.2f} s; {FLIPS} flipped bits, {missed} missed, the slowest found in {slowest:.2f} s")
    return 1 if missed or max(sound, slowest) > LONGEST else 0


if __name__ == "__main__":
    sys.exit(main())
