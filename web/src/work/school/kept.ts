// Files being sent, kept on this device so that sending goes on after the browser was closed. The file itself is kept
// too unless it is large; then the person chooses it again, and only what is missing is sent.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Readers } from '../case/Readers';

const LARGEST = 300 * 1024 * 1024;
const LASTS = 14 * 24 * 60 * 60 * 1000;

export type Kept = {
  key: string;
  /** Whose: another person at this device sees nothing of it. */
  person: string;
  evaluation: string;
  name: string;
  size: number;
  modified: number;
  codes: readonly string[];
  readers?: Readers;
  document: string | null;
  request?: string | null;
  track?: string | null;
  file: File | null;
  at: number;
};
interface Uploads extends DBSchema {
  uploads: { key: string; value: Kept };
}

let opening: Promise<IDBPDatabase<Uploads> | null> | null = null;

/** Null where the browser keeps nothing, as in some private windows. */
function uploads(): Promise<IDBPDatabase<Uploads> | null> {
  opening ??= openDB<Uploads>('areopag-uploads', 1, {
    upgrade: (database) => void database.createObjectStore('uploads', { keyPath: 'key' }),
  }).catch(() => null);
  return opening;
}

export async function keepUpload(one: Omit<Kept, 'at'>): Promise<void> {
  const database = await uploads();
  const entry = { ...one, at: Date.now() };
  const small = one.size <= LARGEST;
  // A full disk keeps at least what the file is called.
  await database
    ?.put('uploads', small ? entry : { ...entry, file: null })
    .catch(() => database.put('uploads', { ...entry, file: null }))
    .catch(() => undefined);
}

export async function dropUpload(key: string): Promise<void> {
  await (await uploads())?.delete('uploads', key).catch(() => undefined);
}

export async function keptUploads(): Promise<Kept[]> {
  const database = await uploads();
  const found = (await database?.getAll('uploads').catch(() => [])) ?? [];
  const fresh = found.filter(({ at }) => Date.now() - at < LASTS);
  for (const { key } of found.filter((one) => !fresh.includes(one))) await dropUpload(key);
  return fresh;
}
