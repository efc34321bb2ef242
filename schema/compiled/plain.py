"""Objects of which everything that is asked for is an attribute, each written by one expression.

A record in full has a hundred of them. To ask for their attributes one after another, by functions of functions, takes
longer than all the rest; so the expression is written as Python, from names of the schema and of the document, which
are identifiers both, and compiled with the operation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any, NoReturn

from schema.compiled.leaves import Text
from schema.compiled.run import Unfit


@dataclass(frozen=True)
class Leaf:
    """A part of an object: what is written before it, and the attribute that is written; None: nothing more."""

    before: str
    attribute: str | None = None
    text: Text = str
    """What makes JSON of the attribute."""
    is_text: bool = False
    """Whether it makes of a text what JSON does."""


def text_of_leaves(leaves: Sequence[Leaf]) -> Text:
    """What writes these parts of an object; what begins and ends it is not among them but for its first brace."""
    return _made("lambda source: " + _expression(leaves), _names(leaves))


def text_of_object(leaves: Sequence[Leaf], origin: type | None, *, present: bool) -> Text:
    """What writes an object of these parts; of the type `origin`, where that is to be looked at.

    It raises Unfit for objects of other types, and for nothing where something has to be `present`.
    """
    fits = "source is not None" if origin is None else "type(source) is origin"
    written = f"({_expression([*leaves, Leaf('}')])} if {fits} else unfit())"
    nothing = "" if present else '"null" if source is None else '
    return _made(f"lambda source: {nothing}{written}", {**_names(leaves), "origin": origin, "unfit": _unfit})


def text_of_list(item: Text) -> Text:
    """What writes a list, or nothing."""

    def text(values: Any) -> str:
        if values is None:
            return "null"
        if type(values) is not list:
            raise Unfit
        return f"[{','.join([item(value) for value in values])}]"

    return text


def _expression(leaves: Sequence[Leaf]) -> str:
    parts = []
    for place, leaf in enumerate(leaves):
        parts.append(repr(leaf.before))
        if leaf.attribute is None:
            continue
        value = f"source.{leaf.attribute}"
        if leaf.is_text:
            parts.append(f"(encoded(v) if type(v := {value}) is str else text{place}(v))")
        else:
            parts.append(f"text{place}({value})")
    return f"''.join(({', '.join(parts)},))"


def _names(leaves: Sequence[Leaf]) -> dict[str, Any]:
    texts = {f"text{place}": leaf.text for place, leaf in enumerate(leaves)}
    return {**texts, "encoded": encode_basestring}


def _made(source: str, names: dict[str, Any]) -> Callable[[Any], str]:
    made: Callable[[Any], str] = eval(source, names)  # noqa: S307 - see above: nothing in it was written by a stranger
    return made


def _unfit() -> NoReturn:
    raise Unfit
