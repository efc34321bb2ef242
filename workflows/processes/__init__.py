"""The process definitions, one file a process and version; read once."""

from functools import cache
from pathlib import Path

import yaml

from workflows.rules.definition import Definition
from workflows.rules.process import parse_definition


@cache
def definitions() -> dict[tuple[str, int], Definition]:
    """Every definition by code and version."""
    found = [
        parse_definition(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(Path(__file__).parent.glob("*.yaml"))
    ]
    return {(definition.code, definition.version): definition for definition in found}


def definition(code: str, version: int) -> Definition:
    """The definition an evaluation started with."""
    return definitions()[code, version]


def newest(code: str) -> Definition | None:
    """The newest version of a process, for a new evaluation."""
    versions = [known for known in definitions().values() if known.code == code]
    return max(versions, key=lambda known: known.version, default=None)
