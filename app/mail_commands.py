"""`areopag mail`: what a mail server hands back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

mail = typer.Typer(help="Letters that came back.", no_args_is_help=True)
LARGEST = 1_000_000


@mail.callback()
def group() -> None:
    """Letters that came back."""


@mail.command()
def bounce(
    file: Annotated[Path, typer.Argument(help="a delivery status notification; - reads it from the pipe")],
) -> None:
    """Note that a letter could not be delivered, from the notification a mail server hands to this command.

    It ends with 0 whatever it was given: a mail server would answer a failure with another notification.
    """
    from app.cli import with_parts
    from workflows import letters
    from workflows.rules.bounces import read_bounce

    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as source:
        found = read_bounce(source.read(LARGEST))
    if found is None:
        typer.echo("This tells of no letter of Areopag that could not be delivered.")
        return
    noted = with_parts(lambda parts: letters.note_bounce(parts.database, found))
    if noted:
        typer.echo(f"Letter {found.letter} came back ({found.status}); the secretary sees it on the page of the case.")
    else:
        typer.echo(f"Letter {found.letter} came back ({found.status}), but is not kept, or this was noted before.")
