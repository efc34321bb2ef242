// What the inspector's checklist asks, and how it sends what was counted.
import { refusals } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';

export const checklistQuery =
  graphql(`query Checklist($number: String!) { viewer { evaluation(number: $number) {
  id number
  transitions { name available }
  criteria { code title { ru en } }
  framework { checklist { criterionCode code title { ru en } items { ru en } } }
  consensus { criterion { code } version }
} } }`);
export type ChecklistData = NonNullable<NonNullable<ResultOf<typeof checklistQuery>['viewer']>['evaluation']>;

export const sendCounts = graphql(
  `mutation SendCounts($input: WriteConsensusInput!) { writeConsensus(input: $input) {
    __typename ... on Consensus { version } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
