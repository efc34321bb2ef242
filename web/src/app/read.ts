// Reading from the API for a screen: the data, or what stands in its way.

import { useRouter } from '@tanstack/react-router';
import type { CombinedError, TypedDocumentNode } from '@urql/core';
import { useCallback, useEffect } from 'react';
import { type AnyVariables, useQuery } from 'urql';
import { path } from './paths';
import { readSession } from './session';

export type Reading<Data> = {
  /** The last data known; undefined until the first answer. */
  data: Data | undefined;
  /** True while nothing can be shown yet. */
  waiting: boolean;
  /** True while shown data is being renewed. */
  renewing: boolean;
  /** What failed: the server was not reached, did not answer in order, or is asked too often. */
  failed: 'network' | 'server' | 'limit' | null;
  again: () => void;
};

/** What stands in the way of an answer. */
export function failureOf({ networkError, response }: CombinedError): 'network' | 'server' | 'limit' {
  if (response?.status === 429) return 'limit';
  return networkError ? 'network' : 'server';
}

export function useRead<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: { pause?: boolean } = {},
): Reading<Data> {
  const [answer, ask] = useQuery({ query, variables, pause: options.pause ?? false } as Parameters<
    typeof useQuery<Data, Variables>
  >[0]);
  const router = useRouter();
  const data = answer.data;
  const nobody = !!data && typeof data === 'object' && 'viewer' in data && data.viewer === null;

  // The session ended while the page stood open.
  useEffect(() => {
    if (!nobody) return;
    readSession(true)
      .then(({ person }) => {
        if (!person) router.history.push(path.signIn(router.history.location.href));
      })
      .catch(() => {});
  }, [nobody, router]);

  const again = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]);
  return {
    data,
    waiting: !data && !answer.error,
    renewing: !!data && (answer.fetching || answer.stale),
    failed: answer.error ? failureOf(answer.error) : null,
    again,
  };
}
