"""The frameworks that come with Areopag, one file a framework and version, and how they get into a database."""

from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

from storage import frameworks
from storage.database import Database
from workflows.rules.framework import Framework
from workflows.rules.records import canonical, sha256_of


class FrozenFrameworkChanged(Exception):
    """A file differs from the framework version of this name in the database, on which evaluations may stand."""


@cache
def supplied() -> tuple[Framework, ...]:
    """Every framework version that comes with Areopag."""
    return tuple(
        Framework.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(Path(__file__).parent.glob("*.yaml"))
    )


def framework_key(framework: Framework) -> UUID:
    """The same in every database, so that published records of different servers can be joined."""
    return uuid5(NAMESPACE_URL, f"areopag:framework:{framework.code}:{framework.number}")


def body_of(framework: Framework) -> dict[str, Any]:
    """The framework as it is published: its tree in reading order, every criterion with its own scale."""
    key = framework_key(framework)
    plain = framework.model_dump(mode="json")
    rules = {"scoring": plain["scoring"]} if framework.scoring else {}
    return {
        **{name: plain[name] for name in ("title", "legal", "aggregation", "maximum")},
        **rules,
        "criteria": [
            {
                **{name: criterion[name] for name in ("code", "kind", "parent", "title", "description", "weight")},
                "id": uuid5(key, criterion["code"]).hex,
                "scored": criterion["scale"] is not None,
                "evidence_required": criterion["evidence_required"],
                "scale": plain["scales"][criterion["scale"]] if criterion["scale"] else None,
                **({"inputs": criterion["inputs"]} if criterion["inputs"] else {}),
            }
            for criterion in plain["criteria"]
        ],
    }


async def seed(database: Database) -> None:
    """Bring in the supplied framework versions that the database does not have.

    Raises FrozenFrameworkChanged when one it has differs: a change is a new number.
    """
    async with database.working() as transaction:
        for framework in supplied():
            body = body_of(framework)
            digest = sha256_of(canonical(body))
            known = await frameworks.digest_of(transaction, framework.code, framework.number)
            if known is None:
                await frameworks.add(
                    transaction, framework_key(framework), framework.code, framework.number, digest, body
                )
            elif known != digest:
                raise FrozenFrameworkChanged(
                    f"{framework.code} {framework.number} differs from the version in the database;"
                    " give the changed framework a new number."
                )
