// The door to the API: operations typed from the schema, one client, one small cache.
import {
  Client,
  type Exchange,
  fetchExchange,
  makeOperation,
  type Operation,
  type OperationContext,
  type OperationResult,
  type TypedDocumentNode,
} from '@urql/core';
import { initGraphQLTada } from 'gql.tada';
import {
  filter,
  fromPromise,
  fromValue,
  makeSubject,
  map,
  merge,
  mergeMap,
  pipe,
  share,
  takeUntil,
  tap,
} from 'wonka';
import { connection } from './connection';
import type { introspection } from './schema';
import trusted from './trusted.json';

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
      map(keepingWhatWasKnown),
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

/** Where the server is not reached, a screen keeps what it showed, and everybody is told that it may be old. */
function keepingWhatWasKnown(result: OperationResult): OperationResult {
  const known = result.operation.kind === 'query' && answers.get(result.operation.key);
  const away = !!result.error?.networkError;
  if (!away || known) connection.tell(away);
  return away && known ? { ...result, data: known.data } : result;
}

function isRemembered(operation: Operation): boolean {
  const { requestPolicy } = operation.context;
  return operation.kind === 'query' && requestPolicy !== 'network-only' && answers.has(operation.key);
}

function askAgain(client: Client, operation: Operation) {
  client.reexecuteOperation(
    makeOperation('query', operation, { ...operation.context, requestPolicy: 'network-only' }),
  );
}

type Ids = Partial<Record<string, string>>;

/** By the key of the text, so that a document that was changed since is never taken for the one that is kept. */
function idOf(operation: Operation, ids: Ids): string | undefined {
  return ids[`${nameOf(operation)} ${(operation.query as { __key?: number }).__key}`];
}

const PUBLISHED_IDS: Ids = trusted;
let ownIds: Promise<Ids> | undefined;

/** The ids of what is asked and done by who is signed in. Observers load none; where they cannot be had, texts are sent. */
function loadOwnIds(): Promise<Ids> {
  ownIds ??= import('./trustedOwn.json').then(
    (found): Ids => found.default,
    (): Ids => ({}),
  );
  return ownIds;
}

/**
 * Every operation is asked by the hash of a document that the server keeps. What observers ask goes by address: browsers
 * and caches keep the answer and ask only whether it still stands. A server newer than this page may not know the
 * document any more; then the text is sent.
 */
const byHash: Exchange =
  ({ forward }) =>
  (operations) => {
    const shared = share(operations);
    // Not asked again of the client: it takes a query that has no answer yet for one that is on its way, and drops it.
    const inFull = makeSubject<Operation>();
    const byId = pipe(
      shared,
      mergeMap((operation) => {
        const published = operation.kind === 'query' && idOf(operation, PUBLISHED_IDS);
        if (operation.kind === 'teardown') return fromValue(operation);
        if (published) return fromValue(asked(operation, published, { preferGetMethod: 'force' }));
        return pipe(
          fromPromise(loadOwnIds()),
          map((ids) => {
            const own = idOf(operation, ids);
            return own ? asked(operation, own) : operation;
          }),
          // A screen asks, takes it back and asks again while it is built: what was taken back meanwhile is not sent.
          takeUntil(
            pipe(
              shared,
              filter(({ kind, key }) => kind === 'teardown' && key === operation.key),
            ),
          ),
        );
      }),
    );
    return pipe(
      merge([byId, inFull.source]),
      forward,
      map((result) => {
        const whole: Operation | undefined = result.operation.context.whole;
        return whole ? { ...result, operation: whole } : result;
      }),
      filter((result) => {
        const unknown = result.error?.graphQLErrors.some(({ extensions }) => extensions?.code === UNKNOWN);
        if (unknown) queueMicrotask(() => inFull.next(result.operation));
        return !unknown;
      }),
    );
  };

/** The operation with an id in place of its text; `whole` is the operation itself. */
function asked(operation: Operation, documentId: string, how: Partial<OperationContext> = {}): Operation {
  const query = { kind: 'Document', definitions: [], documentId } as unknown as TypedDocumentNode;
  const context = { ...operation.context, ...how, whole: operation };
  return Object.assign(makeOperation(operation.kind, operation, context), { query });
}

const UNKNOWN = 'DOCUMENT_UNKNOWN';

function nameOf(operation: Operation): string {
  const [first] = operation.query.definitions;
  return first?.kind === 'OperationDefinition' ? (first.name?.value ?? '') : '';
}

export const client = new Client({
  url: '/graphql',
  exchanges: [remember, byHash, fetchExchange],
  requestPolicy: 'cache-and-network',
  preferGetMethod: false,
  fetchOptions: { credentials: 'same-origin', headers: { accept: 'application/json' } },
});

/** Asks everything on the screen again; what is shown stays until the answers are there. */
export function askShownAgain() {
  for (const operation of shown.values()) askAgain(client, operation);
}

/** The same, and nothing that was known before is shown again. */
export function renewEverything() {
  answers.clear();
  askShownAgain();
}
