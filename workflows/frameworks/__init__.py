"""The frameworks that come with Areopag, one file a framework and version, and how they get into a database."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml

from storage import frameworks
from storage.database import Database, Transaction
from workflows.rules.framework import Framework
from workflows.rules.records import canonical, sha256_of

MOST = 10_000


class FrozenFrameworkChanged(Exception):
    """A file differs from the framework version of this name in the database, on which evaluations may stand."""


@cache
def supplied() -> tuple[Framework, ...]:
    """Every framework version that comes with Areopag."""
    return tuple(
        Framework.model_validate(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
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
                # What is not said stays out: what was published before these could be said has the same hash as ever.
                **{name: criterion[name] for name in ("inputs", "required_by", "legal", "not_for") if criterion[name]},
            }
            for criterion in plain["criteria"]
        ],
    }


def framework_of(code: str, number: int, body: Mapping[str, Any]) -> Framework:
    """The framework version that is published as this body; equal scales are told once, under names made for them."""
    scales: list[Any] = []
    criteria = []
    for criterion in body["criteria"]:
        if criterion["scale"] and criterion["scale"] not in scales:
            scales.append(criterion["scale"])
        plain = {name: value for name, value in criterion.items() if name not in {"id", "scored"}}
        criteria.append(
            {**plain, "scale": f"scale{scales.index(criterion['scale']) + 1}" if criterion["scale"] else None}
        )
    return Framework.model_validate(
        {
            **body,
            "code": code,
            "number": number,
            "scales": {f"scale{place}": scale for place, scale in enumerate(scales, start=1)},
            "criteria": criteria,
        }
    )


async def seed(database: Database) -> None:
    """Bring in the supplied framework versions that the database does not have.

    Raises FrozenFrameworkChanged when one it has differs: a change is a new number.
    """
    async with database.working() as transaction:
        known = await frameworks.digests(transaction)
        for framework in supplied():
            await _keep(transaction, framework, known.get((framework.code, framework.number)))


async def bring_in(database: Database, framework: Framework) -> bool:
    """Publish a framework version that people wrote; False when the database has this very one.

    Raises FrozenFrameworkChanged when it has another under this code and number.
    """
    async with database.working() as transaction:
        return await add(transaction, framework)


async def add(transaction: Transaction, framework: Framework) -> bool:
    """Publish a framework version in the server's role; False when the database has this very one.

    Raises FrozenFrameworkChanged when it has another under this code and number.
    """
    known = await frameworks.digests(transaction)
    return await _keep(transaction, framework, known.get((framework.code, framework.number)))


async def _keep(transaction: Transaction, framework: Framework, known: str | None) -> bool:
    digest = _digest(framework)
    if known is None:
        key, body = framework_key(framework), body_of(framework)
        await frameworks.add(transaction, key, framework.code, framework.number, digest, body)
    elif known != digest:
        raise FrozenFrameworkChanged(
            f"{framework.code} {framework.number} differs from the version in the database;"
            " give the changed framework a new number."
        )
    return known is None


@lru_cache(maxsize=32)
def _digest(framework: Framework) -> str:
    return sha256_of(canonical(body_of(framework)))


async def published(database: Database) -> list[Framework]:
    """Every framework version in the database, by code, the newest number first."""
    async with database.working() as transaction:
        rows, _ = await frameworks.page_of_frameworks(transaction, None, MOST)
        return [framework_of(row.code, row.number, row.body) for row in rows]
