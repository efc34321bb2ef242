import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const source = readFileSync(new URL('../../../public/worker.js', import.meta.url), 'utf8');
const SCOPE = 'https://areopag.example/';

type Told = { data: { files: string[] }; ports: []; waitUntil: (done: Promise<void>) => void };

/** The worker on a device that keeps files, before a server whose page begins with the file it is told. */
function worker() {
  const kept = new Map<string, string>();
  let entry = '';
  const cache = {
    match: async (path: string) => (kept.has(path) ? new Response(kept.get(path)) : undefined),
    addAll: async (paths: string[]) => {
      for (const path of paths) kept.set(path, 'file');
    },
    put: async (path: string, answer: Response) => void kept.set(path, await answer.text()),
    keys: async () => [...kept.keys()].map((path) => ({ url: new URL(path, SCOPE).href })),
    delete: async (url: string) => kept.delete(new URL(url).pathname),
  };
  const heard = new Map<string, (event: Told) => void>();
  const self = {
    addEventListener: (name: string, listener: (event: Told) => void) => heard.set(name, listener),
    registration: { scope: SCOPE },
  };
  const page = async () => new Response(`<script src="${entry}" nonce="${Math.random()}"></script>`);
  new Function('self', 'caches', 'fetch', source)(self, { open: async () => cache }, page);
  /** Somebody opens the checklist of a build. */
  return async (build: string, files: string[]) => {
    entry = build;
    await new Promise<void>((done, fail) =>
      heard.get('message')?.({ data: { files }, ports: [], waitUntil: (all) => all.then(done, fail) }),
    );
    return [...kept.keys()].sort();
  };
}

test('files of one build gather, and those of a build that is gone are kept no longer', async () => {
  const open = worker();
  await open('/assets/index-1.js', ['/assets/index-1.js', '/assets/checklist-1.js', '/graphql']);
  expect(await open('/assets/index-1.js', ['/assets/index-1.js', '/assets/later-1.js'])).toEqual([
    '/assets/checklist-1.js',
    '/assets/index-1.js',
    '/assets/later-1.js',
    '/work/any/checklist',
  ]);
  expect(await open('/assets/index-2.js', ['/assets/index-2.js', '/assets/later-1.js'])).toEqual([
    '/assets/index-2.js',
    '/assets/later-1.js',
    '/work/any/checklist',
  ]);
});
