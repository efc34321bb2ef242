// Whether the server was reached when it was asked last: if it was not, what is shown may be what was known before.
import { useSyncExternalStore } from 'react';

let lost = false;
const listeners = new Set<() => void>();

export const connection = {
  lost: () => lost,
  tell: (now: boolean) => {
    if (now === lost) return;
    lost = now;
    for (const heard of listeners) heard();
  },
};

export function useLostConnection(): boolean {
  return useSyncExternalStore(
    (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    () => lost,
  );
}
