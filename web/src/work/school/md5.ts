// The MD5 of a part, as a store checks it on arrival. It guards against a bad line, not against an enemy: the server
// computes SHA-256 from what it has stored.

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** In Base64, as the header `Content-MD5` has it. */
export function md5(bytes: Uint8Array): string {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const whole = bytes.length - (bytes.length % 64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) mix(state, view, at);
  const rest = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  rest.set(bytes.subarray(whole));
  rest[bytes.length - whole] = 0x80;
  const end = new DataView(rest.buffer);
  end.setUint32(rest.length - 8, (bytes.length * 8) % 2 ** 32, true);
  end.setUint32(rest.length - 4, Math.floor((bytes.length * 8) / 2 ** 32), true);
  for (let at = 0; at < rest.length; at += 64) mix(state, end, at);
  return btoa(String.fromCharCode(...new Uint8Array(state.buffer)));
}

/** One block of 64 bytes (RFC 1321, 3.4). */
function mix(state: Int32Array, block: DataView, at: number) {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const round = i >> 4;
    let f: number;
    let word: number;
    if (round === 0) [f, word] = [(b & c) | (~b & d), i];
    else if (round === 1) [f, word] = [(d & b) | (~d & c), (5 * i + 1) & 15];
    else if (round === 2) [f, word] = [b ^ c ^ d, (3 * i + 5) & 15];
    else [f, word] = [c ^ (b | ~d), (7 * i) & 15];
    const sum = (a + f + (SINES[i] ?? 0) + block.getInt32(at + word * 4, true)) | 0;
    const shift = SHIFTS[round]?.[i & 3] ?? 0;
    [a, d, c] = [d, c, b];
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = ((state[0] ?? 0) + a) | 0;
  state[1] = ((state[1] ?? 0) + b) | 0;
  state[2] = ((state[2] ?? 0) + c) | 0;
  state[3] = ((state[3] ?? 0) + d) | 0;
}
