"""Certificates: a decision as a W3C Verifiable Credential 2.0, which programs of others can check.

The issuer is the server's address (did:web); the proof is a Data Integrity proof of the suite eddsa-jcs-2022 with the
key that signs records, so a credential follows from record, key and address alone and is the same each time. Whether
it still holds are two bits of Bitstring Status Lists: what is revoked stays so, what is suspended may hold again.

Sources: Verifiable Credentials Data Model 2.0; Data Integrity EdDSA Cryptosuites 1.0, section 3.3; Bitstring Status
List 1.0; Controlled Identifiers 1.0 (Multikey); did:web method.
"""

import base64
import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from workflows.rules.records import canonical, verifies
from workflows.rules.seals import Checked, Verdict

CONTEXT = "https://www.w3.org/ns/credentials/v2"
OTHER_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2"
"""Gives our own words a meaning for JSON-LD. Only names of contexts are used: libraries compare them as text."""
SUITE = "eddsa-jcs-2022"
ENTRIES = 131_072
"""Bits of one status list: the least the specification allows, so that nobody is told from the length of a list."""
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PUBLIC = b"\xed\x01"

LISTS = {"revocation": "status", "suspension": "suspensions"}
"""The purposes of the lists, with the word in their addresses."""

Sign = Callable[[bytes], str]
"""Signs bytes with Ed25519; the signature in base64."""


def base58(content: bytes) -> str:
    """Base58 of the Bitcoin alphabet."""
    number, digits = int.from_bytes(content), ""
    while number:
        number, place = divmod(number, 58)
        digits = ALPHABET[place] + digits
    return ALPHABET[0] * (len(content) - len(content.lstrip(b"\0"))) + digits


def from_base58(text: str) -> bytes:
    """The bytes.

    Raises ValueError for what is no base58.
    """
    number = 0
    for digit in text:
        number = number * 58 + ALPHABET.index(digit)
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def did_of(address: str) -> str:
    """The did:web of a server's address, which has no path."""
    return "did:web:" + quote(urlsplit(address).netloc, safe="")


@dataclass(frozen=True)
class Issuer:
    """Whoever signs: the server's address, and the key by its id."""

    address: str
    key_id: str
    sign: Sign

    @property
    def did(self) -> str:
        """Its identifier."""
        return did_of(self.address)


def did_document(address: str, keys: Mapping[str, str]) -> dict[str, Any]:
    """What `/.well-known/did.json` answers: every key that ever signed, raw Ed25519 in base64 by id."""
    did = did_of(address)
    methods = [
        {
            "id": f"{did}#{key_id}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": "z" + base58(ED25519_PUBLIC + base64.b64decode(key)),
        }
        for key_id, key in keys.items()
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def is_decision(record: Mapping[str, Any]) -> bool:
    """Whether a record is a decision made here, of which there are certificates."""
    result = record["result"]
    made_here = record["source"] is None and record["kind"] != "WITHDRAWAL"
    return made_here and result is not None and result["outcome"] is not None


def certificate(record: Mapping[str, Any], content: bytes, school: str, issuer: Issuer) -> dict[str, Any] | None:
    """The certificate of a record; None for one that is no decision made here. `content` are the record's bytes,
    `school` is the path of the school's page."""
    if not is_decision(record):
        return None
    result = record["result"]
    address, number = issuer.address, record["number"]
    found: dict[str, Any] = {
        "@context": [CONTEXT, OTHER_TERMS],
        "id": f"{address}/credentials/{number}",
        "type": ["VerifiableCredential", "EvaluationCertificate"],
        "issuer": issuer.did,
        "validFrom": f"{result['valid_from']}T00:00:00Z" if result["valid_from"] else record["published_at"],
        "credentialSubject": {
            "id": address + school,
            "type": "School",
            "schoolName": record["school"]["name"],
            "framework": {"code": record["framework"]["code"], "version": record["framework"]["number"]},
            "outcome": result["outcome"]["title"],
            "decidedOn": result["decided_on"],
        },
        "credentialStatus": [
            {
                "id": f"{_list_at(address, purpose, number // ENTRIES)}#{number % ENTRIES}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": str(number % ENTRIES),
                "statusListCredential": _list_at(address, purpose, number // ENTRIES),
            }
            for purpose in LISTS
        ],
        "relatedResource": [
            {
                "id": f"{address}/published/{number}.json",
                "digestSRI": "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode(),
                "mediaType": "application/json",
            }
        ],
    }
    if result["valid_to"]:
        found["validUntil"] = f"{result['valid_to']}T23:59:59Z"
    if result["total"] is not None:
        found["credentialSubject"] |= {"total": result["total"], "totalMaximum": result["maximum"]}
    return with_proof(found, record["published_at"], issuer)


def _list_at(address: str, purpose: str, page: int) -> str:
    return f"{address}/credentials/{LISTS[purpose]}/{page}"


def status_list(purpose: str, page: int, ended: Iterable[int], as_of: str, issuer: Issuer) -> dict[str, Any]:
    """The credential that says which certificates are revoked or suspended: those of the records with these numbers.
    `as_of` is when that changed last."""
    bits = bytearray(ENTRIES // 8)
    for number in ended:
        if number // ENTRIES == page:
            # The first bit of a list is the highest of its first byte.
            bits[number % ENTRIES // 8] |= 0x80 >> number % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), 9, mtime=0)).decode().rstrip("=")
    address = _list_at(issuer.address, purpose, page)
    unsigned = {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": as_of,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": "u" + packed,
        },
    }
    return with_proof(unsigned, as_of, issuer)


def with_proof(document: Mapping[str, Any], created: str, issuer: Issuer) -> dict[str, Any]:
    """The document with its proof."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": f"{issuer.did}#{issuer.key_id}",
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    signature = base64.b64decode(issuer.sign(_signed(document, options)))
    return {**document, "proof": {**options, "proofValue": "z" + base58(signature)}}


def _signed(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """The bytes a proof is a signature over: hash of its options, then hash of what it proves."""
    return hashlib.sha256(canonical(dict(options))).digest() + hashlib.sha256(canonical(dict(document))).digest()


def is_credential(value: object) -> bool:
    """Whether this looks like a credential with a proof."""
    kinds = value.get("type") if isinstance(value, dict) else None
    return isinstance(kinds, list) and "VerifiableCredential" in kinds


def check_credential(value: Mapping[str, Any], keys: Mapping[str, str] | None) -> Checked:
    """Whether a credential is as it was signed with one of these keys, raw Ed25519 in base64 by id. A credential
    brings no key with it."""
    what = str(value.get("id", "credential"))
    proof = value.get("proof")
    if not isinstance(proof, dict) or proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        return Checked(Verdict.UNSIGNED, what, f"it has no proof of the suite {SUITE}")
    method, shown = str(proof.get("verificationMethod")), str(proof.get("proofValue"))
    key_id = method.partition("#")[2]
    if keys is None:
        return Checked(Verdict.UNSIGNED, what, f"name the agency's keys with --keys; it names key {key_id}")
    if key_id not in keys:
        return Checked(Verdict.FALSE, what, f"key {key_id} is none of the agency's")
    if value.get("issuer") != method.partition("#")[0] or proof.get("@context") != value.get("@context"):
        return Checked(Verdict.FALSE, what, "issuer or context are not those of the proof")
    options = {name: part for name, part in proof.items() if name != "proofValue"}
    document = {name: part for name, part in value.items() if name != "proof"}
    try:
        signature = base64.b64encode(from_base58(shown.removeprefix("z"))).decode()
        held = shown.startswith("z") and verifies(_signed(document, options), signature, keys[key_id])
    except ValueError:
        held = False
    if not held:
        return Checked(Verdict.FALSE, what, "the signature was not made over it with this key")
    return Checked(Verdict.GENUINE, what, f"signed with key {key_id}{_still(value)}")


def _still(value: Mapping[str, Any]) -> str:
    told = value.get("credentialStatus")
    places = [
        f"{one.get('statusListCredential')}, bit {one.get('statusListIndex')}"
        for one in (told if isinstance(told, list) else [told])
        if isinstance(one, dict)
    ]
    return f"; whether it still holds is told by {' and '.join(places)}" if places else ""
