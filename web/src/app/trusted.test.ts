import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema, type DocumentNode, Kind, parse, print, validate } from 'graphql';
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

/** The queries of observers' screens, by name. */
async function queries(): Promise<[string, string][]> {
  for (const [name, load] of Object.entries(import.meta.glob('../observer/*.{ts,tsx}')))
    if (!name.includes('.test.')) await load();
  return written
    .flatMap((document): [string, string][] => {
      const [first] = document.definitions;
      if (first?.kind !== Kind.OPERATION_DEFINITION) return [];
      // What only who is signed in can be told is asked by text, and kept nowhere.
      const own = first.selectionSet.selections.some(
        (part) => 'name' in part && part.name.value === 'viewer',
      );
      return own ? [] : [[first.name?.value ?? '', print(document)]];
    })
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

const json = (entries: [string, string][]) => `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;

/** The names of all queries of the client, one for each time one is written. */
function named(): string[] {
  const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  return Object.values(sources).flatMap((source) =>
    [...source.matchAll(/\bquery (\w+)/g)].map(([, name]) => name ?? ''),
  );
}

// It loads every screen, which takes its time where others work too. `npm --prefix web test -- -u` writes both files anew.
test('the documents of observers are those the server keeps, and known to the client by their hash', async () => {
  const found = await queries();
  const names = named();
  for (const [name] of found) expect(names.filter((other) => other === name)).toEqual([name]);
  for (const [, text] of found) expect(validate(schema, parse(text))).toEqual([]);
  await expect(json(found)).toMatchFileSnapshot('../../../schema/operations/client.json');
  const hashes = found.map(([name, text]): [string, string] => [
    name,
    `sha256:${createHash('sha256').update(text).digest('hex')}`,
  ]);
  await expect(json(hashes)).toMatchFileSnapshot('./trusted.json');
}, 60_000);
