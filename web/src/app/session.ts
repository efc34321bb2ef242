// Who is here: asked of the server once, kept until somebody signs in or out.
import { useEffect, useSyncExternalStore } from 'react';
import { forgetAnswers } from './graph';
import type { LocalizedText } from './language';

export type Session = {
  mode: 'demo' | 'development' | 'production';
  person: { id: string; name: LocalizedText } | null;
  /** An OpenID provider one may sign in through. */
  provider: { name: string } | null;
  /** People to sign in as with one click; only in the demonstration. */
  people: { login: string; password: string; name: LocalizedText; role: LocalizedText }[];
};
/** What may follow a password. */
export type Way = 'AUTHENTICATOR' | 'RECOVERY_CODE' | 'PASSKEY' | 'ENROLMENT';
export type Refusal = { code: string; message: LocalizedText };

const listeners = new Set<() => void>();
let known: Session | null = null;
let asking: Promise<Session> | null = null;

function learn(session: Session | null) {
  known = session;
  for (const tell of listeners) tell();
}

export function readSession(again = false): Promise<Session> {
  if (known && !again) return Promise.resolve(known);
  asking ??= fetch('/session', { headers: { accept: 'application/json' } })
    .then(async (answer) => {
      if (!answer.ok) throw new Error(`GET /session: ${answer.status}`);
      const { mode, person = null, provider = null, people = [] } = (await answer.json()) as Partial<Session>;
      const session: Session = { mode: mode ?? 'production', person, provider, people };
      learn(session);
      return session;
    })
    .finally(() => {
      asking = null;
    });
  return asking;
}

/** Null when it worked; otherwise the second step to take, or what to tell the person. Network failures are thrown. */
export async function signIn(login: string, password: string): Promise<Refusal | { ways: Way[] } | null> {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (answer.status === 202) return (await answer.json()) as { ways: Way[] };
  if (answer.status === 401 || answer.status === 429) return (await answer.json()) as Refusal;
  if (!answer.ok) throw new Error(`POST /session: ${answer.status}`);
  forgetAnswers();
  await readSession(true);
  return null;
}

/** Where to go to sign in through the OpenID provider, or what to tell the person. Network failures are thrown. */
export async function visitProvider(wish: { next?: string; link?: true }): Promise<string | Refusal> {
  const answer = await fetch('/session/provider', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(wish),
  });
  const body = (await answer.json()) as { address: string } | Refusal;
  return 'address' in body ? body.address : body;
}

/** What a code in the address of the sign-in screen means; null for one that means nothing. */
export async function readProblem(code: string): Promise<Refusal | null> {
  const answer = await fetch(`/session?problem=${encodeURIComponent(code)}`);
  const { problem = null } = (await answer.json()) as { problem?: Refusal };
  return problem;
}

/** Answers with an address where another service should be left, too. */
export async function signOut(): Promise<string | null> {
  const answer = await fetch('/session', { method: 'DELETE' });
  if (!answer.ok) throw new Error(`DELETE /session: ${answer.status}`);
  const elsewhere = answer.status === 200 ? ((await answer.json()) as { address: string }).address : null;
  forgetAnswers();
  learn(known && { ...known, person: null });
  return elsewhere;
}

/** The session as far as it is known; null until the first answer. */
export function useSession(): Session | null {
  useEffect(() => {
    readSession().catch(() => {});
  }, []);
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => known,
  );
}
