"""`areopag framework`: framework versions in and out of the database as files, and what changed between two."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.measure import AsJson, framework_named, refuse, tell
from workflows import frameworks
from workflows.frameworks.exchange import UnreadableFramework, as_json, as_workbook, read
from workflows.rules.framework_diff import changes_between

if TYPE_CHECKING:
    from workflows.rules.framework import Framework

framework = typer.Typer(help="Framework versions.", no_args_is_help=True)


def in_database() -> "list[Framework]":
    """Every framework version the database has."""
    from app.cli import with_parts

    return with_parts(lambda parts: frameworks.published(parts.database))


@framework.command("list")
def list_versions(json_: AsJson = False) -> None:
    """Every framework version in the database."""
    found = in_database()
    if json_:
        tell([{"code": known.code, "number": known.number, "title": known.title.model_dump()} for known in found])
        return
    for known in found:
        typer.echo(f"{known.code}:{known.number}\t{known.aggregation}\t{known.title.ru}\t{known.title.en}")


@framework.command("export")
def export(
    name: Annotated[str, typer.Argument(help="code, or code:number; the newest when left out")],
    file: Annotated[Path, typer.Argument(help="where to: .json or .xlsx")],
) -> None:
    """Write a framework version to a file."""
    code, _, wanted = name.partition(":")
    found = [known for known in in_database() if known.code == code and wanted in {"", str(known.number)}]
    if not found:
        raise refuse(f"The database has no framework {name}; `areopag framework list` tells what it has.")
    if file.suffix not in {".json", ".xlsx"}:
        raise refuse("A framework is written as .json or .xlsx.")
    file.write_bytes((as_json if file.suffix == ".json" else as_workbook)(found[0]))
    typer.echo(f"{found[0].code}:{found[0].number} is in {file}.")


@framework.command("import")
def bring_in(file: Annotated[Path, typer.Argument(help=".json, .xlsx or .yaml")]) -> None:
    """Publish the framework version in a file. What is published never changes: a change is a new number."""
    from app.cli import with_parts

    try:
        found = read(file.read_bytes(), file.name)
        new = with_parts(lambda parts: frameworks.bring_in(parts.database, found))
    except (OSError, UnreadableFramework, frameworks.FrozenFrameworkChanged) as error:
        raise refuse(str(error)) from None
    name = f"{found.code}:{found.number}"
    typer.echo(f"{name} is published." if new else f"{name} was here already, just as it is.")


@framework.command("diff")
def diff(
    before: Annotated[str, typer.Argument(help="code:number of a supplied framework, or a file")],
    after: Annotated[str, typer.Argument(help="the same")],
    json_: AsJson = False,
) -> None:
    """What changed between two framework versions; ends with 1 when anything did."""
    changes = changes_between(framework_named(before), framework_named(after))
    if json_:
        tell([asdict(change) for change in changes])
    else:
        for change in changes:
            values = " → ".join(json.dumps(value, ensure_ascii=False) for value in (change.before, change.after))
            typer.echo(f"{change.kind:8} {change.criterion or 'the whole'} {change.field}: {values}")
    raise typer.Exit(1 if changes else 0)
