"""Newer versions of the process of a case: what would change, before anybody lets it."""

import json
from typing import Any

import strawberry

from schema.results import Reason
from workflows.versions import Newer


@strawberry.type(description="One difference between two versions of a process.")
class ProcessChange:
    """A change."""

    kind: str = strawberry.field(description="`added`, `removed` or `changed`.")
    part: str = strawberry.field(description="Which part: `steps.submit.guards`.")
    before: str | None = strawberry.field(description="What the version followed now says, as JSON.")
    after: str | None = strawberry.field(description="What the newer one says, as JSON.")


@strawberry.type(description="A newer version of the process, with what would change for this case.")
class NewerVersion:
    """A newer version."""

    version: int = strawberry.field(description="Its number; send it to `adoptVersion`.")
    changes: list[ProcessChange] = strawberry.field(description="Every difference.")
    blocked_by: list[Reason] = strawberry.field(description="Why this case cannot follow it now.")

    @classmethod
    def of(cls, newer: Newer, number: str) -> "NewerVersion":
        """The API's form of a newer version."""
        return cls(
            version=newer.definition.version,
            changes=[
                ProcessChange(kind=one.kind, part=one.part, before=_written(one.before), after=_written(one.after))
                for one in newer.changes
                if one.part != "version"
            ],
            blocked_by=[Reason.of(reason, number) for reason in newer.blocked_by],
        )


def _written(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
