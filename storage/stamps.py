"""What certificates on paper are signed with: a key and an X.509 certificate, as programs that show PDF know them.

Without one of an accredited authority, the server makes its own: an authority (20 years) and, signed by it, the
certificate that signs (5 years, renewed before it ends). Both stay in the data folder beside the key that signs
records. Sources: RFC 5280; ETSI EN 319 412-3 for what a legal person's certificate says of its use.
"""

import asyncio
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from storage.keys import written_once

OF_AUTHORITY = timedelta(days=20 * 365)
OF_STAMP = timedelta(days=5 * 365)
RENEWED_BEFORE = timedelta(days=90)


class StampUnusable(Exception):
    """The file with the key and the certificates cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Stamp:
    """A private key (PKCS #8), its certificate, and those that lead to an authority, all DER."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...]

    @property
    def ends(self) -> datetime:
        """Until when its certificate holds."""
        return x509.load_der_x509_certificate(self.certificate).not_valid_after_utc

    def pem(self) -> bytes:
        """The certificates as a reader of PDF takes them in, the signing one first."""
        return b"".join(
            x509.load_der_x509_certificate(one).public_bytes(Encoding.PEM) for one in (self.certificate, *self.chain)
        )


async def load_stamp(data: Path, name: str, given: Path | None = None) -> Stamp:
    """The stamp of the given file (PEM: private key, certificate, chain), or that of the data folder, which is made
    when it is first asked for; `name` is who it says signs.

    Raises StampUnusable.
    """
    if given:
        return await asyncio.to_thread(_read, given)
    return await asyncio.to_thread(_own, data / "keys", name)


def _own(folder: Path, name: str) -> Stamp:
    path = folder / "stamp.pem"
    if path.exists():
        found = _read(path)
        if found.ends - datetime.now(UTC) > RENEWED_BEFORE:
            return found
    authority = folder / "stamp-authority.pem"
    if not authority.exists():
        key = generate_private_key(SECP256R1())
        made = _certificate(f"{name}: Areopag authority", key, None, OF_AUTHORITY)
        written_once(authority, _private(key) + made.public_bytes(Encoding.PEM))
    above = _read(authority)
    issuer = (x509.load_der_x509_certificate(above.certificate), _ec(authority))
    key = generate_private_key(SECP256R1())
    made = _certificate(f"{name}: Areopag", key, issuer, OF_STAMP)
    _replace(path, _private(key) + made.public_bytes(Encoding.PEM) + issuer[0].public_bytes(Encoding.PEM))
    return _read(path)


def _ec(path: Path) -> EllipticCurvePrivateKey:
    return cast(EllipticCurvePrivateKey, load_pem_private_key(path.read_bytes(), password=None))


def _private(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _replace(path: Path, content: bytes) -> None:
    """Another server may do the same at the same moment: either file is whole and good."""
    descriptor, fresh = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(fresh).replace(path)


def _certificate(
    name: str,
    key: EllipticCurvePrivateKey,
    issuer: tuple[x509.Certificate, EllipticCurvePrivateKey] | None,
    holds: timedelta,
) -> x509.Certificate:
    """A certificate; without an issuer, that of an authority, signed by itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = datetime.now(UTC)
    above, signs = issuer or (None, key)
    uses = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + holds)
        .add_extension(x509.BasicConstraints(ca=above is None, path_length=None if above else 0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=above is not None,
                content_commitment=above is not None,
                key_cert_sign=above is None,
                crl_sign=above is None,
                **uses,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key()), critical=False)
        .sign(signs, SHA256())
    )


def _read(path: Path) -> Stamp:
    try:
        content = path.read_bytes()
        key = load_pem_private_key(content, password=None)
        found = x509.load_pem_x509_certificates(content)
    except OSError as error:
        raise StampUnusable(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError) as error:
        raise StampUnusable(
            f"{path} must hold a private key without a password and the certificates, in PEM."
        ) from error
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise StampUnusable(f"{path} holds a key of another kind than RSA or EC, which readers of PDF do not know.")
    own = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    first = found[0].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if own != first:
        raise StampUnusable(f"The first certificate in {path} is not that of its private key. Put it first.")
    for below, above in pairwise(found):
        try:
            below.verify_directly_issued_by(above)
        except (InvalidSignature, ValueError, TypeError):
            raise StampUnusable(f"Each certificate in {path} must be signed by the one behind it.") from None
    return Stamp(
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        found[0].public_bytes(Encoding.DER),
        tuple(one.public_bytes(Encoding.DER) for one in found[1:]),
    )
