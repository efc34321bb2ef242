// What follows or replaces a password: second steps, passkeys, invitations, a new password by letter.
import { forgetAnswers } from './graph';
import type { LocalizedText } from './language';
import { type Refusal, readSession, type Way } from './session';

export type Enrolment = { secret: string; address: string };
export type Invitation = { name: LocalizedText; role: string; organisation: LocalizedText; login: string };
/** Either what was asked for, or what to tell the person. Network failures are thrown. */
export type Told<T> = { is: T; refusal?: undefined } | { is?: undefined; refusal: Refusal };

async function send<T>(method: string, door: string, body: object = {}): Promise<Told<T>> {
  const answer = await fetch(`/session/${door}`, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const value = text ? JSON.parse(text) : null;
  if (!answer.ok && !value?.code) throw new Error(`${method} /session/${door}: ${answer.status}`);
  return answer.ok ? { is: value as T } : { refusal: value as Refusal };
}

/** After a door has opened: whatever was read as nobody, or as somebody else, is forgotten. */
async function entered() {
  forgetAnswers();
  await readSession(true);
}

export const doors = {
  enrolAtTheDoor: () => send<Enrolment>('POST', 'second/enrolment'),

  async second(code: string) {
    const told = await send<{ recoveryCodes: string[] }>('POST', 'second', { code });
    if (told.is && told.is.recoveryCodes.length === 0) await entered();
    return told;
  },
  /** After the recovery codes were read. */
  entered,

  beginAuthenticator: () => send<Enrolment>('POST', 'authenticator'),
  confirmAuthenticator: (code: string) => send<{ recoveryCodes: string[] }>('PUT', 'authenticator', { code }),
  removeAuthenticator: () => send<null>('DELETE', 'authenticator'),

  async passkey() {
    const begun = await send<PublicKeyCredentialRequestOptionsJSON>('POST', 'passkey');
    if (!begun.is) return begun;
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(begun.is);
    const shown = await navigator.credentials.get({ publicKey });
    const told = await send<null>('PUT', 'passkey', { answer: (shown as PublicKeyCredential).toJSON() });
    if (!told.refusal) await entered();
    return told;
  },
  async addPasskey(label: string) {
    const begun = await send<PublicKeyCredentialCreationOptionsJSON>('POST', 'passkeys');
    if (!begun.is) return begun;
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(begun.is);
    const made = await navigator.credentials.create({ publicKey });
    return send<null>('PUT', 'passkeys', { answer: (made as PublicKeyCredential).toJSON(), label });
  },

  look: (token: string) => send<Invitation>('POST', 'invitation/look', { token }),
  async accept(token: string, account?: { login: string; password: string }) {
    const told = await send<{ ways: Way[] } | null>('POST', 'invitation', { token, ...account });
    if (!told.refusal && !told.is) await entered();
    return told;
  },

  forgotten: (login: string) => send<null>('POST', 'reset', { login }),
  choose: (token: string, password: string) => send<null>('PUT', 'reset', { token, password }),
  change: (current: string, password: string) => send<null>('PUT', 'password', { current, password }),
};

/** Whether this browser can keep passkeys; older ones cannot speak of them in JSON. */
export const passkeysWork = () =>
  typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** The person closed the device's question, or let it run out: no fault, and nothing to tell. */
export const isChangeOfMind = (error: unknown) =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');

/** The secret of a link stands behind the number sign, where no server and no log sees it. */
export const secretInAddress = () => window.location.hash.slice(1);
