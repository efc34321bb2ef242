// Steps of the process that need nothing but the will to take them, one mutation each.

import { refusals, useAct } from '../app/act';
import { graphql } from '../app/graph';

const documents = {
  submit: graphql(
    `mutation Submit($input: StepInput!) { result: submit(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  accept_submission: graphql(
    `mutation AcceptSubmission($input: StepInput!) { result: acceptSubmission(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  start_review: graphql(
    `mutation StartReview($input: StepInput!) { result: startReview(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  close_review: graphql(
    `mutation CloseReview($input: StepInput!) { result: closeReview(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  send_report_to_school: graphql(
    `mutation SendReport($input: StepInput!) { result: sendReportToSchool(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  finish_accuracy_check: graphql(
    `mutation FinishAccuracyCheck($input: StepInput!) { result: finishAccuracyCheck(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  close_accuracy_check: graphql(
    `mutation CloseAccuracyCheck($input: StepInput!) { result: closeAccuracyCheck(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
  publish: graphql(
    `mutation Publish($input: StepInput!) { result: publish(input: $input) {
      __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
    refusals,
  ),
} as const;

export type PlainStep = keyof typeof documents;

export function isPlainStep(name: string): name is PlainStep {
  return name in documents;
}

export function useStep(name: PlainStep) {
  return useAct(documents[name], ({ result }) => result);
}
