// What the screens of surveys ask.
import { graphql, type ResultOf } from '../../app/graph';
import { voiceFields } from '../../design/said';

export const resultsFields = graphql(`
  fragment ResultsFields on SurveyResults {
    respondents population
    questions { code answered unsaid mean options { code count share lower upper } }
  }
`);

export const surveyFields = graphql(
  `fragment SurveyFields on Survey {
    id kind state title { ru en } intro { ru en } threshold quota public openedAt closesAt closedAt
    issued answered responseRate version
    questions { code kind title { ru en } profile options { code title { ru en } } }
    groups { code title { ru en } population issued }
    results { ...ResultsFields }
    voices { ...VoiceFields }
    textsToOpen
    texts { id questionCode text state }
  }`,
  [resultsFields, voiceFields],
);

export const surveysQuery = graphql(
  `query Surveys($number: String!) {
    viewer { evaluation(number: $number) {
      id number myRoles state { final } school { name { ru en } } surveys { ...SurveyFields }
      framework { maximum }
      criteria { code parentCode title { ru en } scale { minimum maximum levels { value title { ru en } } } }
      selfAssessments { criterion { code } score }
      consensus { criterion { code } value }
      report { derivation { steps { code value } } }
    } }
  }`,
  [surveyFields],
);

export const someResults = graphql(
  `query SomeResults($id: ID!, $where: [SurveyFilter!]) {
    node(id: $id) { __typename ... on Survey { results(where: $where) { ...ResultsFields } } }
  }`,
  [resultsFields],
);

type Viewer = NonNullable<ResultOf<typeof surveysQuery>['viewer']>;
export type SurveysData = NonNullable<Viewer['evaluation']>;
export type SurveyData = ResultOf<typeof surveyFields>;
export type ResultsData = ResultOf<typeof resultsFields>;
