// Knocking at a door from a screen: pending meanwhile, then either in or told why not.
import { useState } from 'react';
import { isChangeOfMind, type Told } from './doors';
import type { LocalizedText } from './language';

export type Knocking = {
  /** Knocks, and answers with what was asked for, wrapped; null when it was refused. */
  knock: <T>(ask: () => Promise<Told<T>>) => Promise<{ is: T } | null>;
  pending: boolean;
  trouble: LocalizedText | 'network' | null;
  code: string | null;
};

export function useDoor(): Knocking {
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<Knocking['trouble']>(null);
  const [code, setCode] = useState<string | null>(null);

  async function knock<T>(ask: () => Promise<Told<T>>) {
    setPending(true);
    setTrouble(null);
    setCode(null);
    try {
      const told = await ask();
      if (!told.refusal) return { is: told.is };
      setTrouble(told.refusal.message);
      setCode(told.refusal.code);
    } catch (error) {
      if (!isChangeOfMind(error)) setTrouble('network');
    } finally {
      setPending(false);
    }
    return null;
  }
  return { knock, pending, trouble, code };
}
