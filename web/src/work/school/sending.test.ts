import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendBytes } from './sending';

const PART = 8 * 1024 * 1024;
const US = '/uploads/u1';
const BUCKET = 'https://bucket.example/u1';

/** A server that has two parts and whose links lead to a bucket; the bucket answers each `PUT` with the next of these. */
function places(bucketSays: number[]) {
  const arrived: string[] = [];
  vi.stubGlobal('fetch', async (url: string, init?: { body: string }) => {
    if (!url.endsWith('/links')) return Response.json({ partSize: PART, parts: [1, 2] });
    const [{ number }] = JSON.parse(init?.body ?? '').parts as [{ number: number }];
    return Response.json({ links: [{ number, url: `${BUCKET}/${number}`, headers: {} }] });
  });
  vi.stubGlobal(
    'XMLHttpRequest',
    class {
      upload = {};
      status = 0;
      responseText = '<Error/>';
      url = '';
      onload = () => undefined;
      onerror = () => undefined;
      onloadend = () => undefined;
      open(_method: string, url: string) {
        this.url = url;
      }
      setRequestHeader() {}
      getResponseHeader() {
        return null;
      }
      send() {
        this.status = this.url.startsWith(BUCKET) ? (bucketSays.shift() ?? 200) : 200;
        if (this.status === 200) arrived.push(this.url);
        queueMicrotask(() => {
          if (this.status) this.onload();
          else this.onerror();
          this.onloadend();
        });
      }
    },
  );
  return arrived;
}

async function send() {
  vi.useFakeTimers();
  const file = new Blob([new Uint8Array(2 * PART + 1)]);
  const sent = sendBytes({ url: US, file, onSent: () => undefined, signal: new AbortController().signal });
  await vi.runAllTimersAsync();
  await sent;
}

describe('sending in parts', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('sends what is not there yet straight to the bucket', async () => {
    const arrived = places([]);
    await send();
    expect(arrived).toEqual([`${BUCKET}/3`]);
  });

  it.each([
    ['refuses the link', 403],
    ['is not there', 503],
    ['may not be reached', 0],
  ])('goes through the server where the bucket %s', async (_what, status) => {
    const arrived = places([status]);
    await send();
    expect(arrived).toEqual([`${US}/parts/3`]);
  });
});
