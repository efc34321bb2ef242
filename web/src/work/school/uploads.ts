// Files on their way: announced, sent, paused and continued, also after the browser was closed, watched until checked.
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { refusals } from '../../app/act';
import { client, graphql, renewEverything } from '../../app/graph';
import type { LocalizedText } from '../../app/language';
import { readSession } from '../../app/session';
import { FOR_PANEL, type Readers } from '../case/Readers';
import { dropUpload, keepUpload, keptUploads } from './kept';
import { Pace } from './pace';
import { Away, pause, Refused, sendBytes } from './sending';

const WATCH_EVERY = 700;
const AT_ONCE = 3;
/** A store that is away is asked again after so long, without the person doing anything. */
const AWAY_FOR = 10_000;

const begin = graphql(
  `mutation BeginUpload($input: BeginUploadInput!) { beginUpload(input: $input) {
    __typename ... on Upload { id url state } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const finish = graphql(
  `mutation FinishUpload($input: FinishUploadInput!) { finishUpload(input: $input) {
    __typename ... on Upload { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const watch = graphql(`query WatchUpload($id: ID!) { node(id: $id) {
  __typename ... on Upload { state refusal { message { ru en } } notice { message { ru en } } }
} }`);

export type Sending = {
  key: string;
  evaluation: string;
  name: string;
  size: number;
  modified: number;
  /** Null when the browser was closed and the file was too large to keep: it has to be chosen again. */
  file: File | null;
  codes: readonly string[];
  /** Left out by files kept before it was asked. */
  readers?: Readers;
  document: string | null;
  /** The request for a document that it answers. Left out by files kept before there were any. */
  request?: string | null;
  /** The condition it tells of. */
  track?: string | null;
  sent: number;
  /** Seconds that sending will still take, once that can be told. */
  left: number | null;
  state: 'waiting' | 'sending' | 'checking' | 'known' | 'refused' | 'paused' | 'needsFile';
  why: LocalizedText | null;
};

const OFFLINE: LocalizedText = {
  ru: 'Связь прервалась. Отправленное сохранено; отправка продолжится, когда связь вернётся.',
  en: 'The connection broke. What was sent is kept; sending goes on when the connection is back.',
};
const FAILED: LocalizedText = {
  ru: 'Сервер не смог принять файл. Попробуйте ещё раз.',
  en: 'The server could not take the file. Try again.',
};

/** Why sending was stopped: the browser has no network. */
const GONE = new TypeError('offline');

let all: readonly Sending[] = [];
const listeners = new Set<() => void>();
const under = new Map<string, AbortController>();
/** Paused by the line or the store, not by the person: these go on by themselves. */
const held = new Set<string>();

function tell() {
  for (const one of listeners) one();
}

function change(key: string, by: Partial<Sending>) {
  all = all.map((one) => (one.key === key ? { ...one, ...by } : one));
  tell();
}

/** The success of an act, or the first reason against it. */
function successOf<R extends { __typename: string }>(result: R | undefined) {
  if (!result) throw new TypeError('no answer');
  const told = result as unknown as {
    reasons?: { message: LocalizedText; code: string }[];
    problems?: { message: LocalizedText }[];
    message?: LocalizedText;
  };
  const reason = told.reasons?.[0];
  if (reason?.code === 'STORE_UNAVAILABLE') throw new Away(reason.message);
  const why = reason?.message ?? told.problems?.[0]?.message ?? told.message;
  if (why) throw new Refused(why);
  return result as Exclude<
    R,
    { __typename: 'Blocked' | 'StaleVersion' | 'InvalidInput' | 'NotPermittedOrAbsent' }
  >;
}

async function send(one: Sending, file: File, signal: AbortSignal) {
  const input = {
    evaluationId: one.evaluation,
    idempotencyKey: one.key,
    fileName: one.name,
    size: one.size,
    documentId: one.document,
    documentRequestId: one.request ?? null,
    trackId: one.track ?? null,
    criterionCodes: [...one.codes],
    ...(one.readers ?? FOR_PANEL),
  };
  const begun = await client.mutation(begin, { input }, { quiet: true }).toPromise();
  const upload = successOf(begun.data?.beginUpload);
  if (upload.state === 'RECEIVING') {
    const pace = new Pace();
    const onSent = (sent: number) => change(one.key, { sent, left: pace.left(sent, one.size) });
    await sendBytes({ url: upload.url, file, onSent, signal });
    const finished = await client
      .mutation(finish, { input: { uploadId: upload.id } }, { quiet: true })
      .toPromise();
    successOf(finished.data?.finishUpload);
  }
  change(one.key, { state: 'checking', sent: one.size, left: null });
  return await settled(upload.id, signal);
}

/** Waits until the file is checked; answers what there is to say of it, such as that it was here already. */
async function settled(id: string, signal: AbortSignal): Promise<LocalizedText | null> {
  for (;;) {
    await pause(WATCH_EVERY, signal);
    const { data } = await client.query(watch, { id }, { requestPolicy: 'network-only' }).toPromise();
    const upload = data?.node?.__typename === 'Upload' ? data.node : null;
    if (upload?.state === 'READY') return upload.notice?.message ?? null;
    if (upload?.state === 'REFUSED') throw new Refused(upload.refusal?.message ?? FAILED);
  }
}

async function run(one: Sending) {
  if (!one.file || under.has(one.key)) return;
  const control = new AbortController();
  under.set(one.key, control);
  held.delete(one.key);
  change(one.key, { state: 'sending', why: null });
  try {
    const said = await send(one, one.file, control.signal);
    if (said) know(one.key, said);
    else forget(one.key);
    renewEverything();
  } catch (error) {
    if (control.signal.aborted && control.signal.reason !== GONE)
      change(one.key, { state: 'paused', left: null });
    else if (error instanceof Refused) refuse(one.key, error.why);
    else hold(one.key, error);
  } finally {
    under.delete(one.key);
    next();
  }
}

function know(key: string, why: LocalizedText) {
  change(key, { state: 'known', why });
  void dropUpload(key);
}

function refuse(key: string, why: LocalizedText) {
  change(key, { state: 'refused', why });
  void dropUpload(key);
  renewEverything();
}

function hold(key: string, error: unknown) {
  held.add(key);
  const away = error instanceof Away;
  change(key, { state: 'paused', left: null, why: away ? error.why : OFFLINE });
  if (navigator.onLine) setTimeout(goOn, AWAY_FOR);
}

/** What the line or the store stopped goes on. */
function goOn() {
  for (const one of all)
    if (held.has(one.key) && one.state === 'paused') change(one.key, { state: 'waiting' });
  next();
}

/** Begin the next files, a few at a time. */
function next() {
  for (const one of all) if (one.state === 'waiting' && under.size < AT_ONCE) void run(one);
}

function forget(key: string) {
  under.get(key)?.abort();
  held.delete(key);
  all = all.filter((one) => one.key !== key);
  void dropUpload(key);
  tell();
}

async function keep({ sent, left, state, why, ...one }: Sending) {
  const person = (await readSession()).person?.id;
  if (person) await keepUpload({ ...one, person });
}

let remembered = false;

/** Files that were on their way when the browser was closed. */
async function remember() {
  const person = (await readSession()).person?.id;
  const known = new Set(all.map(({ key }) => key));
  const kept = (await keptUploads()).filter((one) => one.person === person && !known.has(one.key));
  const found = kept.map((one): Sending => {
    const state = one.file ? 'waiting' : 'needsFile';
    return { ...one, sent: 0, left: null, state, why: null };
  });
  all = [...all, ...found];
  tell();
  next();
}

globalThis.addEventListener?.('online', goOn);
globalThis.addEventListener?.('offline', () => {
  for (const control of under.values()) control.abort(GONE);
});

/** Where files go: what they speak to, and what else they are sent for. */
type Destination = Partial<Pick<Sending, 'codes' | 'document' | 'readers' | 'request' | 'track'>>;

export function useUploads(evaluation: string) {
  const sendings = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => all,
  );
  useEffect(() => {
    if (remembered) return;
    remembered = true;
    void remember();
  }, []);
  const add = useCallback(
    (
      files: readonly File[],
      { codes = [], document = null, readers = FOR_PANEL, request = null, track = null }: Destination = {},
    ) => {
      for (const file of files) {
        const about = { name: file.name, size: file.size, modified: file.lastModified };
        const again = all.find(
          (one) =>
            one.state === 'needsFile' &&
            one.evaluation === evaluation &&
            one.name === about.name &&
            one.size === about.size &&
            one.modified === about.modified,
        );
        if (again) change(again.key, { file, state: 'waiting' });
        else {
          const key = crypto.randomUUID();
          const rest = { sent: 0, left: null, state: 'waiting', why: null } as const;
          const fresh: Sending = {
            key,
            evaluation,
            ...about,
            file,
            codes,
            readers,
            document,
            request,
            track,
            ...rest,
          };
          all = [...all, fresh];
          void keep(fresh);
        }
      }
      tell();
      next();
    },
    [evaluation],
  );
  return {
    sendings: sendings.filter((one) => one.evaluation === evaluation),
    add,
    pause: (key: string) => under.get(key)?.abort(),
    resume: (key: string) => {
      change(key, { state: 'waiting', why: null });
      next();
    },
    forget,
  };
}
