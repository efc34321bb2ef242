"""The whole schema, joined from the rooms."""

from pathlib import Path

import strawberry
from graphql import GraphQLError
from strawberry.types.execution import ExecutionContext

from schema.account_acts import AccountMutations
from schema.bulk_acts import BulkMutations
from schema.calls import CallMutations
from schema.changes import ChangeQueries
from schema.compiled import Operations, tell_what_was_done
from schema.conflict_acts import ConflictMutations
from schema.context import Info
from schema.crosswalks import CrosswalkMutations, CrosswalkQueries
from schema.decision_acts import DecisionMutations
from schema.document_request_acts import DocumentRequestMutations
from schema.evaluation_acts import EvaluationMutations
from schema.evidence_acts import EvidenceMutations
from schema.exemplars import ExemplarQueries
from schema.extension_acts import ExtensionMutations
from schema.followup_acts import FollowUpMutations
from schema.framework_drafts import FrameworkMutations
from schema.frameworks import FrameworkQueries
from schema.given import plan_inputs
from schema.limits import Limits
from schema.nodes import Node, find_node
from schema.panel_acts import PanelMutations
from schema.publication_acts import PublicationMutations
from schema.publications import PublicationQueries
from schema.renewals import RenewalMutations
from schema.retention_acts import RetentionMutations
from schema.review_acts import ReviewMutations
from schema.scalars import schema_config
from schema.school_acts import SchoolMutations
from schema.sitting_acts import SittingMutations
from schema.survey_acts import SurveyMutations
from schema.territories import TerritoryQueries
from schema.viewer import ViewerQueries

CONTRACT = Path(__file__).with_name("schema.graphql")


class Schema(strawberry.Schema):
    """Errors are logged where they are masked, with their place and without what people wrote."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave the errors to whoever answers."""


@strawberry.type(description="What can be asked. Without signing in: everything but `viewer`.")
class Query(
    PublicationQueries,
    TerritoryQueries,
    ChangeQueries,
    FrameworkQueries,
    CrosswalkQueries,
    ExemplarQueries,
    ViewerQueries,
):
    """Every query."""

    @strawberry.field(description="Anything by its id; null for what does not exist and for what is closed to you.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        """Find a node."""
        return await find_node(info, id)


@strawberry.type(
    description="What can be done. Every answer is either the changed thing or a reason that a person can act on."
)
class Mutation(
    EvaluationMutations,
    ExtensionMutations,
    DocumentRequestMutations,
    RenewalMutations,
    BulkMutations,
    CallMutations,
    FrameworkMutations,
    CrosswalkMutations,
    EvidenceMutations,
    RetentionMutations,
    PanelMutations,
    ConflictMutations,
    ReviewMutations,
    DecisionMutations,
    SittingMutations,
    FollowUpMutations,
    PublicationMutations,
    SurveyMutations,
    SchoolMutations,
    AccountMutations,
):
    """Every act."""


schema = Schema(Query, Mutation, config=schema_config(), extensions=[Limits])
plan_inputs(schema)
tell_what_was_done(schema)


operations = Operations(schema)
"""Queries and acts in their compiled form."""


def contract() -> str:
    """The schema as the committed contract `schema/schema.graphql` has it."""
    return schema.as_str().rstrip() + "\n"
