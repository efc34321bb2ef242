"""The process definitions, one file a process and version; read once. And the calendars their days are counted in."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import yaml

from workflows.messages import message
from workflows.rules.deadlines import WEEK, Calendar, calendar_of
from workflows.rules.definition import Definition
from workflows.rules.definition_source import Finding, read_definition
from workflows.rules.waiting import waits_for

HERE = Path(__file__).parent


class DefinitionUnusable(Exception):
    """A file that is no sound definition; the message says where and how to mend it."""


@dataclass(frozen=True)
class Supplied:
    """A definition with the file it comes from."""

    definition: Definition
    path: Path
    sha256: str
    """Of the file's bytes: a definition that was used never changes, and this is how it is noticed."""

    @cached_property
    def wait_for_the_office(self) -> list[str]:
        """The states in which a step waits for the secretary."""
        return waits_for(self.definition, "secretary")


def told(findings: Sequence[Finding], name: str, language: str = "en") -> list[str]:
    """Findings as lines that editors can jump to: `file.yaml:12:5: error: …`."""
    words = {"error": {"ru": "ошибка", "en": "error"}, "warning": {"ru": "предупреждение", "en": "warning"}}
    return [
        f"{name}:{found.line}:{found.column}: {words[found.problem.severity][language]}:"
        f" {message(found.problem.code, language, dict(found.problem.details))} [{found.problem.code}]"
        for found in findings
    ]


def load(path: Path) -> Supplied:
    """Read the definition in a file.

    Raises DefinitionUnusable.
    """
    content = path.read_bytes()
    reading = read_definition(content.decode("utf-8", errors="replace"))
    if reading.definition is None or not reading.sound:
        raise DefinitionUnusable("\n".join(told(reading.findings, path.name)))
    return Supplied(reading.definition, path, hashlib.sha256(content).hexdigest())


_library: dict[tuple[str, int], Supplied] = {}


def add_folder(folder: Path) -> None:
    """Add every `*.yaml` of a folder to the library: the supplied definitions, and those of whoever runs the server.

    Raises DefinitionUnusable for a file that is no sound definition, or that says what another file says otherwise.
    """
    for path in sorted(folder.glob("*.yaml")):
        one = load(path)
        known = _library.setdefault((one.definition.code, one.definition.version), one)
        if known.sha256 != one.sha256:
            raise DefinitionUnusable(
                f"{path} and {known.path} both define {one.definition.code} version {one.definition.version}."
                " Give one of them another version."
            )


def months_kept() -> dict[str, dict[str, int]]:
    """How many months processes with a rule of their own keep documents: by `code/version` and who reads them."""
    rules = {f"{code}/{version}": one.definition.keeping for (code, version), one in supplied().items()}
    return {process: rule.model_dump(exclude_none=True) for process, rule in rules.items() if rule}


def supplied() -> Mapping[tuple[str, int], Supplied]:
    """Every definition of the library, with its file, by code and version."""
    if not _library:
        add_folder(HERE)
    return _library


def definitions() -> dict[tuple[str, int], Definition]:
    """Every definition by code and version."""
    return {key: one.definition for key, one in supplied().items()}


def waiting_for_the_office() -> tuple[list[tuple[str, int, str]], list[str]]:
    """The states, by process and version, in which a step waits for the secretary; and the names of the deadlines at
    which decisions expire."""
    states = [(*key, state) for key, one in supplied().items() for state in one.wait_for_the_office]
    return states, sorted({one.definition.expiry.name for one in supplied().values() if one.definition.expiry})


def definition(code: str, version: int) -> Definition:
    """The definition an evaluation started with."""
    return supplied()[code, version].definition


def newest(code: str) -> Definition | None:
    """The newest version of a process, for a new evaluation."""
    versions = [known.definition for known in supplied().values() if known.definition.code == code]
    return max(versions, key=lambda known: known.version, default=None)


def sha256_of(code: str, version: int) -> str | None:
    """The hash of the file a definition comes from, if there is one."""
    found = supplied().get((code, version))
    return found.sha256 if found else None


@cache
def calendars() -> dict[str, Calendar]:
    """Every calendar by code."""
    found = {path.stem: path for path in sorted((HERE / "calendars").glob("*.yaml"))}
    return {code: calendar_of(yaml.safe_load(path.read_text(encoding="utf-8")), code) for code, path in found.items()}


def calendar_for(process: Definition, days_off: Collection[date] = ()) -> Calendar:
    """The calendar a process counts its days in, with a region's own days off; the plain week where it names none."""
    country = calendars().get(process.calendar) if process.calendar else None
    if country is None:
        return WEEK
    return country.with_days_off(days_off) if days_off else country
