import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequest } from '@urql/core';
import { buildSchema, type DocumentNode, Kind, OperationTypeNode, parse, print, validate } from 'graphql';
import { expect, test, vi } from 'vitest';

const written: DocumentNode[] = [];

vi.mock('./graph', async (original) => {
  const actual = await original<typeof import('./graph')>();
  return {
    ...actual,
    graphql: (...parts: Parameters<typeof actual.graphql>) => {
      const document = actual.graphql(...parts);
      written.push(document as DocumentNode);
      return document;
    },
  };
});

const schema = buildSchema(readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'));

/** The ways into the working world. */
const WORKING = ['viewer', 'node'];
type Operations = [name: string, text: string, key: string][];

/** All operations of the client, by name: those that ask only what is published, and the others. */
async function operations(): Promise<{ published: Operations; own: Operations }> {
  const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const modules = import.meta.glob('../**/*.{ts,tsx}');
  for (const [file, source] of Object.entries(sources))
    if (WRITTEN.test(source) && !file.includes('.test.')) await modules[file]?.();
  const found = written.flatMap((document) => {
    const [first] = document.definitions;
    if (first?.kind !== Kind.OPERATION_DEFINITION) return [];
    // What only who is signed in can be told, or do.
    const own =
      first.operation !== OperationTypeNode.QUERY ||
      first.selectionSet.selections.some((part) => 'name' in part && WORKING.includes(part.name.value));
    return [{ own, entry: entryOf(first.name?.value ?? '', document) }];
  });
  const some = (own: boolean) =>
    found
      .filter((one) => one.own === own)
      .map(({ entry }) => entry)
      .sort(([one], [other]) => (one < other ? -1 : 1));
  return { published: some(false), own: some(true) };
}

/** With the key under which the client knows the text. */
const entryOf = (name: string, document: DocumentNode): Operations[number] => [
  name,
  print(document),
  `${name} ${(createRequest(document, {}).query as { __key?: number }).__key}`,
];

const json = (entries: [string, string][]) => `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;

const WRITTEN = /graphql\(\s*`\s*(query|mutation) \w+/;

/** The names of all operations of the client, one for each time one is written. */
function named(): string[] {
  const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  return Object.entries(sources).flatMap(([file, source]) =>
    file.includes('.test.')
      ? []
      : [...source.matchAll(/`\s*(?:query|mutation) (\w+)/g)].map(([, name]) => name ?? ''),
  );
}

const KEPT = [
  ['published', '../../../schema/operations/client.json', './trusted.json'],
  ['own', '../../../schema/operations/own.json', './trustedOwn.json'],
] as const;

// It loads every screen, which takes its time where others work too. `npm --prefix web test -- -u` writes the files anew.
test('the documents of the client are those the server keeps, and known to the client by their hash', async () => {
  const all = await operations();
  const names = named();
  expect([...all.published, ...all.own].map(([name]) => name).sort()).toEqual([...names].sort());
  for (const [which, server, client] of KEPT) {
    const found = all[which];
    for (const [name, text] of found) {
      expect(names.filter((other) => other === name)).toEqual([name]);
      expect(validate(schema, parse(text))).toEqual([]);
    }
    await expect(json(found.map(([name, text]) => [name, text]))).toMatchFileSnapshot(server);
    const hashes = found.map(([, text, key]): [string, string] => [
      key,
      `sha256:${createHash('sha256').update(text).digest('hex')}`,
    ]);
    await expect(json(hashes)).toMatchFileSnapshot(client);
  }
}, 120_000);
