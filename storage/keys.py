"""The server's own key: it signs published records, and another derived from it seals what must not lie open in the
database. Made once, kept in the data folder, its public half in the database."""

import asyncio
import base64
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from storage.database import Database


class SigningKeyUnusable(Exception):
    """The file of the signing key does not hold one; the message says what to do."""


class Unsealable(Exception):
    """Something was sealed with another key or for another purpose, or was changed."""


@dataclass(frozen=True)
class Sealer:
    """Encrypts secrets that the database keeps; `purpose` says what for, and opens nothing that was for another."""

    _cipher: AESGCM

    def seal(self, secret: bytes, purpose: str) -> bytes:
        """The sealed form."""
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, secret, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """The secret.

        Raises Unsealable.
        """
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], purpose.encode())
        except InvalidTag:
            raise Unsealable(purpose) from None


@dataclass(frozen=True)
class Signer:
    """Signs bytes; `key_id` and `public_key` (base64) tell with what."""

    key_id: str
    public_key: str
    _private: Ed25519PrivateKey

    def sign(self, content: bytes) -> str:
        """The signature, in base64."""
        return base64.b64encode(self._private.sign(content)).decode()

    def sealer(self) -> "Sealer":
        """What seals secrets with a key of its own, which tells nothing about the one that signs."""
        raw = self._private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return Sealer(AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"areopag sealing 1").derive(raw)))

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> "Signer":
        """The signer with this key; its id is the beginning of the public key's hash."""
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return cls(hashlib.sha256(public).hexdigest()[:16], base64.b64encode(public).decode(), private)


def written_once(path: Path, content: bytes) -> None:
    """Write a key's file, which only its owner may read, unless another process has just written it.

    It is written under another name first: a key half written would look like a key.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, fresh = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
    finally:
        Path(fresh).unlink()


def _read_or_make(data: Path) -> Ed25519PrivateKey:
    path = data / "keys" / "signing.pem"
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        written_once(path, made)
    return _read(path)


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise SigningKeyUnusable(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError) as error:
        raise SigningKeyUnusable(f"{path} holds no readable private key. Restore it from the backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyUnusable(f"{path} holds a key of another kind than Ed25519. Restore it from the backup.")
    return key


async def load_signer(database: Database, data: Path, given: Path | None = None) -> Signer:
    """The signer with the given key (PEM), or with that of the data folder, which is made on the first start.

    Its public half is put where everybody reads it. Raises SigningKeyUnusable; a given key is never made.
    """
    private = await asyncio.to_thread(_read, given) if given else await asyncio.to_thread(_read_or_make, data)
    signer = Signer.of(private)
    async with database.working() as transaction:
        await transaction.run(
            "INSERT INTO published.signing_key (key_id, public_key) VALUES (:key_id, :public_key)"
            " ON CONFLICT (key_id) DO NOTHING",
            key_id=signer.key_id,
            public_key=signer.public_key,
        )
    return signer
