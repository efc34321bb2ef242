"""How objects are written: part by part, from their text, or as they were written before."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from schema.compiled.run import Later, Made, Piece, Run, Unread, Waiting, Write
from schema.compiled.spliced import Splicer


@dataclass(frozen=True)
class Step:
    """Writes parts of an object; `of_text`: of what was read of its text."""

    write: Write
    of_text: bool = False


def without_text(steps: Sequence[Step]) -> Write:
    """Writes an object of its parts."""
    written = [step.write for step in steps]

    def write(value: Any, out: list[Any], run: Run) -> None:
        for step in written:
            step(value, out, run)
        out.append("}")

    return write


def with_text(steps: Sequence[Step], splicer: Splicer) -> Write:
    """Writes an object of which parts stand in its text, which is read once, and fetched where it is not there."""
    asked, read = splicer.parts(), splicer.reader()

    def write_both(both: tuple[Any, Any], out: list[Any], run: Run) -> None:
        value, text = both
        said = read(text)
        for step in steps:
            step.write(said if step.of_text else value, out, run)
        out.append("}")

    async def fetched(info: Any, values: Sequence[Any]) -> Sequence[Any]:
        return list(zip(values, await values[0].texts(info, values), strict=True))

    async def fetched_one(value: Any, run: Run) -> Any:
        return (await fetched(run.info, [value]))[0]

    later = Later(fetched_one, fetched, write_both)

    def write(value: Any, out: list[Any], run: Run) -> None:
        text = value.text_with(asked)
        if text is not None:
            write_both((value, text), out, run)
            return
        run.waiting.append(Waiting(later, value, out, len(out)))
        out.append(None)

    return write


def kept(write: Write, alike: Callable[[Any], Hashable], *, keeps: bool, own: bool) -> Write:
    """Writes what is kept as it is; what is not, it has read where it was not, and keeps.

    `own`: nothing is asked but the objects' own parts.
    """
    # Not a number: another operation could be given the same one when this is forgotten.
    selection = object()

    def place_of(value: Any) -> Piece:
        if type(value) is not Unread:
            return Piece((selection, alike(value)), lasts=False)
        return Piece((selection, value.own if own else value.alike), own)

    def anew(read: tuple[Any, Piece | None], out: list[Any], run: Run) -> None:
        value, place = read
        write(value, out, run)
        if place is not None and value is not None:
            run.made.append(Made(place, out))

    async def read(info: Any, sources: Sequence[Unread]) -> Sequence[Any]:
        values = await sources[0].read(info, [source.key for source in sources])
        places = [place_of(source) if keeps else None for source in sources]
        return list(zip(values, places, strict=True))

    async def read_one(source: Unread, run: Run) -> Any:
        return (await read(run.info, [source]))[0]

    later = Later(read_one, read, anew)

    def written(value: Any, out: list[Any], run: Run) -> None:
        place = place_of(value) if keeps and run.pieces is not None and value is not None else None
        text = run.pieces.find(place.key, lasts=place.lasts) if place and run.pieces is not None else None
        if text is not None:
            out.append(text)
            return
        if type(value) is Unread:
            run.waiting.append(Waiting(later, value, out, len(out)))
            out.append(None)
            return
        inner: list[Any] = []
        anew((value, place), inner, run)
        out.append(inner)

    return written
