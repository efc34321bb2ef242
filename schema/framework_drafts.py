"""Framework versions while they are written, and the acts of their life, for the secretariat."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.acting import required_key
from schema.context import Info
from schema.derivations import Derivation, derivations_of
from schema.frameworks import FrameworkVersion
from schema.ids import global_id
from schema.nodes import Node, node
from schema.results import (
    Blocked,
    InvalidInput,
    NotPermittedOrAbsent,
    Problem,
    Refusal,
    StaleVersion,
    answer,
    localized,
)
from schema.review_acts import CountInput
from storage import frameworks
from storage.frameworks import DraftRow, FrameworkRow
from workflows.frameworks import body_of, drafts, framework_key
from workflows.rules import framework_diff
from workflows.rules.framework_problems import problems_of
from workflows.rules.refusals import NotPermittedOrAbsent as Absent
from workflows.rules.scoring import Absence, value_problem
from workflows.rules.scoring.engine import Given


@strawberry.type(description="One difference between a draft and the newest published version of its code.")
class FrameworkChange:
    """A difference."""

    kind: str = strawberry.field(description="`ADDED`, `REMOVED`, `CHANGED` or `MOVED`.")
    criterion_code: str | None = strawberry.field(description="Where: `1.3`; null for the whole.")
    field_name: str | None = strawberry.field(description="Of what, as a framework file calls it: `weight`.")
    before: str | None = strawberry.field(description='As JSON: `"0.5"`; null where there was nothing.')
    after: str | None = strawberry.field(description="The same, as it is in the draft.")

    @classmethod
    def of(cls, change: framework_diff.Change) -> "FrameworkChange":
        """The API's form of a change."""
        before, after = (
            None if value is None else json.dumps(value, ensure_ascii=False) for value in (change.before, change.after)
        )
        return cls(
            kind=change.kind, criterion_code=change.criterion, field_name=change.field, before=before, after=after
        )


@strawberry.input(description="A value to try rules on: what a panel might give, or an inspector count.")
class TrialValueInput:
    """A value of one criterion."""

    criterion_code: str = strawberry.field(description="The criterion: `1.3`.")
    value: Decimal | None = strawberry.field(default=None, description="On its scale; off it, it counts as missing.")
    not_applicable: bool = strawberry.field(default=False, description="Whether it does not apply.")
    counts: list[CountInput] | None = strawberry.field(default=None, description="In place of a value: the counts.")

    def given(self, scale: Mapping[str, Any]) -> Given:
        """The value as the rules see it."""
        if self.not_applicable:
            return Absence.NOT_APPLICABLE
        return None if self.value is None or value_problem(scale, self.value) else self.value


@strawberry.type(description="A framework version that is being written. It need not be sound before it is published.")
class FrameworkDraft(Node):
    """A draft."""

    row: strawberry.Private[DraftRow]
    code: str = strawberry.field(description="Which framework it is a version of: `nok_uod`.")
    number: int = strawberry.field(description="The version it is to become.")
    version: int = strawberry.field(description="Counts its changes; name it when you change the draft.")
    changed_at: datetime = strawberry.field(description="When it was changed last.")

    @strawberry.field(description="What it says, as JSON in the form of `areopag framework export`.")
    def content(self) -> str:
        """The document."""
        return json.dumps(drafts.whole(self.row), ensure_ascii=False)

    @strawberry.field(description="All that must be mended before it can be published. Paths lead into `content`.")
    def problems(self) -> list[Problem]:
        """What is wrong."""
        return [
            Problem(path=one.path, code=one.code, message=localized(one.code, dict(one.details)))
            for one in problems_of(drafts.whole(self.row))
        ]

    @strawberry.field(description="The version it would be; null while it has problems.")
    def preview(self) -> FrameworkVersion | None:
        """As everybody would read it."""
        sound = drafts.sound(self.row)
        if sound is None:
            return None
        row = FrameworkRow(framework_key(sound), sound.code, sound.number, "DRAFT", body_of(sound))
        return FrameworkVersion.of(row)

    @strawberry.field(
        description="What its rules make of these values, step by step; a criterion without one is missing. Empty where"
        " there is no result of the whole, and while it has problems."
    )
    def trial(self, values: list[TrialValueInput]) -> list[Derivation]:
        """The results of a trial."""
        framework = drafts.sound(self.row)
        if framework is None:
            return []
        body = body_of(framework)
        scales = {part["code"]: part["scale"] for part in body["criteria"] if part["scored"]}
        tried = {one.criterion_code: one for one in values if one.criterion_code in scales}
        given = {code: one.given(scales[code]) for code, one in tried.items()}
        counts = {code: {count.code: Decimal(count.count) for count in one.counts or ()} for code, one in tried.items()}
        return derivations_of(body, given, counts)

    @strawberry.field(
        description="What it changes of the newest published version of its code. Empty where there is none, and while"
        " it has problems."
    )
    async def changes(self, info: Info) -> list[FrameworkChange]:
        """The differences."""
        found = await drafts.changes_of(await info.context.published(), self.row)
        return [FrameworkChange.of(change) for change in found]

    @classmethod
    def of(cls, row: DraftRow) -> "FrameworkDraft":
        """The API's form of a row."""
        return cls(
            id=strawberry.ID(global_id("frameworkdraft", row.id)),
            row=row,
            code=row.code,
            number=row.number,
            version=row.version,
            changed_at=row.changed_at,
        )


@node("frameworkdraft")
async def draft_of(info: Info, key: UUID) -> FrameworkDraft | None:
    """The draft, if the person asking may know of it."""
    if info.context.person is None:
        return None
    row = await info.context.loader(frameworks.drafts_by_id).load(key)
    return FrameworkDraft.of(row) if row else None


@strawberry.type
class ViewerFrameworks:
    """What the viewer writes."""

    @strawberry.field(description="Framework versions that are being written, the one changed last first.")
    async def framework_drafts(self, info: Info) -> list[FrameworkDraft]:
        """The drafts."""
        return [FrameworkDraft.of(row) for row in await frameworks.drafts(await info.context.transaction())]


@strawberry.input(description="Begin a draft; name either `frameworkVersionId` or `content`.")
class BeginFrameworkDraftInput:
    """A new draft."""

    idempotency_key: str = strawberry.field(description="Your own; repeating it gives the first answer.")
    framework_version_id: strawberry.ID | None = strawberry.field(
        default=None, description="The published version to begin from: the draft is the next version of its code."
    )
    content: str | None = strawberry.field(
        default=None,
        description="What is to stand in it, as JSON in the form of `areopag framework export`. Its `code` stays; its"
        " `number` becomes the next one.",
    )


@strawberry.input(description="Keep what stands in a draft now.")
class SaveFrameworkDraftInput:
    """A changed draft."""

    id: strawberry.ID = strawberry.field(description="The draft.")
    expected_version: int = strawberry.field(description="`FrameworkDraft.version` as you read it.")
    content: str = strawberry.field(description="All of it, as JSON; sound or not.")


@strawberry.input(description="A draft as you have seen it.")
class FrameworkDraftInput:
    """Which draft."""

    id: strawberry.ID = strawberry.field(description="The draft.")
    expected_version: int = strawberry.field(description="`FrameworkDraft.version` as you read it.")


@strawberry.input(description="A published framework version.")
class RetireFrameworkInput:
    """Which version."""

    framework_version_id: strawberry.ID = strawberry.field(description="The version.")


@strawberry.type(description="A draft that is there no more.")
class DiscardedFrameworkDraft:
    """A draft was discarded."""

    code: str = strawberry.field(description="Which framework it was a version of.")
    number: int = strawberry.field(description="The version it would have become.")


FrameworkDraftResult = Annotated[
    FrameworkDraft | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("FrameworkDraftResult", description="The draft, or why there is none."),
]
FrameworkResult = Annotated[
    FrameworkVersion | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("FrameworkResult", description="The framework version, or why it did not happen."),
]
DiscardedFrameworkDraftResult = Annotated[
    DiscardedFrameworkDraft | Blocked | StaleVersion | InvalidInput | NotPermittedOrAbsent,
    strawberry.union("DiscardedFrameworkDraftResult", description="What was discarded, or why nothing was."),
]


async def _shown(info: Info, key: UUID) -> FrameworkDraft:
    await info.context.forget_reads()
    draft = await draft_of(info, key)
    if draft is None:
        raise Absent
    return draft


async def _published(info: Info, key: UUID) -> FrameworkVersion:
    await info.context.forget_reads()
    row = await info.context.loader_as_of(frameworks.frameworks_of, None).load(key)
    if row is None:
        raise Absent
    return FrameworkVersion.of(row)


@strawberry.type
class FrameworkMutations:
    """The life of a framework version."""

    @strawberry.mutation(description="Secretary: begin to write a framework version.")
    async def begin_framework_draft(self, info: Info, input: BeginFrameworkDraftInput) -> FrameworkDraftResult:
        """Begin a draft."""

        async def act() -> FrameworkDraft:
            based_on = input.framework_version_id and required_key(input.framework_version_id, "framework")
            key = await drafts.begin(
                info.context.database, info.context.signed_in(), input.idempotency_key, based_on or None, input.content
            )
            return await _shown(info, key)

        found: FrameworkDraft | Refusal = await answer(info, act)
        return found

    @strawberry.mutation(description="Secretary: keep what stands in a draft now, sound or not.")
    async def save_framework_draft(self, info: Info, input: SaveFrameworkDraftInput) -> FrameworkDraftResult:
        """Change a draft."""

        async def act() -> FrameworkDraft:
            key = required_key(input.id, "frameworkdraft")
            person = info.context.signed_in()
            await drafts.save(info.context.database, person, key, input.expected_version, input.content)
            return await _shown(info, key)

        found: FrameworkDraft | Refusal = await answer(info, act)
        return found

    @strawberry.mutation(description="Secretary: throw a draft away.")
    async def discard_framework_draft(self, info: Info, input: FrameworkDraftInput) -> DiscardedFrameworkDraftResult:
        """Discard a draft."""

        async def act() -> DiscardedFrameworkDraft:
            row = await drafts.discard(
                info.context.database,
                info.context.signed_in(),
                required_key(input.id, "frameworkdraft"),
                input.expected_version,
            )
            await info.context.forget_reads()
            return DiscardedFrameworkDraft(code=row.code, number=row.number)

        found: DiscardedFrameworkDraft | Refusal = await answer(info, act)
        return found

    @strawberry.mutation(
        description="Secretary: publish a draft. From then on nobody changes the version; a change is another version."
    )
    async def publish_framework_draft(self, info: Info, input: FrameworkDraftInput) -> FrameworkResult:
        """Publish a draft."""

        async def act() -> FrameworkVersion:
            key = required_key(input.id, "frameworkdraft")
            made = await drafts.publish(info.context.database, info.context.signed_in(), key, input.expected_version)
            return await _published(info, made)

        found: FrameworkVersion | Refusal = await answer(info, act)
        return found

    @strawberry.mutation(
        description="Secretary: no more evaluations are opened on this version; those under way go on."
    )
    async def retire_framework(self, info: Info, input: RetireFrameworkInput) -> FrameworkResult:
        """Retire a version."""

        async def act() -> FrameworkVersion:
            key = required_key(input.framework_version_id, "framework")
            await drafts.retire(info.context.database, info.context.signed_in(), key)
            return await _published(info, key)

        found: FrameworkVersion | Refusal = await answer(info, act)
        return found
