"""The JSON Schema of a definition, made from the closed model, for editors that help while one is written."""

from typing import Any

from workflows.rules.definition import Definition
from workflows.rules.guards import GUARDS

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "areopag-process/1"


def definition_schema() -> dict[str, Any]:
    """The shape of `workflows/processes/*.yaml`; guards by name."""
    schema = Definition.model_json_schema(by_alias=True)
    plain = sorted(name for name, guard in GUARDS.items() if guard.argument is None)
    asking = sorted(name for name, guard in GUARDS.items() if guard.argument is not None)
    guards = schema["$defs"]["Step"]["properties"]["guards"]["items"]
    guards["anyOf"] = [
        {"type": "string", "enum": plain},
        {
            "type": "object",
            "properties": {name: {"type": "string"} for name in asking},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
    return {"$schema": SCHEMA_DIALECT, "$id": IDENTITY, **schema}
