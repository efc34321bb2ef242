// Checking a record in the reader's own browser: the hash of its bytes, and the signature over them.

export type Check = 'whole' | 'changed' | 'unsigned' | 'unable' | 'network';
type Claimed = { recordUrl: string; sha256: string; signature: string; keyId: string };

/** `whole` when the bytes have the hash and the signature is true; otherwise what was found, or why it could not be. */
export async function checkRecord({ recordUrl, sha256, signature, keyId }: Claimed): Promise<Check> {
  if (!globalThis.crypto?.subtle) return 'unable';
  let content: ArrayBuffer;
  let keys: Record<string, string>;
  try {
    const [record, published] = await Promise.all([fetch(recordUrl), fetch('/published/keys.json')]);
    if (!record.ok || !published.ok) return 'network';
    content = await record.arrayBuffer();
    keys = (await published.json()) as Record<string, string>;
  } catch {
    return 'network';
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  if (hexadecimal(digest) !== sha256) return 'changed';
  const key = keys[keyId];
  if (!key) return 'unsigned';
  try {
    const publicKey = await crypto.subtle.importKey('raw', bytes(key), 'Ed25519', false, ['verify']);
    const holds = await crypto.subtle.verify('Ed25519', publicKey, bytes(signature), content);
    return holds ? 'whole' : 'unsigned';
  } catch {
    return 'unable';
  }
}

function hexadecimal(digest: Uint8Array): string {
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
