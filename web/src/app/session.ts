// Who is here: asked of the server once, kept until somebody signs in or out.
import { useEffect, useSyncExternalStore } from 'react';
import { forgetAnswers } from './graph';
import type { LocalizedText } from './language';

export type Session = {
  mode: 'demo' | 'development' | 'production';
  person: { id: string; name: LocalizedText } | null;
  /** People to sign in as with one click; only in the demonstration. */
  people: { login: string; password: string; name: LocalizedText; role: LocalizedText }[];
};
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
      const { mode, person = null, people = [] } = (await answer.json()) as Partial<Session>;
      const session: Session = { mode: mode ?? 'production', person, people };
      learn(session);
      return session;
    })
    .finally(() => {
      asking = null;
    });
  return asking;
}

/** Null when it worked; otherwise what to tell the person. Network failures are thrown. */
export async function signIn(login: string, password: string): Promise<Refusal | null> {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (answer.status === 401 || answer.status === 429) return (await answer.json()) as Refusal;
  if (!answer.ok) throw new Error(`POST /session: ${answer.status}`);
  forgetAnswers();
  await readSession(true);
  return null;
}

export async function signOut(): Promise<void> {
  const answer = await fetch('/session', { method: 'DELETE' });
  if (!answer.ok) throw new Error(`DELETE /session: ${answer.status}`);
  forgetAnswers();
  learn(known && { ...known, person: null });
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
