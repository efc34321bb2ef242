// The language of the interface: chosen, remembered, switched while running; and the typed catalogue of messages.
import { useSyncExternalStore } from 'react';

export type Language = 'ru' | 'en';
export type LocalizedText = { ru: string; en: string };

const listeners = new Set<() => void>();
let language: Language = inAddress() ?? remembered() ?? asked();
reflect();

/** An address that names a language is read in it: whoever follows it was sent it so, or chose it on a served page. */
function inAddress(): Language | null {
  if (typeof location === 'undefined') return null;
  const word = new URLSearchParams(location.search).get('lang');
  return word === 'ru' || word === 'en' ? word : null;
}

function remembered(): Language | null {
  try {
    const word = localStorage.getItem('areopag.language');
    return word === 'ru' || word === 'en' ? word : null;
  } catch {
    return null;
  }
}

function asked(): Language {
  const wanted = typeof navigator === 'undefined' ? ['ru'] : navigator.languages;
  return wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'ru' || tag === 'en') ?? 'ru';
}

function reflect() {
  if (typeof document !== 'undefined') document.documentElement.lang = language;
}

export function currentLanguage(): Language {
  return language;
}

export function speak(chosen: Language) {
  language = chosen;
  try {
    localStorage.setItem('areopag.language', chosen);
  } catch {
    // Not remembered, but it works for this visit.
  }
  if (inAddress()) {
    const here = new URL(location.href);
    here.searchParams.delete('lang');
    history.replaceState(history.state, '', here);
  }
  reflect();
  for (const tell of listeners) tell();
}

export function useLanguage(): Language {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => language,
  );
}

type Message = string | ((...facts: never[]) => string);
type Widened<T> = T extends string ? string : T;
type Both = Record<string, { ru: Message; en: Message }>;
type Catalogue<T extends Both> = { [K in keyof T]: Widened<T[K]['ru']> };

/** Messages of a screen in both languages. A key without one of them, or of another shape, does not compile. */
export function messages<const T extends Both>(
  both: T & { [K in keyof T]: { en: Widened<T[K]['ru']> } },
): Record<Language, Catalogue<T>> {
  const pick = (chosen: Language) =>
    Object.fromEntries(Object.entries(both).map(([key, pair]) => [key, pair[chosen]])) as Catalogue<T>;
  return { ru: pick('ru'), en: pick('en') };
}

export function useMessages<T>(catalogue: Record<Language, T>): T {
  return catalogue[useLanguage()];
}

/** A function that picks the reader's language from a text that has both; a number sign stays with its number. */
export function useLocal(): (text: LocalizedText) => string {
  const chosen = useLanguage();
  return (text) => (text[chosen] || text[chosen === 'ru' ? 'en' : 'ru']).replaceAll('№ ', '№\u00a0');
}

/**
 * For `lang` on a text that people wrote in one language: what it is written in, where that is not the page's language.
 * A screen reader would else read Russian with English sounds.
 */
export function useTongue(): (text: string) => Language | undefined {
  const chosen = useLanguage();
  return (text) => {
    const written = /[а-яё]/i.test(text) ? 'ru' : 'en';
    return written === chosen || !/[a-zа-яё]/i.test(text) ? undefined : written;
  };
}

const rules = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

/** «1 школа, 2 школы, 5 школ»: the word alone, to stand after the number. */
export function russian(count: number, one: string, few: string, many: string): string {
  const rule = rules.ru.select(count);
  return rule === 'one' ? one : rule === 'many' || rule === 'zero' ? many : few;
}

export function english(count: number, one: string, other: string): string {
  return rules.en.select(count) === 'one' ? one : other;
}
