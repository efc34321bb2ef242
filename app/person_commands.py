"""`areopag person`: what is kept about somebody, given to them or forgotten on request."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from app.parts import Parts

T = TypeVar("T")
Who = Annotated[str, typer.Option("--person", help="login of the person, or their id: person-1f0c…")]

person = typer.Typer(help="Personal data.", no_args_is_help=True)


def _for(who: str, act: Callable[[Parts, UUID], Awaitable[T]]) -> T:
    """Do something for a person, or end the program with why not."""
    from app.cli import with_parts
    from schema.ids import key_of
    from workflows import people, personal

    async def run(parts: Parts) -> T:
        return await act(parts, key_of(who, "person") or await people.person_with(parts.database, who))

    try:
        return with_parts(run)
    except (people.AccountRefused, personal.PersonUnknown) as refused:
        typer.echo(str(refused) or f"There is nobody with the id {who}, or they were erased before.", err=True)
        raise typer.Exit(1) from None


@person.command()
def export(who: Who, target: Annotated[Path, typer.Argument(help="the file to write")]) -> None:
    """Write everything that is kept about a person into a JSON file; the trail tells that it was done."""
    from workflows import personal

    found = _for(who, lambda parts, key: personal.export(parts.database, key))
    target.touch(mode=0o600)
    target.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    typer.echo(f"Everything about {who} is in {target}. Give it to them and to nobody else.")


@person.command()
def erase(
    who: Who, yes: Annotated[bool, typer.Option("--yes", help="do not ask; it cannot be taken back")] = False
) -> None:
    """Forget who a person is. What they did in cases stays, under a name that says nothing."""
    from workflows import personal

    if not yes:
        typer.confirm(f"{who} will be forgotten for good. Go on?", abort=True)
    _for(who, lambda parts, key: personal.erase(parts.database, key))
    typer.echo(f"{who} is forgotten. Backups made before still know them until they are too old.")
