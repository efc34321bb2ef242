// What the desk asks once; what is typed afterwards lives in useReview.
import { graphql, type ResultOf } from '../../app/graph';
import { transitionFields } from '../../design/ActionButton';
import { deadlineFields } from '../../design/Deadline';
import { scaleFields } from '../../design/RadioScale';
import { documentRequestFields } from '../../work/case/DocumentRequests';

export const readingFields = graphql(
  `fragment ReadingFields on EvidenceDocument {
    id title criterionCodes datedOn outdated redacted redacts { id } versions { id number fileName mediaType pageCount url shownUrl reusedFrom deletedAt deletedFor }
  }`,
);

export const deskQuery = graphql(
  `query Desk($number: String!) { viewer { person { id } evaluation(number: $number) {
    id number version school { name { ru en } } state { code }
    currentDeadline { ...DeadlineFields }
    transitions { ...TransitionFields }
    criteria { code parentCode title { ru en } description { ru en } scored scale { ...ScaleFields } }
    selfAssessments { criterion { code } score text }
    documents { ...ReadingFields }
    ...DocumentRequestFields
    myReview {
      id version state submittedAt
      scores {
        criterion { code } value justification updatedAt
        citations { id documentTitle page quote area { left top width height } version { id } }
      }
    }
  } } }`,
  [transitionFields, deadlineFields, scaleFields, readingFields, documentRequestFields],
);
export type DeskData = NonNullable<NonNullable<ResultOf<typeof deskQuery>['viewer']>['evaluation']>;
export type DeskCriterion = DeskData['criteria'][number];
export type DeskDocument = DeskData['documents'][number];
export type DeskVersion = DeskDocument['versions'][number];
