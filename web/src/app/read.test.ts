import { CombinedError } from '@urql/core';
import { expect, test } from 'vitest';
import { failureOf } from './read';

const answered = (status: number) => new CombinedError({ networkError: new Error(), response: { status } });

test('being asked too often is neither a lost connection nor a fault of the server', () => {
  expect(failureOf(answered(429))).toBe('limit');
  expect(failureOf(new CombinedError({ networkError: new Error() }))).toBe('network');
  expect(failureOf(new CombinedError({ graphQLErrors: ['masked'], response: { status: 200 } }))).toBe(
    'server',
  );
});
