// The door to the API: operations typed from the schema, one client, one small cache.
import {
  Client,
  type Exchange,
  fetchExchange,
  makeOperation,
  type Operation,
  type OperationResult,
} from '@urql/core';
import { initGraphQLTada } from 'gql.tada';
import { filter, map, merge, pipe, share, tap } from 'wonka';
import type { introspection } from './schema';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    ID: string;
    Date: string;
    DateTime: string;
    Decimal: string;
    PublicationNumber: number;
    ByteCount: number;
    ChangeCursor: string;
  };
}>();
export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';

const answers = new Map<number, OperationResult>();
const shown = new Map<number, Operation>();

/** Forgets every answer: what one person may read must not be shown to the next. */
export function forgetAnswers() {
  answers.clear();
}

/**
 * Answers are kept per query. After a mutation all of them are forgotten, and the queries on the screen are asked
 * again: an act in one place (a vote, a deadline) may change what is possible in any other, so no list of affected
 * types would be right. A mutation with `quiet` in its context (autosave) leaves everything as it is.
 */
const remember: Exchange =
  ({ forward, client }) =>
  (operations) => {
    const shared = share(operations);
    const fromMemory = pipe(
      shared,
      filter((operation) => isRemembered(operation)),
      map((operation): OperationResult => {
        const answer = answers.get(operation.key) as OperationResult;
        const again = operation.context.requestPolicy === 'cache-and-network';
        if (again) queueMicrotask(() => askAgain(client, operation));
        return { ...answer, operation, stale: again };
      }),
    );
    const fromServer = pipe(
      shared,
      tap((operation) => {
        if (operation.kind === 'query') shown.set(operation.key, operation);
        if (operation.kind === 'teardown') shown.delete(operation.key);
      }),
      filter((operation) => !isRemembered(operation)),
      forward,
      tap((result) => {
        if (result.operation.kind === 'query' && result.data && !result.error) {
          answers.set(result.operation.key, result);
        }
        if (result.operation.kind === 'mutation' && !result.operation.context.quiet) {
          answers.clear();
          for (const operation of shown.values()) askAgain(client, operation);
        }
      }),
    );
    return merge([fromMemory, fromServer]);
  };

function isRemembered(operation: Operation): boolean {
  const { requestPolicy } = operation.context;
  return operation.kind === 'query' && requestPolicy !== 'network-only' && answers.has(operation.key);
}

function askAgain(client: Client, operation: Operation) {
  client.reexecuteOperation(
    makeOperation('query', operation, { ...operation.context, requestPolicy: 'network-only' }),
  );
}

export const client = new Client({
  url: '/graphql',
  exchanges: [remember, fetchExchange],
  requestPolicy: 'cache-and-network',
  preferGetMethod: false,
  fetchOptions: { credentials: 'same-origin', headers: { accept: 'application/json' } },
});

/** Asks everything on the screen again. */
export function renewEverything() {
  answers.clear();
  for (const operation of shown.values()) askAgain(client, operation);
}
