// What the screens of frameworks ask.
import { refusals } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
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
