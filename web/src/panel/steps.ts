// Steps of panel and commission that need nothing but the will to take them.
import { refusals, useAct } from '../app/act';
import { graphql } from '../app/graph';

const documents = {
  close_review: graphql(
    `mutation PanelCloseReview($input: StepInput!) { result: closeReview(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  agree: graphql(
    `mutation PanelAgree($input: StepInput!) { result: agree(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  send_report_to_school: graphql(
    `mutation PanelSendReport($input: StepInput!) { result: sendReportToSchool(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  decide: graphql(
    `mutation PanelDecide($input: StepInput!) { result: decide(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
} as const;

export type PanelStep = keyof typeof documents;

export function usePanelStep(name: PanelStep) {
  return useAct(documents[name], ({ result }) => result);
}
