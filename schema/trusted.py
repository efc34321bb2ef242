"""Documents the server keeps, to be asked for by the hash of their text: the client's own, and some for everybody.

Those of observers (`client.json`) and for everybody ask only what is published, so an answer is the same for everybody;
`own.json` is what the client asks and does for who is signed in. The client's are written by a test of `web/`, from the
client's own code; the others stand in `operations/published/`, one a file, and docs/guide.md tells what each is good
for.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from graphql import FieldNode, OperationDefinitionNode, StringValueNode, VariableNode

from schema.limits import parsed

FOLDER = Path(__file__).parent / "operations"
PREFIX = "sha256:"
SETTLED_AFTER = timedelta(hours=1)
"""No transaction that publishes is under way for so long, so what was published by then is all there is."""


def document_id(text: str) -> str:
    """What a document is asked for by, as GraphQL over HTTP has it (appendix A, persisted documents)."""
    return PREFIX + hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def published_operations() -> Mapping[str, str]:
    """The documents for everybody, by the name of their operation."""
    files = sorted((FOLDER / "published").glob("*.graphql"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


@lru_cache(maxsize=1)
def _documents() -> Mapping[str, str]:
    client = [json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("client.json", "own.json")]
    return {document_id(text): text for kept in (*client, published_operations()) for text in kept.values()}


def document(identifier: str) -> str | None:
    """The text of a kept document."""
    return _documents().get(identifier)


def is_settled(query: str, variables: Mapping[str, Any], now: datetime | None = None) -> bool:
    """Whether everything asked is asked as of a past moment, so that the answer will always be the same."""
    before = (now or datetime.now(UTC)) - SETTLED_AFTER
    return all(
        _past(_as_of(field, variables), before)
        for definition in parsed(query).definitions
        if isinstance(definition, OperationDefinitionNode)
        for field in definition.selection_set.selections
    )


def _as_of(field: object, variables: Mapping[str, Any]) -> object:
    for argument in (field.arguments or ()) if isinstance(field, FieldNode) else ():
        if argument.name.value == "asOf":
            value = argument.value
            if isinstance(value, VariableNode):
                return variables.get(value.name.value)
            return value.value if isinstance(value, StringValueNode) else None
    return None


def _past(moment: object, before: datetime) -> bool:
    try:
        return isinstance(moment, str) and datetime.fromisoformat(moment) < before
    except (ValueError, TypeError):
        return False
