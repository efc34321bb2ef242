import { describe, expect, it } from 'vitest';
import { md5 } from './md5';

const of = (text: string) => md5(new TextEncoder().encode(text));
const hex = (text: string) =>
  [...atob(of(text))].map((sign) => sign.charCodeAt(0).toString(16).padStart(2, '0')).join('');

describe('MD5', () => {
  // RFC 1321, A.5.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ])('of %j', (text, digest) => {
    expect(hex(text)).toBe(digest);
  });

  it('is that of a part of a larger buffer', () => {
    const bytes = new TextEncoder().encode('xabcx');
    expect(md5(bytes.subarray(1, 4))).toBe(of('abc'));
  });

  it('takes a second for the parts of a minute on a good line, not longer', () => {
    const started = performance.now();
    md5(new Uint8Array(8 * 1024 * 1024));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
