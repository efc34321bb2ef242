"""The letters that a process sends, as the secretary looks at them beforehand."""

from datetime import UTC

import strawberry

from schema.accounts import Language
from schema.context import Info
from schema.digests import NoticeKind
from schema.processes import CaseRole, texts
from schema.scalars import LocalizedText
from storage import people
from workflows.digests import previews
from workflows.processes import newest


@strawberry.type(description="A letter of a process with an example case, made as those that are sent.")
class LetterPreview:
    """A letter, beforehand."""

    track: LocalizedText | None = strawberry.field(
        description="What the step belongs to, where that is not the case itself: `Appeal`."
    )
    action: str = strawberry.field(description="The step it tells of: `submit`.")
    title: LocalizedText = strawberry.field(description="The step in words.")
    to: list[CaseRole] = strawberry.field(description="Who gets it.")
    kind: NoticeKind = strawberry.field(description="Why it is sent.")
    subject: str = strawberry.field(description="The subject, in the language asked for.")
    text: str = strawberry.field(description="The whole text.")


@strawberry.type
class ViewerLetters:
    """Letters, beforehand."""

    @strawberry.field(
        description="For the secretary: every letter that the newest version of a process sends, with an example case."
        " Empty for others."
    )
    async def letter_previews(self, info: Info, process_code: str, language: Language) -> list[LetterPreview]:
        """The letters."""
        transaction = await info.context.transaction()
        process = newest(process_code)
        if process is None or not await people.is_secretary(transaction):
            return []
        now = (await transaction.now()).astimezone(UTC)
        return [
            LetterPreview(
                track=texts(one.track) if one.track else None,
                action=one.step.action,
                title=texts(one.step.title),
                to=[CaseRole(role) for role in one.to],
                kind=NoticeKind(one.kind),
                subject=one.letter.subject,
                text=one.letter.text,
            )
            for one in previews(process, language.name.lower(), info.context.address, now)
        ]
