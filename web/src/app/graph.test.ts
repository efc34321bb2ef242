import { createRequest } from '@urql/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pipe, subscribe } from 'wonka';
import { connection } from './connection';
import { askShownAgain, client, forgetAnswers, graphql } from './graph';
import published from './trusted.json';
import own from './trustedOwn.json';

const ROLES = graphql('query ViewerRoles { viewer { roles } }');
const UNKEPT = graphql('query NotKept { viewer { roles } }');
const RECUSE = graphql(
  'mutation NotKeptEither($input: RecuseInput!) { recuse(input: $input) { __typename } }',
);

const sent = vi.fn<typeof fetch>();
const bodies = () =>
  sent.mock.calls.map(([, how]) => JSON.parse(String(how?.body)) as Record<string, unknown>);
const soon = () => new Promise((done) => setTimeout(done, 200));

beforeEach(() => {
  sent
    .mockReset()
    .mockImplementation(async () =>
      Response.json({ data: { viewer: { roles: [] }, recuse: { __typename: 'Recused' } } }),
    );
  vi.stubGlobal('fetch', sent);
});
afterEach(() => vi.unstubAllGlobals());

test('what a screen asks, takes back and asks again while it is built is sent once', async () => {
  const ask = () =>
    pipe(
      client.executeQuery(createRequest(ROLES, {}), { requestPolicy: 'network-only' }),
      subscribe(() => {}),
    );
  ask().unsubscribe();
  const asked = ask();
  await soon();
  asked.unsubscribe();
  expect(bodies()).toHaveLength(1);
});

test('an act is sent once, and a document that the server does not keep as its text', async () => {
  const given = { input: { evaluationId: 'x', expectedVersion: 1, reason: 'x' } };
  await client.mutation(RECUSE, given).toPromise();
  await client.query(UNKEPT, {}).toPromise();
  expect(bodies().map(({ documentId }) => documentId)).toEqual([undefined, undefined]);
  expect(bodies().map(({ query }) => String(query).slice(0, 8))).toEqual(['mutation', 'query No']);
});

test.each([
  ['what observers ask', published],
  ['what the signed-in ask', own],
])(
  'of %s, the text is sent where the server keeps the document no more',
  async (_who, kept: Record<string, string>) => {
    const request = createRequest(UNKEPT, { of: kept === own });
    const key = `NotKept ${(request.query as { __key?: number }).__key}`;
    kept[key] = 'sha256:of-an-older-server';
    const unknown = { errors: [{ message: 'x', extensions: { code: 'DOCUMENT_UNKNOWN' } }] };
    sent.mockImplementation(async (address, how) =>
      `${address} ${how?.body}`.includes('of-an-older-server')
        ? Response.json(unknown, { status: 404 })
        : Response.json({ data: { viewer: { roles: ['EXPERT'] } } }),
    );
    const heard: unknown[] = [];
    const asked = pipe(
      client.executeQuery(request),
      subscribe(({ data }) => heard.push(data)),
    );
    await soon();
    asked.unsubscribe();
    delete kept[key];
    expect(heard).toEqual([{ viewer: { roles: ['EXPERT'] } }]);
    expect(sent.mock.calls).toHaveLength(2);
  },
);

test('where the server is not reached any more, what was known is kept and everybody is told', async () => {
  const heard: { data: unknown; failed: boolean }[] = [];
  const asked = pipe(
    client.executeQuery(createRequest(ROLES, {}), { requestPolicy: 'network-only' }),
    subscribe(({ data, error }) => heard.push({ data, failed: !!error?.networkError })),
  );
  await soon();
  const known = { viewer: { roles: [] }, recuse: { __typename: 'Recused' } };
  expect(heard).toEqual([{ data: known, failed: false }]);
  expect(connection.lost()).toBe(false);

  sent.mockRejectedValue(new TypeError('Failed to fetch'));
  askShownAgain();
  await soon();
  expect(heard.at(-1)).toEqual({ data: known, failed: true });
  expect(connection.lost()).toBe(true);

  sent.mockImplementation(async () => Response.json({ data: { viewer: null } }));
  askShownAgain();
  await soon();
  expect(heard.at(-1)).toEqual({ data: { viewer: null }, failed: false });
  expect(connection.lost()).toBe(false);
  asked.unsubscribe();
});

test('a screen that never had an answer says by itself that there is none', async () => {
  forgetAnswers();
  sent.mockRejectedValue(new TypeError('Failed to fetch'));
  const answer = await client.query(UNKEPT, {}, { requestPolicy: 'network-only' }).toPromise();
  expect([answer.data, !!answer.error?.networkError, connection.lost()]).toEqual([undefined, true, false]);
});
