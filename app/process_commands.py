"""`areopag process`: what a methodologist does with a definition before any case follows it."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from workflows.processes import calendar_for, definitions, newest, told
from workflows.rules.definition import Definition
from workflows.rules.definition_diagram import mermaid, svg
from workflows.rules.definition_diff import changes_between
from workflows.rules.definition_schema import definition_schema
from workflows.rules.definition_source import Reading, read_definition
from workflows.rules.definition_walk import NoSuchStep, Stop, walk, ways_to_ends
from workflows.rules.process_parts import Audience, Text

process = typer.Typer(help="Process definitions.", no_args_is_help=True)


class Language(StrEnum):
    """The languages a definition speaks."""

    RU = "ru"
    EN = "en"


class Format(StrEnum):
    """What a diagram is written as."""

    MERMAID = "mermaid"
    SVG = "svg"


class Readers(StrEnum):
    """Whose names of the states are shown."""

    PUBLIC = "public"
    SCHOOL = "school"
    INTERNAL = "internal"


InLanguage = Annotated[Language, typer.Option(help="language of the answer")]
Which = Annotated[str, typer.Argument(help="a file, or the code of a process of the library: CODE or CODE.VERSION")]


def _read(which: str) -> tuple[Reading, str]:
    path = Path(which)
    try:
        return read_definition(path.read_text(encoding="utf-8")), which
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"{which} cannot be read: {error}", err=True)
        raise typer.Exit(2) from None


def _definition(which: str, language: Language) -> Definition:
    """The definition in a file or of the library; anything else ends the program with what to do."""
    code, _, version = which.partition(".")
    known = definitions().get((code, int(version))) if version.isdigit() else newest(which)
    if known:
        return known
    if not Path(which).exists():
        names = ", ".join(f"{code}.{version}" for code, version in sorted(definitions()))
        typer.echo(f"{which} is neither a file nor a process of the library: {names}", err=True)
        raise typer.Exit(2)
    reading, name = _read(which)
    if reading.definition is None or not reading.sound:
        typer.echo("\n".join(told(reading.findings, name, language)), err=True)
        raise typer.Exit(1)
    return reading.definition


@process.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="the definitions")],
    language: InLanguage = Language.EN,
    strict: Annotated[bool, typer.Option(help="warnings count as errors")] = False,
) -> None:
    """Say what is wrong with definitions, by line and column, and how to mend it."""
    wrong = False
    for file in files:
        reading, name = _read(str(file))
        for line in told(reading.findings, name, language):
            typer.echo(line)
        wrong = wrong or not reading.sound or (strict and bool(reading.findings))
        if reading.sound and not reading.findings:
            typer.echo({"ru": f"{name}: замечаний нет.", "en": f"{name}: nothing to mend."}[language])
    raise typer.Exit(1 if wrong else 0)


@process.command()
def diagram(
    which: Which,
    form: Annotated[Format, typer.Option("--format", help="mermaid or svg")] = Format.MERMAID,
    language: InLanguage = Language.EN,
    readers: Annotated[Readers, typer.Option(help="whose names of the states")] = Readers.INTERNAL,
    here: Annotated[str | None, typer.Option(help="mark this state")] = None,
) -> None:
    """Draw a definition."""
    audience: Audience = readers.value
    draw = mermaid if form is Format.MERMAID else svg
    typer.echo(draw(_definition(which, language), language.value, audience, here), nl=False)


@process.command()
def simulate(
    which: Which,
    steps: Annotated[str, typer.Option(help="steps to take, with commas; left out: the shortest way to each end")] = "",
    begin: Annotated[datetime | None, typer.Option(help="when the case is opened; left out: now")] = None,
    zone: Annotated[str, typer.Option(help="the organisation's time zone")] = "Europe/Moscow",
    language: InLanguage = Language.EN,
) -> None:
    """Walk a definition without a case: who acts, what opens to whom, what is due, what could come next."""
    found = _definition(which, language)
    try:
        here = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        typer.echo(f"{zone} is no time zone; write one such as Asia/Krasnoyarsk", err=True)
        raise typer.Exit(2) from None
    start = datetime.now(UTC) if begin is None else begin.replace(tzinfo=here)
    ways = [steps.split(",")] if steps else list(ways_to_ends(found).values())
    for way in ways:
        try:
            stops = walk(found, way, start, here, calendar_for(found))
        except NoSuchStep as wrong:
            typer.echo(str(wrong), err=True)
            raise typer.Exit(1) from None
        for place, stop in enumerate(stops):
            typer.echo("\n".join(_told(found, stop, place, here, language)))
        typer.echo("")


def _in(text: Text, language: Language) -> str:
    return text.ru if language is Language.RU else text.en


def _told(found: Definition, stop: Stop, place: int, zone: ZoneInfo, language: Language) -> list[str]:
    russian = language is Language.RU
    words = ("открывается", "закрывается", "сроки", "дальше") if russian else ("opens", "closes", "due", "next")
    came = f"{_in(stop.step.title, language)} ({', '.join(stop.step.who)}) → " if stop.step else ""
    lines = [f"{place:2}. {came}{_in(found.state(stop.state).title, language)} [{stop.state}]"]
    due = [f"{name} {moment.astimezone(zone):%Y-%m-%d %H:%M %Z}" for name, moment in stop.due]
    onward = [f"{step.action} ({', '.join(step.who)})" for step in stop.onward]
    for word, told_of in zip(words, (list(stop.opens), list(stop.closes), due, onward), strict=True):
        if told_of:
            lines.append(f"      {word}: {', '.join(told_of)}")
    return lines


@process.command("diff")
def compare(
    old: Annotated[str, typer.Argument(help="a file or a process of the library")],
    new: Annotated[str, typer.Argument(help="the other one")],
    language: InLanguage = Language.EN,
) -> None:
    """Say what changed between two definitions, part by part. Ends with 1 when anything did."""
    changes = changes_between(_definition(old, language), _definition(new, language))
    marks = {"added": "+", "removed": "-", "changed": "~"}
    for change in changes:
        both = f"{_short(change.before)} → {_short(change.after)}" if change.kind == "changed" else ""
        typer.echo(f"{marks[change.kind]} {change.part} {both or _short(change.after or change.before)}".rstrip())
    if not changes:
        typer.echo({"ru": "Различий нет.", "en": "No differences."}[language])
    raise typer.Exit(1 if changes else 0)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:159]}…"


@process.command("schema")
def show_schema() -> None:
    """Print the JSON Schema of definitions (committed as docs/process.schema.json)."""
    typer.echo(json.dumps(definition_schema(), ensure_ascii=False, indent=2))
