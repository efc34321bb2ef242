// The bytes of one file on their way: in a row over a line that breaks, in parts at once for a large file.
import type { LocalizedText } from '../../app/language';
import { md5 } from './md5';

const SLICE = 1024 * 1024;
const TRIES = 6;
/** Of a part; then it was too large for the line. */
const PART_TRIES = 3;
const AT_ONCE = 3;
/** Below this, parts gain nothing. */
const LARGE = 16 * 1024 * 1024;
const LONGEST_PAUSE = 15_000;
/** Milliseconds without a byte after which a line counts as broken. */
const STILL = 30_000;

export class Refused extends Error {
  constructor(readonly why: LocalizedText) {
    super(why.en);
  }
}

/** The server or the store is there but cannot take anything now. */
export class Away extends Error {
  constructor(readonly why: LocalizedText) {
    super(why.en);
  }
}

type Told = { size: number; partSize: number; received: number; parts: number[] };
type Link = { number: number; url: string; headers: Record<string, string> };
type Way = { url: string; file: Blob; onSent: (bytes: number) => void; signal: AbortSignal };

export async function sendBytes(way: Way): Promise<void> {
  if (way.file.size > LARGE) {
    try {
      await sendParts(way);
      return;
    } catch (error) {
      // Parts that never get through whole are too large for this line: in a row every byte that arrives counts.
      if (way.signal.aborted || error instanceof Refused || error instanceof Away) throw error;
    }
  }
  await sendInARow(way);
}

async function sendInARow({ url, file, onSent, signal }: Way) {
  let sent = 0;
  const find = async () => {
    const answer = await fetch(url, { method: 'HEAD', signal });
    if (!answer.ok) throw await told(answer);
    sent = Number(answer.headers.get('upload-offset') ?? 0);
    onSent(sent);
  };
  await patiently(find, signal);
  while (sent < file.size) {
    await patiently(async (again) => {
      if (again) await find();
      if (sent >= file.size) return;
      const from = sent;
      const onSlice = (bytes: number) => onSent(from + bytes);
      const answer = await put(
        { url, file: file.slice(from, from + SLICE), onSent: onSlice, signal },
        {
          'upload-offset': String(from),
          'content-type': 'application/octet-stream',
        },
      );
      const offset = answer.offset();
      if (!offset) throw await toldBy(answer);
      sent = Number(offset);
      onSent(sent);
    }, signal);
  }
}

async function sendParts({ url, file, onSent, signal }: Way) {
  const here = await patiently(async () => {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw await told(answer);
    return (await answer.json()) as Told;
  }, signal);
  const done = new Set(here.parts);
  const sizeOf = (number: number) => Math.min(here.partSize, file.size - (number - 1) * here.partSize);
  const before = [...done].reduce((sum, number) => sum + sizeOf(number), 0);
  const sent = new Map<number, number>();
  const tell = () => onSent([...sent.values()].reduce((sum, bytes) => sum + bytes, before));
  tell();
  const waiting: number[] = [];
  for (let n = 1; sizeOf(n) > 0; n += 1) if (!done.has(n)) waiting.push(n);
  // One that fails ends the others too.
  const together = new AbortController();
  const stop = AbortSignal.any([signal, together.signal]);
  const worker = async () => {
    for (let number = waiting.shift(); number; number = waiting.shift()) {
      const from = (number - 1) * here.partSize;
      const piece = file.slice(from, from + here.partSize);
      const part = number;
      const onPart = (bytes: number) => {
        sent.set(part, bytes);
        tell();
      };
      await sendPart({ url, file: piece, onSent: onPart, signal: stop }, part);
      onPart(piece.size);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } catch (error) {
    together.abort();
    throw error;
  }
}

async function sendPart({ url, file, onSent, signal }: Way, number: number) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = md5(bytes);
  let straight = true;
  await patiently(
    async () => {
      const asked = await fetch(`${url}/links`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ parts: [{ number, md5: digest }] }),
        signal,
      });
      if (!asked.ok) throw await told(asked);
      const { links } = (await asked.json()) as { links: Link[] };
      const link = links[0];
      if (!link) throw new TypeError('no link');
      const own = `${url}/parts/${number}`;
      const to = straight ? link.url : own;
      try {
        const answer = await put({ url: to, file, onSent, signal }, link.headers);
        if (!answer.ok) throw await toldBy(answer);
      } catch (error) {
        // A bucket that this browser does not reach, or may not send to: through the server it goes as well.
        if (to !== own) straight = false;
        throw error;
      }
    },
    signal,
    PART_TRIES,
  );
}

type Answer = { ok: boolean; status: number; offset: () => string | null; text: string };

/** What `fetch` cannot do: tell how much of a body is on its way, and give up when nothing moves any more. */
function put({ url, file, onSent, signal }: Way, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    let still = setTimeout(stop, STILL);
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => {
      clearTimeout(still);
      still = setTimeout(stop, STILL);
      onSent(loaded);
    };
    request.onerror = () => reject(new TypeError('the connection broke'));
    request.onabort = () => reject(signal.aborted ? signal.reason : new TypeError('nothing moved any more'));
    request.onload = () => {
      const { status, responseText: text } = request;
      // Asked only of our own server: a browser complains about headers of a bucket.
      const offset = () => request.getResponseHeader('upload-offset');
      resolve({ ok: status < 300, status, text, offset });
    };
    request.onloadend = () => {
      clearTimeout(still);
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop, { once: true });
    request.send(file);
  });
}

/** Try again after a pause that grows; what is refused is refused at once. */
async function patiently<T>(
  attempt: (again: boolean) => Promise<T>,
  signal: AbortSignal,
  tries = TRIES,
): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await attempt(failures > 0);
    } catch (error) {
      failures += 1;
      if (signal.aborted || error instanceof Refused || failures >= tries) throw error;
      await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE), signal);
    }
  }
}

/** What an answer that is no success says: refused for good, or only now. */
async function told(answer: Response): Promise<Error> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string; message?: LocalizedText };
  if (!body.message || body.code === 'PART_DAMAGED') return new TypeError(`${answer.status}`);
  return answer.status >= 500 ? new Away(body.message) : new Refused(body.message);
}

function toldBy({ status, text }: Answer): Promise<Error> {
  return told(new Response(text, { status }));
}

export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(waiting);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
