"""What an inspector ticks where a framework counts conditions: by framework, criterion and count.

They stand beside the frameworks, not in them: how a condition is worded for the inspector changes nothing of what is
measured, and published versions never change.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from workflows.rules.process_parts import Text

Checklist = Mapping[str, Mapping[str, Sequence[Text]]]
_SHAPE: TypeAdapter[dict[str, dict[str, list[Text]]]] = TypeAdapter(dict[str, dict[str, list[Text]]])


@cache
def checklist_of(code: str) -> Checklist:
    """The conditions to tick, by criterion and count; empty where numbers are entered."""
    file = Path(__file__).parent / f"{code}.yaml"
    if not code.isidentifier() or not file.is_file():
        return {}
    return _SHAPE.validate_python(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
