// The account as its screens read it, and the acts on it.
import { refusals } from '../app/act';
import { graphql, type ResultOf } from '../app/graph';
import { openingFields } from '../design/Openings';

export const accountQuery = graphql(
  `query Account {
  viewer {
    login
    person { name { ru en } }
    openings { ...OpeningFields }
    account {
      email language digests hasPassword hasAuthenticator recoveryCodesLeft providers
      sessions { id current method beganAt seenAt expiresAt userAgent address }
      accessTokens { id label scope createdAt usedAt expiresAt }
      passkeys { id label createdAt usedAt }
    }
  }
}`,
  [openingFields],
);
export type AccountData = NonNullable<NonNullable<ResultOf<typeof accountQuery>['viewer']>['account']>;

export const chooseLetters = graphql(
  `mutation ChooseLetters($input: ChooseLettersInput!) { chooseLetters(input: $input) {
    __typename ... on Account { language digests } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
export const endSession = graphql(
  `mutation EndSession($input: EndInput!) { endSession(input: $input) {
    __typename ... on Account { email } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
export const endOtherSessions = graphql(
  `mutation EndOtherSessions { endOtherSessions {
    __typename ... on Account { email } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
export const createAccessToken = graphql(
  `mutation CreateAccessToken($input: CreateAccessTokenInput!) { createAccessToken(input: $input) {
    __typename ... on NewAccessToken { token } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
export const revokeAccessToken = graphql(
  `mutation RevokeAccessToken($input: EndInput!) { revokeAccessToken(input: $input) {
    __typename ... on Account { email } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
export const removePasskey = graphql(
  `mutation RemovePasskey($input: EndInput!) { removePasskey(input: $input) {
    __typename ... on Account { email } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
