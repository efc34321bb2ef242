"""`areopag audit`: the trail of acts, exported and checked."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from app import audit_verifier
from app.parts import Parts

audit = typer.Typer(help="The trail of acts.", no_args_is_help=True)


@audit.command()
def verify(
    file: Annotated[Path | None, typer.Option(help="an export; left out: this server's own trail")] = None,
    keys: Annotated[Path | None, typer.Option(help="keys to trust: the file `/published/keys.json`")] = None,
) -> None:
    """Find every change of the trail, down to a bit. Ends with 1 when anything is not as it was."""
    if file is not None:
        words = [str(file), *(["--keys", str(keys)] if keys else [])]
        raise typer.Exit(audit_verifier.main(words))
    from app.cli import with_parts

    verdict, differing = with_parts(_own)
    typer.echo(audit_verifier.told(verdict))
    for one in differing:
        typer.echo(f"{one} is not what the trail says was done")
    raise typer.Exit(1 if verdict.wrong or differing else 0)


async def _own(parts: Parts) -> tuple[audit_verifier.Verdict, list[str]]:
    from workflows import audit as trail

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "trail"
        await _write(parts, target)
        trusted = await trail.trusted_keys(parts.database, parts.signer)
        return audit_verifier.verify(target, trusted), await trail.disagreements(parts.database)


@audit.command()
def export(target: Annotated[Path, typer.Argument(help="the file to write")]) -> None:
    """Write the whole trail into a file that is checked offline (`areopag audit verify --file`, audit_verifier.py)."""
    from app.cli import with_parts

    with_parts(lambda parts: _write(parts, target))
    typer.echo(f"The trail is in {target}. It holds personal data: give it to those who may read it.")


async def _write(parts: Parts, target: Path) -> None:
    from workflows import audit as trail

    fresh = target.with_name(f".{target.name}.part")
    with fresh.open("wb") as file:
        async for line in trail.export(parts.database, parts.signer):
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)


@audit.command()
def checkpoint() -> None:
    """Sign where every chain stands now; the server does it every hour."""
    from app.cli import with_parts
    from workflows import audit as trail

    number = with_parts(lambda parts: trail.checkpoint(parts.database, parts.signer))
    typer.echo(f"Checkpoint {number}." if number else "Nothing was added since the last checkpoint.")
