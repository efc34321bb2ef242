// Light or dark: as the system says until the person says otherwise. `public/first.js` applies it before the first paint.
import { useState } from 'react';

export type Theme = 'light' | 'dark';

function shown(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(shown);
  const turn = () => {
    const next = shown() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem('areopag.theme', next);
    } catch {
      // Not remembered, but it works for this visit.
    }
    setTheme(next);
  };
  return [theme, turn];
}
