// The address as state: its parts, and its search parameters that a screen reads and writes.
import { useLocation, useParams, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** A part of the address: `useParam('number')` on `/work/$number`. */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? '';
}

type Change = Record<string, string | null>;
/** `push`: going back undoes it; `stay`: the window does not scroll to its top. */
type How = { push?: boolean; stay?: boolean };

/** The search parameters and a way to change some of them; null takes one away. */
export function useSearch(): [(name: string) => string, (change: Change, how?: How) => void] {
  const router = useRouter();
  const { searchStr } = useLocation();
  const read = useCallback((name: string) => new URLSearchParams(searchStr).get(name) ?? '', [searchStr]);
  const write = useCallback(
    (change: Change, how: How = {}) => {
      const { pathname, search } = new URL(router.history.location.href, window.location.origin);
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(change)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      const text = next.toString().replaceAll('%2C', ',');
      const href = text ? `${pathname}?${text}` : pathname;
      if (how.stay) void router.navigate({ href, replace: !how.push, resetScroll: false });
      else if (how.push) router.history.push(href);
      else router.history.replace(href);
    },
    [router],
  );
  return [read, write];
}
