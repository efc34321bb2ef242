"""`areopag calendar`: the days off of a region, beside the production calendar of the country."""

from pathlib import Path
from typing import Annotated

import typer

calendar = typer.Typer(help="Days off of regions.", no_args_is_help=True)


@calendar.command()
def load(file: Annotated[Path, typer.Argument(help="YAML: region, years; see docs/processes.md")]) -> None:
    """Take a region's days off from a file. The years it names are replaced; deadlines that run stay as they are."""
    from app.cli import with_parts
    from workflows import calendars

    try:
        read = calendars.read_calendar(file)
        count = with_parts(lambda parts: calendars.load_calendar(parts.database, read))
    except calendars.CalendarUnusable as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{read.region}: {count} days off in {', '.join(map(str, sorted(read.years)))}.")


@calendar.command()
def show() -> None:
    """Every day off that was loaded."""
    from app.cli import with_parts
    from workflows import calendars

    for row in with_parts(lambda parts: calendars.loaded(parts.database)):
        typer.echo(f"{row.day}  {row.place}: {row.title}")
