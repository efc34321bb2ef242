"""Stamped files: certificates as PDF, signed so that any reader of PDF can tell, and checked here without reading PDF.

A signature of a PDF is over all its bytes but the signature's own (ISO 32000-2, 12.8.1). This check asks for just
that: one gap in the file, filled with the digits of a CMS signature, and everything else signed, from the first byte
to the last. So it needs no opinion on what the file shows. Among the signed attributes stands which record the
certificate is of, and a signature over the signer's own certificate with the key that signs records: whoever knows
the agency's keys needs to trust no further authority.

Sources: RFC 5652, sections 5.3, 5.4 and 11; ETSI EN 319 142-1 (PAdES).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, InvalidVersion

from workflows.rules.records import canonical, verifies
from workflows.rules.seals import Checked, Verdict

FORMAT = "areopag-certificate/1"
STATEMENT = "2.25.128017436653957894973530913572424913425"
"""The statement's name among the signed attributes: an OID made from a UUID, which needs no registry."""
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
DIGITS = re.compile(rb"<([0-9A-F]*)>")

SHA_256 = {"algorithm": "sha256", "parameters": None}
SHAPE: list[object] = [
    "signed_data",
    "v1",
    [SHA_256],
    {"content_type": "data", "content": None},
    None,
    "v1",
    "issuer_and_serial_number",
    SHA_256,
    None,
]
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    StopIteration,
    RecursionError,
    InvalidSignature,
    InvalidVersion,
    UnsupportedAlgorithm,
)
"""What is raised by a signature of another shape than ours."""


def digest_of(certificates: Iterable[bytes]) -> str:
    """SHA-256 of certificates (DER), whatever their order."""
    return hashlib.sha256(b"".join(sorted(certificates))).hexdigest()


@dataclass(frozen=True)
class Statement:
    """What a stamped file says it is: the certificate of the record with this number and hash."""

    number: int
    sha256: str
    key_id: str
    signature: str
    """Over the signer's X.509 certificate (DER), with the key that signs records; in base64."""
    certificates: str
    """`digest_of` the certificates that come with the signature."""

    def content(self) -> bytes:
        """As it is signed."""
        return canonical(
            {
                "format": FORMAT,
                "record": self.number,
                "sha256": self.sha256,
                "key_id": self.key_id,
                "signature": self.signature,
                "certificates": self.certificates,
            }
        )


@dataclass(frozen=True)
class Stamped:
    """What became of a check; the statement, where the file is genuine or at least unchanged."""

    checked: Checked
    statement: Statement | None = None


class _Wrong(Exception):
    """Why a file is not genuine."""


def is_stamped(content: bytes) -> bool:
    """Whether something is a PDF with a signature, whosever it is."""
    return content.startswith(b"%PDF-") and RANGE.search(content) is not None


def check_stamped(content: bytes, keys: Mapping[str, str] | None) -> Stamped:
    """Whether a PDF is a certificate as it was signed; `keys` are those that sign records, raw Ed25519 in base64 by
    id, where they are known."""
    try:
        signed, signature = _parts(content)
        certificate, statement = _checked(signed, signature)
    except _Wrong as why:
        return Stamped(Checked(Verdict.FALSE, "certificate", str(why)))
    except UNREADABLE:
        return Stamped(Checked(Verdict.FALSE, "certificate", "its signature cannot be read"))
    what = f"certificate of record {statement.number}"
    if keys is None:
        return Stamped(Checked(Verdict.UNCHANGED, what, f"names key {statement.key_id}"), statement)
    if statement.key_id not in keys:
        return Stamped(Checked(Verdict.FALSE, what, f"key {statement.key_id} is none of the agency's"))
    if not verifies(certificate, statement.signature, keys[statement.key_id]):
        return Stamped(Checked(Verdict.FALSE, what, "the agency's key does not vouch for whoever signed it"))
    return Stamped(Checked(Verdict.GENUINE, what, f"signed for key {statement.key_id}"), statement)


def _parts(content: bytes) -> tuple[bytes, bytes]:
    """The bytes that are signed, and the signature."""
    ranges = RANGE.findall(content)
    if not is_stamped(content):
        raise _Wrong("it is no PDF with a signature")
    first, before, behind, rest = (int(part) for part in ranges[-1])
    gap = DIGITS.fullmatch(content[before:behind])
    if first != 0 or behind + rest != len(content) or not gap or len(gap[1]) % 2:
        raise _Wrong("something was added to it, or taken away, after it was signed")
    return content[:before] + content[behind:], bytes.fromhex(gap[1].decode())


def _checked(signed: bytes, signature: bytes) -> tuple[bytes, Statement]:
    """The signer's certificate and what was signed beside the file.

    Raises _Wrong, and what asn1crypto raises for a signature of another shape.
    """
    info = cms.ContentInfo.load(signature)
    made: Any = info["content"]
    # Nothing stands behind what was parsed, neither within nor in the rest of its place, which zeros fill.
    whole = len(info["content_type"].dump()) + len(made.dump()) == len(info.contents)
    if not whole or any(signature[len(info.dump()) :]):
        raise _Wrong("its signature is not as it was made")
    (signer,) = made["signer_infos"]
    certificates = [x509.load_der_x509_certificate(one.chosen.dump()) for one in made["certificates"]]
    named = signer["sid"].chosen
    own = next(
        one
        for one in certificates
        if one.serial_number == named["serial_number"].native and one.issuer.public_bytes() == named["issuer"].dump()
    )
    if _shape(info) != SHAPE:
        raise _Wrong("its signature is not as it was made")
    attributes = {one["type"].dotted: one["values"] for one in signer["signed_attrs"]}
    (digest,) = attributes[cms.CMSAttributeType("message_digest").dotted]
    if digest.native != hashlib.sha256(signed).digest():
        raise _Wrong("its content is not what was signed")
    # What is signed are the attributes as a set, not under the tag they stand under (RFC 5652, 5.4).
    named_so = signer["signature_algorithm"].native["algorithm"]
    if not _signed_with(own, named_so, signer["signature"].native, signer["signed_attrs"].untag().dump()):
        raise _Wrong("the signature was not made over it with this certificate")
    (said,) = attributes[STATEMENT]
    told = json.loads(said.parse(core.OctetString).native)
    if told.get("format") != FORMAT:
        raise _Wrong("it is no certificate of an agency that works with Areopag")
    if told["certificates"] != digest_of(one.public_bytes(Encoding.DER) for one in certificates):
        raise _Wrong("other certificates stand in it than those it was signed with")
    statement = Statement(*(told[name] for name in ("record", "sha256", "key_id", "signature", "certificates")))
    return own.public_bytes(Encoding.DER), statement


def _shape(info: Any) -> list[object]:
    """What a signature says of itself and no signature covers."""
    made = info["content"]
    signer = made["signer_infos"][0]
    return [
        info["content_type"].native,
        made["version"].native,
        made["digest_algorithms"].native,
        made["encap_content_info"].native,
        made["crls"].native,
        signer["version"].native,
        signer["sid"].name,
        signer["digest_algorithm"].native,
        signer["unsigned_attrs"].native,
    ]


def _signed_with(certificate: Certificate, algorithm: str, signature: bytes, content: bytes) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm == "sha256_ecdsa":
            key.verify(signature, content, ec.ECDSA(SHA256()))
        elif isinstance(key, rsa.RSAPublicKey) and algorithm in {"sha256_rsa", "rsassa_pkcs1v15"}:
            key.verify(signature, content, padding.PKCS1v15(), SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True
