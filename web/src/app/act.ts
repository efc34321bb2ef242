// Acting through the API: a mutation answers with success or with a reason, and the screen shows the reason beside the control.
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useCallback, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type ReasonData, reasonFields } from '../design/Reasons';
import { graphql } from './graph';
import type { LocalizedText } from './language';
import { readSession } from './session';

const blocked = graphql(`fragment BlockedFields on Blocked { reasons { ...ReasonFields } }`, [reasonFields]);
const stale = graphql(`fragment StaleFields on StaleVersion { current message { ru en } }`);
const invalid = graphql(
  `fragment InvalidFields on InvalidInput { problems { path code message { ru en } } }`,
);
const absent = graphql(`fragment AbsentFields on NotPermittedOrAbsent { message { ru en } }`);

/**
 * Every mutation ends with these four:
 * `{ submit(input: $input) { __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`
 */
export const refusals = [blocked, stale, invalid, absent] as const;

type Problem = { path: string; code: string; message: LocalizedText };
export type Trouble =
  | { kind: 'blocked'; reasons: ReasonData[] }
  | { kind: 'stale'; message: LocalizedText }
  | { kind: 'invalid'; problems: Problem[] }
  | { kind: 'absent'; message: LocalizedText }
  | { kind: 'signed-out' }
  | { kind: 'network' }
  | { kind: 'server' };

type RefusalName = 'Blocked' | 'StaleVersion' | 'InvalidInput' | 'NotPermittedOrAbsent';
type Result = { __typename: string };
export type Success<R extends Result> = Exclude<R, { __typename: RefusalName }>;

export type Act<Variables, R extends Result> = {
  /** The success, or null; then `trouble` says why. */
  run: (variables: Variables) => Promise<Success<R> | null>;
  pending: boolean;
  trouble: Trouble | null;
  /** The same request once more, after a failure of the network. */
  retry: () => Promise<Success<R> | null>;
  clear: () => void;
};

/**
 * `quiet` is for autosave: the answer is used, but the queries on the screen are not asked again.
 */
export function useAct<Data, Variables extends AnyVariables, R extends Result>(
  mutation: TypedDocumentNode<Data, Variables>,
  pick: (data: Data) => R,
  options: { quiet?: boolean } = {},
): Act<Variables, R> {
  const client = useClient();
  const [pending, setPending] = useState(0);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const last = useRef<Variables | null>(null);
  const picking = useRef(pick);
  picking.current = pick;
  const quiet = options.quiet ?? false;

  const run = useCallback(
    async (variables: Variables) => {
      last.current = variables;
      setPending((count) => count + 1);
      try {
        const answer = await client.mutation<Data, Variables>(mutation, variables, { quiet }).toPromise();
        if (!answer.data || answer.error) {
          setTrouble({ kind: answer.error?.networkError ? 'network' : 'server' });
          return null;
        }
        const result = picking.current(answer.data);
        const refused = await explained(troubleIn(result));
        setTrouble(refused);
        return refused ? null : (result as Success<R>);
      } finally {
        setPending((count) => count - 1);
      }
    },
    [client, mutation, quiet],
  );
  const retry = useCallback(async () => (last.current ? run(last.current) : null), [run]);
  const clear = useCallback(() => setTrouble(null), []);
  return { run, pending: pending > 0, trouble, retry, clear };
}

function troubleIn(result: Result): Trouble | null {
  switch (result.__typename as RefusalName) {
    case 'Blocked':
      return { kind: 'blocked', reasons: (result as unknown as { reasons: ReasonData[] }).reasons };
    case 'StaleVersion':
      return { kind: 'stale', message: (result as unknown as { message: LocalizedText }).message };
    case 'InvalidInput':
      return { kind: 'invalid', problems: (result as unknown as { problems: Problem[] }).problems };
    case 'NotPermittedOrAbsent':
      return { kind: 'absent', message: (result as unknown as { message: LocalizedText }).message };
    default:
      return null;
  }
}

/** To somebody whose session has ended everything is absent: then that is what to tell. */
async function explained(trouble: Trouble | null): Promise<Trouble | null> {
  if (trouble?.kind !== 'absent') return trouble;
  const session = await readSession(true).catch(() => null);
  return session && !session.person ? { kind: 'signed-out' } : trouble;
}

/** What is wrong with one field, to stand beside it: `problemAt(act.trouble, 'text')`. */
export function problemAt(trouble: Trouble | null, field: string): LocalizedText | undefined {
  if (trouble?.kind !== 'invalid') return undefined;
  return trouble.problems.find(({ path }) => path === field || path.endsWith(`.${field}`))?.message;
}
