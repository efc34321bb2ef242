"""Mistakes in a request, each told in the language of whoever asks; what an act refuses is part of its result."""

from collections.abc import Mapping, Sequence

from graphql import GraphQLError, Node

from workflows.messages import message


class Mistake(GraphQLError):
    """A mistake of whoever asks. `said` has texts in `workflows/messages`; `code` is what programs tell it by."""

    def __init__(
        self,
        said: str,
        details: Mapping[str, str] | None = None,
        code: str | None = None,
        nodes: Sequence[Node] | None = None,
    ) -> None:
        super().__init__(message(said, "en", details), nodes, extensions={"code": code} if code else None)
        self.said = said
        self.details = details

    def text(self, language: str) -> str:
        """What is told."""
        return message(self.said, language, self.details)
