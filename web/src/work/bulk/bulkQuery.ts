// What the screens of acts in many cases ask.
import { graphql } from '../../app/graph';
import { reasonFields } from '../../design/Reasons';

export const chosenQuery = graphql(`
  query ChosenCases($ids: [ID!], $filter: EvaluationFilter) {
    viewer {
      chosenCases(ids: $ids, filter: $filter) {
        total choices { action title { ru en } can asks { ru en } asksDay irreversible }
      }
    }
  }
`);

export const previewQuery = graphql(
  `query BulkPreview($ids: [ID!], $filter: EvaluationFilter, $action: String!) {
    viewer {
      chosenCases(ids: $ids, filter: $filter) {
        preview(action: $action) {
          available blockedBy { ...ReasonFields }
          evaluation { id number school { name { ru en } } state { title { ru en } } currentDeadline { dueAt timezone passed } }
        }
      }
    }
  }`,
  [reasonFields],
);

export const bulkActQuery = graphql(
  `query BulkAct($id: ID!) {
    viewer {
      bulkAct(id: $id) {
        id title { ru en } text day begunAt endedAt total done refused by { name { ru en } }
        items { state settledAt reasons { ...ReasonFields } evaluation { id number school { name { ru en } } } }
      }
    }
  }`,
  [reasonFields],
);

export const bulkActsQuery = graphql(`
  query BulkActs {
    viewer { bulkActs { id title { ru en } begunAt endedAt total done refused by { name { ru en } } } }
  }
`);
