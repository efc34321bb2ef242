// Words not yet saved on the server, kept on this device at each keystroke, so that nothing typed is ever lost.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

type Draft = { value: unknown; at: number };
interface Drafts extends DBSchema {
  drafts: { key: string; value: Draft };
}

const LASTS = 30 * 24 * 60 * 60 * 1000;
let opening: Promise<IDBPDatabase<Drafts> | null> | null = null;

/** Null where the browser keeps nothing, as in some private windows; then only the server keeps. */
function drafts(): Promise<IDBPDatabase<Drafts> | null> {
  opening ??= openDB<Drafts>('areopag', 1, {
    upgrade: (database) => void database.createObjectStore('drafts'),
  }).catch(() => null);
  return opening;
}

export async function keepDraft(key: string, value: unknown): Promise<void> {
  await (await drafts())?.put('drafts', { value, at: Date.now() }, key);
}

export async function dropDraft(key: string): Promise<void> {
  await (await drafts())?.delete('drafts', key);
}

/** The draft under this key, unless it is older than a month. */
export async function readDraft<Value>(key: string): Promise<Value | null> {
  const found = await (await drafts())?.get('drafts', key);
  return found && Date.now() - found.at <= LASTS ? (found.value as Value) : null;
}

/** Every draft whose key begins so, by the rest of its key; those older than a month are thrown away. */
export async function readDrafts<Value>(prefix: string): Promise<Map<string, Value>> {
  const found = new Map<string, Value>();
  const database = await drafts();
  if (!database) return found;
  let cursor = await database
    .transaction('drafts', 'readwrite')
    .store.openCursor(IDBKeyRange.lowerBound(prefix));
  while (cursor?.key.startsWith(prefix)) {
    if (Date.now() - cursor.value.at > LASTS) await cursor.delete();
    else found.set(cursor.key.slice(prefix.length), cursor.value.value as Value);
    cursor = await cursor.continue();
  }
  return found;
}
