"""`areopag school`: what the register says of schools."""

from typing import Annotated

import typer

from workflows.rules.framework import SCHOOL_KINDS

school = typer.Typer(help="What the register says of schools.", no_args_is_help=True)


@school.callback()
def _of_schools() -> None:
    """Commands of one word."""


@school.command()
def kind(
    name: Annotated[str, typer.Argument(help="Its name in either language, or its key.")],
    kind: Annotated[str, typer.Argument(help=", ".join(word.lower() for word in SCHOOL_KINDS))],
) -> None:
    """Say what kind of school one is. Evaluations opened from now on leave out what is not asked of its kind."""
    from app.cli import with_parts
    from workflows import schools

    try:
        known = with_parts(lambda parts: schools.say_kind(parts.database, name, kind.upper()))
    except schools.SchoolUnclear as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{known}: {kind.lower()}.")
