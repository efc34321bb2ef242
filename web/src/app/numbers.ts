// How numbers are written for people: decimals stay exact strings and never pass through floating point.
import { type Language, useLanguage } from './language';

const NO_BREAK = '\u00a0';

/** `"1234.50"` → «1 234,5» in Russian, “1,234.5” in English. `places` keeps that many digits after the mark. */
export function writeDecimal(value: string, language: Language, places?: number): string {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value.trim()) ?? [];
  if (sign === undefined) return value;
  const grouped =
    whole.length > 4 || language === 'en'
      ? whole.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? NO_BREAK : ',')
      : whole;
  const kept =
    places === undefined ? fraction.replace(/0+$/, '') : fraction.padEnd(places, '0').slice(0, places);
  const mark = language === 'ru' ? ',' : '.';
  return (sign ? '−' : '') + grouped + (kept ? mark + kept : '');
}

/** Reads what a person typed, with comma or point, into an exact decimal string; null when it is no number. */
export function readDecimal(typed: string): string | null {
  const plain = typed
    .replace(/[\s\u00a0]/g, '')
    .replace(',', '.')
    .replace('−', '-');
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
}

export function useDecimal(): (value: string | number, places?: number) => string {
  const language = useLanguage();
  return (value, places) => writeDecimal(String(value), language, places);
}

/** A size in bytes as a person says it. */
export function useBytes(): (size: string | number) => string {
  const language = useLanguage();
  const units = language === 'ru' ? ['Б', 'КБ', 'МБ', 'ГБ'] : ['B', 'KB', 'MB', 'GB'];
  return (size) => {
    let amount = Number(size);
    let unit = 0;
    while (amount >= 1000 && unit < units.length - 1) {
      amount /= 1024;
      unit += 1;
    }
    const text = unit === 0 || amount >= 100 ? String(Math.round(amount)) : amount.toFixed(1);
    return writeDecimal(text, language) + NO_BREAK + units[unit];
  };
}
