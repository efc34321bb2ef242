"""`areopag verify FILE`: checks a record, a certificate or a dump with the file and, at best, the agency's keys."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workflows.rules.credentials import check_credential, is_credential
from workflows.rules.records import sha256_of
from workflows.rules.seals import Checked, Seal, Verdict, check_seal, check_text, each_name_once, seal_in
from workflows.rules.stamps import check_stamped

PACKAGE, PACKAGE_SEAL = "datapackage.json", "datapackage.seal.json"
EXIT = {Verdict.GENUINE: 0, Verdict.UNCHANGED: 0, Verdict.FALSE: 1, Verdict.UNSIGNED: 2}


def read_keys(path: Path) -> dict[str, str]:
    """The agency's keys, as `/published/keys.json` has them.

    Raises ValueError for anything else.
    """
    keys = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise ValueError(f"{path} has not the form of /published/keys.json")
    return keys


def key_id_of(public_key: str) -> str:
    """The id of a public key in base64."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:16]


def check_file(path: Path, keys: Mapping[str, str] | None, signature: str | None = None) -> Iterator[Checked]:
    """What is found in a file: a record, a sealed record, one of these a line, or a dump with its data package."""
    if path.is_dir():
        path = path / PACKAGE
    if path.name == PACKAGE:
        yield from _check_package(path, keys)
        return
    content = path.read_bytes()
    if path.suffix == ".jsonl":
        for line in content.decode("utf-8", "replace").splitlines():
            yield check_text(line, None, keys)
        return
    if content.startswith(b"%PDF-"):
        yield _check_paper(content, keys)
        return
    seal = None
    if signature is not None and keys:
        seal = next(
            (
                made
                for key, public in keys.items()
                if check_seal(content, made := Seal(sha256_of(content), signature, key, public), keys, "").verdict
                is Verdict.GENUINE
            ),
            Seal(sha256_of(content), signature, *next(iter(keys.items()))),
        )
    text = content.decode("utf-8", "replace")
    credential = _credential_in(text)
    yield check_credential(credential, keys) if credential else check_text(text, seal, keys)


def _check_paper(content: bytes, keys: Mapping[str, str] | None) -> Checked:
    found = check_stamped(content, keys)
    if found.statement is None:
        return found.checked
    still = f"; whether it still holds is told by /certificates/{found.statement.number} of the server"
    return replace(found.checked, why=found.checked.why + still)


def _credential_in(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text, object_pairs_hook=each_name_once)
    except (ValueError, RecursionError):
        return None
    return value if is_credential(value) else None


def _check_package(path: Path, keys: Mapping[str, str] | None) -> Iterator[Checked]:
    content = path.read_bytes()
    beside = path.with_name(PACKAGE_SEAL)
    seal = seal_in(json.loads(beside.read_text(encoding="utf-8"))) if beside.is_file() else None
    if seal is None:
        yield Checked(Verdict.UNSIGNED, PACKAGE, f"{PACKAGE_SEAL} is not beside it")
    else:
        yield check_seal(content, seal, keys, PACKAGE)
    for resource in json.loads(content).get("resources", []):
        yield _check_resource(path.parent, resource.get("path", ""), resource.get("hash", ""))


def _check_resource(folder: Path, name: str, expected: str) -> Checked:
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
        return Checked(Verdict.FALSE, name, "the file is not there")
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if expected != f"sha256:{found}":
        return Checked(Verdict.FALSE, name, "its content is not what was hashed")
    return Checked(Verdict.GENUINE, name, "its hash is that of the data package")
