// What observer screens ask of a published criterion.
import { graphql, type ResultOf } from '../app/graph';

export const criterionFields = graphql(`
  fragment CriterionFields on PublishedCriterion {
    code parentCode title { ru en } score selfScore position
    level { ru en }
    scale { kind minimum maximum step }
    citations { documentTitle page quote }
  }
`);
export type CriterionData = ResultOf<typeof criterionFields>;
