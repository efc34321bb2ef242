// Sending files: announced, sent in parts, continued where the connection broke, then watched until they are checked.
import { useCallback, useSyncExternalStore } from 'react';
import { refusals } from '../../app/act';
import { client, graphql, renewEverything } from '../../app/graph';
import type { LocalizedText } from '../../app/language';

const PART = 1024 * 1024;
const TRIES = 4;
const WATCH_EVERY = 700;

const begin = graphql(
  `mutation BeginUpload($input: BeginUploadInput!) { beginUpload(input: $input) {
    __typename ... on Upload { id url received } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const finish = graphql(
  `mutation FinishUpload($input: FinishUploadInput!) { finishUpload(input: $input) {
    __typename ... on Upload { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const watch = graphql(`query WatchUpload($id: ID!) { node(id: $id) {
  __typename ... on Upload { state refusal { message { ru en } } }
} }`);

export type Sending = {
  key: string;
  evaluation: string;
  file: File;
  codes: readonly string[];
  document: string | null;
  sent: number;
  state: 'sending' | 'checking' | 'ready' | 'refused' | 'paused';
  why: LocalizedText | null;
};

const OFFLINE: LocalizedText = {
  ru: 'Связь прервалась. Отправленная часть сохранена.',
  en: 'The connection broke. What was sent is kept.',
};
const FAILED: LocalizedText = {
  ru: 'Сервер не смог принять файл. Попробуйте ещё раз.',
  en: 'The server could not take the file. Try again.',
};

let all: readonly Sending[] = [];
const listeners = new Set<() => void>();

function change(key: string, by: Partial<Sending>) {
  all = all.map((one) => (one.key === key ? { ...one, ...by } : one));
  for (const tell of listeners) tell();
}

class Refused extends Error {
  constructor(readonly why: LocalizedText) {
    super(why.en);
  }
}

/** The success of an act, or the first reason against it. */
function successOf<R extends { __typename: string }>(result: R | undefined) {
  if (!result) throw new TypeError('no answer');
  const told = result as unknown as {
    reasons?: { message: LocalizedText }[];
    problems?: { message: LocalizedText }[];
    message?: LocalizedText;
  };
  const why = told.reasons?.[0]?.message ?? told.problems?.[0]?.message ?? told.message;
  if (why) throw new Refused(why);
  return result as Exclude<
    R,
    { __typename: 'Blocked' | 'StaleVersion' | 'InvalidInput' | 'NotPermittedOrAbsent' }
  >;
}

async function send(one: Sending) {
  const input = {
    evaluationId: one.evaluation,
    idempotencyKey: one.key,
    fileName: one.file.name,
    size: one.file.size,
    documentId: one.document,
    criterionCodes: [...one.codes],
  };
  const begun = await client.mutation(begin, { input }, { quiet: true }).toPromise();
  const upload = successOf(begun.data?.beginUpload);
  await sendParts(one, upload.url);
  change(one.key, { state: 'checking', sent: one.file.size });
  const finished = await client
    .mutation(finish, { input: { uploadId: upload.id } }, { quiet: true })
    .toPromise();
  successOf(finished.data?.finishUpload);
  await settled(upload.id);
}

async function sendParts(one: Sending, url: string) {
  let sent = await alreadySent(url);
  let failures = 0;
  while (sent < one.file.size) {
    try {
      const answer = await fetch(url, {
        method: 'PUT',
        headers: { 'upload-offset': String(sent), 'content-type': 'application/octet-stream' },
        body: one.file.slice(sent, sent + PART),
      });
      const here = answer.headers.get('upload-offset');
      if (!answer.ok && !here) {
        const { message } = (await answer.json()) as { message?: LocalizedText };
        throw new Refused(message ?? FAILED);
      }
      sent = Number(here);
      failures = 0;
      change(one.key, { sent });
    } catch (error) {
      failures += 1;
      if (error instanceof Refused || failures >= TRIES) throw error;
      await pause(500 * 2 ** failures);
      sent = await alreadySent(url).catch(() => sent);
    }
  }
}

async function alreadySent(url: string): Promise<number> {
  const answer = await fetch(url, { method: 'HEAD' });
  return Number(answer.headers.get('upload-offset') ?? 0);
}

async function settled(id: string) {
  for (;;) {
    await pause(WATCH_EVERY);
    const { data } = await client.query(watch, { id }, { requestPolicy: 'network-only' }).toPromise();
    const upload = data?.node?.__typename === 'Upload' ? data.node : null;
    if (upload?.state === 'READY') return;
    if (upload?.state === 'REFUSED') throw new Refused(upload.refusal?.message ?? FAILED);
  }
}

function pause(milliseconds: number) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function run(one: Sending) {
  change(one.key, { state: 'sending', why: null });
  try {
    await send(one);
    change(one.key, { state: 'ready' });
    all = all.filter(({ key }) => key !== one.key);
    renewEverything();
  } catch (error) {
    if (error instanceof Refused) change(one.key, { state: 'refused', why: error.why });
    else change(one.key, { state: 'paused', why: OFFLINE });
    renewEverything();
  }
  for (const tell of listeners) tell();
}

export function useUploads(evaluation: string) {
  const sendings = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => all,
  );
  const add = useCallback(
    (files: readonly File[], codes: readonly string[] = [], document: string | null = null) => {
      const fresh = files.map(
        (file): Sending => ({
          key: crypto.randomUUID(),
          evaluation,
          file,
          codes,
          document,
          sent: 0,
          state: 'sending',
          why: null,
        }),
      );
      all = [...all, ...fresh];
      for (const one of fresh) void run(one);
    },
    [evaluation],
  );
  const forget = useCallback((key: string) => {
    all = all.filter((one) => one.key !== key);
    for (const tell of listeners) tell();
  }, []);
  return {
    sendings: sendings.filter((one) => one.evaluation === evaluation),
    add,
    resume: (one: Sending) => void run(one),
    forget,
  };
}
