"""`areopag measure`: the numbers of a table on a person's disk, by the functions the server uses; needs no database."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from workflows.frameworks import supplied
from workflows.frameworks.exchange import UnreadableFramework, read
from workflows.rules.agreement import LEVELS, LevelOfMeasurement, alpha_of, closeness_of
from workflows.rules.framework import Framework
from workflows.rules.intraclass import correlations_of
from workflows.rules.proportions import share_of
from workflows.rules.scoring import Absence, Derivation, Results, in_reading_order, results_of
from workflows.rules.scoring.engine import Given
from workflows.rules.scoring.telling import LANGUAGES, explained, outcome_told, told

measure = typer.Typer(help="Agreement, intervals and scores of a file.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="for programs")]
Cell = Decimal | None


def refuse(what: str) -> typer.Exit:
    """Tell what is wrong with what was given; the program ends with 2."""
    typer.echo(what, err=True)
    return typer.Exit(2)


def tell(plain: Any) -> None:
    """Write JSON; numbers that must stay exact are strings."""
    typer.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str))


def table_of(file: Path) -> tuple[list[str], list[list[Cell]]]:
    """Names and values: a header row, a first column of names, an empty cell where a value is missing."""
    try:
        rows = [row for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines()) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise refuse(f"{file}: {error}") from None
    if len(rows) < 2:
        raise refuse(f"{file}: a header row and at least one row of values are needed.")
    if {len(row) for row in rows} != {len(rows[0])}:
        raise refuse(f"{file}: every row needs {len(rows[0])} cells, as many as the header has.")
    return [row[0] for row in rows[1:]], [
        [number(cell, f"{file}, row {down}") for cell in row[1:]] for down, row in enumerate(rows[1:], start=2)
    ]


def number(cell: str, where: str) -> Cell:
    """The number in a cell."""
    if not cell.strip():
        return None
    try:
        value = Decimal(cell.strip())
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise refuse(f"{where}: {cell} is no number.")
    return value


def as_level(level: str) -> LevelOfMeasurement:
    """The level of measurement with this name."""
    for known in LEVELS:
        if known == level:
            return known
    raise refuse(f"--level is one of {', '.join(LEVELS)}.")


@measure.command("agreement")
def tell_agreement(
    file: Annotated[Path, typer.Argument(help="CSV: rows observers, columns units, empty = missing")],
    level: Annotated[str, typer.Option(help=", ".join(LEVELS))],
    bootstrap: Annotated[int, typer.Option(help="draws for the interval", min=0, max=100_000)] = 0,
    seed: Annotated[int, typer.Option(help="the same seed, the same interval", min=0)] = 0,
    json_: AsJson = False,
) -> None:
    """Krippendorff's alpha, with exact and adjacent agreement of pairs."""
    _, table = table_of(file)
    found = alpha_of(table, as_level(level), bootstrap=bootstrap, seed=seed)
    closeness = closeness_of(table, Decimal(1))
    if json_:
        tell(
            {
                "alpha": found.value,
                **{name: value for name, value in asdict(found).items() if name != "value"},
                "bootstrap": bootstrap,
                "seed": seed,
                "closeness": asdict(closeness) if closeness else None,
            }
        )
        return
    if found.value is None:
        typer.echo("Nothing to say: no unit has two values, or they do not vary.")
        return
    typer.echo(f"alpha ({level}) {found.value:.6f}")
    if found.interval:
        typer.echo(f"95 % interval {found.interval.lower:.4f} to {found.interval.upper:.4f} ({bootstrap} draws)")
    typer.echo(f"{found.observers} observers, {found.units} units with two values or more, {found.pairable} values")
    if closeness:
        typer.echo(f"pairs equal {closeness.exact:.4f}, at most 1 apart {closeness.adjacent:.4f}")


@measure.command("icc")
def tell_icc(
    file: Annotated[Path, typer.Argument(help="CSV: rows targets, columns judges, nothing missing")],
    json_: AsJson = False,
) -> None:
    """Intraclass correlations: all six forms of Shrout and Fleiss, with 95 % intervals."""
    names, table = table_of(file)
    whole = [[cell for cell in row if cell is not None] for row in table]
    short = [name for name, row, cells in zip(names, table, whole, strict=True) if len(row) != len(cells)]
    if short:
        raise refuse(f"{file}: every judge must have valued every target; {short[0]} lacks a value.")
    found = correlations_of(whole)
    if found is None:
        raise refuse(f"{file}: two targets and two judges at least are needed, and values that vary.")
    if json_:
        tell({"targets": len(whole), "judges": len(whole[0]), "forms": [asdict(form) for form in found]})
        return
    for form in found:
        interval = f"{form.interval.lower:9.4f} to {form.interval.upper:.4f}" if form.interval else ""
        typer.echo(f"{form.form}  {form.value:9.6f}{interval}")


@measure.command("interval")
def tell_interval(
    successes: Annotated[int, typer.Argument(help="how many said yes")],
    n: Annotated[int, typer.Argument(help="how many were asked")],
    population: Annotated[int | None, typer.Option(help="out of how many, if they can be counted")] = None,
    json_: AsJson = False,
) -> None:
    """A share with Wilson's 95 % interval, corrected for a finite population."""
    try:
        found = share_of(successes, n, population)
    except ValueError as error:
        raise refuse(str(error).capitalize() + ".") from None
    if json_:
        tell({"successes": successes, "n": n, "population": population, **asdict(found)})
        return
    typer.echo(f"share {found.value:.6f}, 95 % interval {found.lower:.6f} to {found.upper:.6f}")


@measure.command("score")
def tell_score(
    framework: Annotated[str, typer.Argument(help="code, code:number, or a framework file")],
    file: Annotated[Path, typer.Argument(help="JSON or CSV: values by criterion, or counts by criterion and name")],
    explain: Annotated[bool, typer.Option("--explain", help="every step")] = False,
    language: Annotated[str, typer.Option(help="ru or en")] = "en",
    json_: AsJson = False,
) -> None:
    """What a framework's rules make of values or counts, and how."""
    if language not in LANGUAGES:
        raise refuse("--language is ru or en.")
    known = framework_named(framework)
    values, counts = scores_of(file)
    strange = [code for code in {*values, *counts} if code not in known.scheme.by_code]
    if strange:
        raise refuse(f"{file}: {known.code} has no criterion {', '.join(sorted(strange))}.")
    found = results_of(known.scheme, values, counts)
    if json_:
        tell(plain_results(known, found, explain=explain))
        return
    for result in found.results.values():
        for line in told(result, language) if explain else [next(told(result, language))]:
            typer.echo(line)
    if not found.results:
        typer.echo("This framework has no result of the whole: each criterion stands by itself.")
        for step in found.criteria.values():
            typer.echo(next(told(step, language)))


def plain_results(known: Framework, found: Results, *, explain: bool) -> dict[str, Any]:
    """Results for programs; with every step where they are to be explained."""
    total, grade = found.published_total, found.grade.level if found.grade else None
    steps = {code: [plain_step(step) for step in _steps(result)] for code, result in found.results.items()}
    return {
        "framework": {"code": known.code, "number": known.number},
        "total": total,
        "grade": {"code": grade.code, "title": dict(grade.title)} if grade else None,
        "criteria": {code: step.number for code, step in found.criteria.items()},
        "results": {code: plain_step(result) for code, result in found.results.items()},
        **({"derivation": steps} if explain else {}),
    }


def _steps(result: Derivation) -> list[Mapping[str, Any]]:
    return [
        {"step": placed.step, "place": placed.place, "parent": placed.parent} for placed in in_reading_order(result)
    ]


def plain_step(placed: Mapping[str, Any] | Derivation) -> dict[str, Any]:
    """A step for programs."""
    step, place = (placed, {}) if isinstance(placed, Derivation) else (placed["step"], dict(placed))
    place.pop("step", None)
    return {
        **place,
        "kind": step.kind,
        "code": step.code,
        "value": step.number,
        "level": step.level.code if step.level else None,
        "holds": step.holds,
        "absent": step.absent.value if step.absent else None,
        "weight": step.weight,
        "outcome": {language: outcome_told(step, language) for language in LANGUAGES},
        "explanation": {language: explained(step, language) for language in LANGUAGES},
    }


def framework_named(name: str) -> Framework:
    """The framework in a file, or the supplied one with this code (the newest, or `code:number`)."""
    file = Path(name)
    if file.suffix in {".json", ".xlsx", ".yaml", ".yml"}:
        try:
            return read(file.read_bytes(), file.name)
        except (OSError, UnreadableFramework) as error:
            raise refuse(str(error)) from None
    code, _, wanted = name.partition(":")
    found = [known for known in supplied() if known.code == code and wanted in {"", str(known.number)}]
    if not found:
        codes = ", ".join(f"{known.code}:{known.number}" for known in supplied())
        raise refuse(f"There is no framework {name}. Supplied: {codes}. Others: export them and name the file.")
    return max(found, key=lambda known: known.number)


def scores_of(file: Path) -> tuple[dict[str, Given], dict[str, dict[str, Cell]]]:
    """Values and counts by criterion.

    JSON: `{"1.1": {"I_stand": 12, …}, "1.2": 90, "3.3": "NOT_APPLICABLE", "4.1": null}`. CSV: a header, then rows
    `criterion,value` or `criterion,count,value`.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".csv":
            rows = [row for row in csv.reader(text.splitlines()) if row][1:]
            return _given(file, [(row[0], row[1] if len(row) > 2 and row[1] else None, row[-1]) for row in rows])
        plain = json.loads(text, parse_float=str, parse_int=str)
        cells = [
            (code, name, value)
            for code, held in plain.items()
            for name, value in (held.items() if isinstance(held, dict) else [(None, held)])
        ]
    except (OSError, ValueError, IndexError, AttributeError) as error:
        raise refuse(f"{file}: {error}") from None
    return _given(file, cells)


def _given(
    file: Path, cells: Sequence[tuple[str, str | None, Any]]
) -> tuple[dict[str, Given], dict[str, dict[str, Cell]]]:
    values: dict[str, Given] = {}
    counts: dict[str, dict[str, Cell]] = {}
    for code, name, cell in cells:
        text = "" if cell is None else str(cell)
        if name is None and text == Absence.NOT_APPLICABLE.value:
            values[code] = Absence.NOT_APPLICABLE
        elif name is None:
            values[code] = number(text, f"{file}, {code}")
        else:
            counts.setdefault(code, {})[name] = number(text, f"{file}, {code}, {name}")
    return values, counts
