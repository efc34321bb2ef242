// What the screens of frameworks ask.
import { refusals } from '../../app/act';
import { graphql, type ResultOf, type VariablesOf } from '../../app/graph';
import { derivationFields } from '../../design/Derivation';
import { frameworkFields } from '../../observer/Framework';

export const draftFields = graphql(
  `fragment DraftFields on FrameworkDraft {
    id code number version changedAt content
    problems { path code message { ru en } }
    changes { kind criterionCode fieldName before after }
    preview { ...FrameworkFields }
  }`,
  [frameworkFields],
);
export type DraftData = ResultOf<typeof draftFields>;

export const draftQuery = graphql(
  `query FrameworkDraft($id: ID!) { viewer { roles } node(id: $id) { __typename ...DraftFields } }`,
  [draftFields],
);

export const trialQuery = graphql(
  `query FrameworkTrial($id: ID!, $values: [TrialValueInput!]!) { node(id: $id) { __typename
    ... on FrameworkDraft { id version trial(values: $values) { ...DerivationFields } } } }`,
  [derivationFields],
);
export type TrialValues = VariablesOf<typeof trialQuery>['values'];

export const saveDraft = graphql(
  `mutation SaveFrameworkDraft($input: SaveFrameworkDraftInput!) { saveFrameworkDraft(input: $input) {
    __typename ...DraftFields ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  [draftFields, ...refusals],
);
export const publishDraft = graphql(
  `mutation PublishFrameworkDraft($input: FrameworkDraftInput!) { publishFrameworkDraft(input: $input) {
    __typename ... on FrameworkVersion { id code number }
    ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
export const discardDraft = graphql(
  `mutation DiscardFrameworkDraft($input: FrameworkDraftInput!) { discardFrameworkDraft(input: $input) {
    __typename ... on DiscardedFrameworkDraft { code number }
    ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
