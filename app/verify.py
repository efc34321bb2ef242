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
TABLES = (".csv", ".xlsx", ".parquet")
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
    """What is found in a file: a record, a sealed record, one of these a line, a dump with its data package, or one of
    its tables with the package beside it."""
    if path.is_dir():
        path = path / PACKAGE
    if path.name == PACKAGE:
        yield from _check_package(path, keys)
        return
    if path.suffix in TABLES:
        if path.with_name(PACKAGE).is_file():
            yield from _check_package(path.with_name(PACKAGE), keys, only=path.name)
        else:
            yield Checked(Verdict.UNSIGNED, path.name, f"a table is checked by the {PACKAGE} and its seal beside it")
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


def _check_package(path: Path, keys: Mapping[str, str] | None, only: str | None = None) -> Iterator[Checked]:
    """The package by its seal, and the files it names by their hashes: all of them, or only one.

    Raises ValueError for what is no data package.
    """
    content = path.read_bytes()
    beside = path.with_name(PACKAGE_SEAL)
    seal = seal_in(json.loads(beside.read_text(encoding="utf-8"))) if beside.is_file() else None
    if seal is None:
        yield Checked(Verdict.UNSIGNED, PACKAGE, f"{PACKAGE_SEAL} is not beside it")
    else:
        yield check_seal(content, seal, keys, PACKAGE)
    named = {name: hashed for name, hashed in _resources(content) if only in (None, name)}
    if only and not named:
        yield Checked(Verdict.FALSE, only, f"{PACKAGE} beside it does not name it")
    for name, hashed in named.items():
        yield _check_resource(path.parent, name, hashed)


def _resources(content: bytes) -> list[tuple[str, str]]:
    """The files that a data package names, each once, with their hashes."""
    try:
        return [(str(one["path"]), str(one["hash"])) for one in json.loads(content)["resources"]]
    except (KeyError, TypeError):
        raise ValueError("it is no data package") from None


def _check_resource(folder: Path, name: str, expected: str) -> Checked:
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
        return Checked(Verdict.FALSE, name, "the file is not there")
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if expected != f"sha256:{found}":
        return Checked(Verdict.FALSE, name, "its content is not what was hashed")
    return Checked(Verdict.GENUINE, name, "its hash is that of the data package")
