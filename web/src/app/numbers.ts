// How numbers are written for people: decimals stay exact strings and never pass through floating point.
import { type Language, useLanguage } from './language';

const NO_BREAK = '\u00a0';
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The digits before and behind the mark with so many `places`, rounded half up as everywhere here. */
function rounded(whole: string, fraction: string, places: number): [string, string] {
  if (fraction.length <= places) return [whole, fraction.padEnd(places, '0')];
  const up = (fraction[places] ?? '0') >= '5' ? 1n : 0n;
  const digits = String(BigInt(whole + fraction.slice(0, places)) + up).padStart(places + 1, '0');
  return [digits.slice(0, digits.length - places), digits.slice(digits.length - places)];
}

/** `"1234.50"` → «1 234,5» in Russian, “1,234.5” in English. `places` is how many digits stand behind the mark. */
export function writeDecimal(value: string, language: Language, places?: number): string {
  const [, sign, before = '0', behind = ''] = DECIMAL.exec(value.trim()) ?? [];
  if (sign === undefined) return value;
  const [whole, kept] =
    places === undefined ? [before, behind.replace(/0+$/, '')] : rounded(before, behind, places);
  const grouped =
    whole.length > 4 || language === 'en'
      ? whole.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? NO_BREAK : ',')
      : whole;
  const mark = language === 'ru' ? ',' : '.';
  return (sign ? '−' : '') + grouped + (kept ? mark + kept : '');
}

/** A total as the record has it: no needless zeros, and at most two digits behind the mark. */
export function writePoints(value: string, language: Language): string {
  const [, sign, before = '', behind = ''] = DECIMAL.exec(value.trim()) ?? [];
  if (sign === undefined) return value;
  return writeDecimal(sign + rounded(before, behind, 2).join('.'), language);
}

/** A share from 0 to 1 in whole per cent, half up: exact, for 0.145 × 100 is less than 14.5 in floating point. */
export function perCent(share: string): string {
  const [, sign, before = '', behind = ''] = DECIMAL.exec(share.trim()) ?? [];
  if (sign === undefined) return share;
  const digits = behind.padEnd(3, '0');
  const [whole] = rounded(before + digits.slice(0, 2), digits.slice(2), 0);
  return whole === '0' ? whole : sign + whole;
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

export function usePoints(): (value: string) => string {
  const language = useLanguage();
  return (value) => writePoints(value, language);
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
