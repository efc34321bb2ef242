// How moments and dates are written for people, and how long remains until one.
import { useEffect, useState } from 'react';
import { english, type Language, russian, useLanguage } from './language';

const locale = { ru: 'ru-RU', en: 'en-GB' };

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is left, in the largest unit that still tells something: days from two days on, then hours, then minutes. */
export function remaining(
  due: string,
  now: number,
): { passed: boolean; unit: 'day' | 'hour' | 'minute'; count: number } {
  const distance = Date.parse(due) - now;
  const length = Math.abs(distance);
  const passed = distance <= 0;
  if (length >= 2 * DAY) return { passed, unit: 'day', count: Math.floor(length / DAY) };
  if (length >= HOUR) return { passed, unit: 'hour', count: Math.floor(length / HOUR) };
  return { passed, unit: 'minute', count: Math.floor(length / MINUTE) };
}

export function writeRemaining(due: string, now: number, language: Language): string {
  const { passed, unit, count } = remaining(due, now);
  if (language === 'ru') {
    const word = {
      day: russian(count, 'день', 'дня', 'дней'),
      hour: russian(count, 'час', 'часа', 'часов'),
      minute: passed
        ? russian(count, 'минуту', 'минуты', 'минут')
        : russian(count, 'минута', 'минуты', 'минут'),
    }[unit];
    if (count === 0) return passed ? 'только что истёк' : 'меньше минуты';
    const left = russian(count, unit === 'minute' ? 'осталась' : 'остался', 'осталось', 'осталось');
    return passed ? `истёк ${count} ${word} назад` : `${left} ${count} ${word}`;
  }
  if (count === 0) return passed ? 'passed just now' : 'less than a minute left';
  const words = `${count} ${english(count, unit, `${unit}s`)}`;
  return passed ? `passed ${words} ago` : `${words} left`;
}

/** A moment with its time of day: «3 сентября 2026, 18:00». */
export function writeMoment(moment: string, language: Language, zone?: string): string {
  return new Intl.DateTimeFormat(locale[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
    .format(new Date(moment))
    .replace(' г.', '')
    .replace(' в ', ', ')
    .replace(' at ', ', ');
}

/** A calendar date or the day of a moment: «3 сентября 2026»; the day and its month stay on one line. */
export function writeDay(day: string, language: Language): string {
  const calendar = /^\d{4}-\d\d-\d\d$/.test(day);
  return new Intl.DateTimeFormat(locale[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: calendar ? 'UTC' : undefined,
  })
    .format(new Date(day))
    .replace(' г.', '')
    .replace(' ', '\u00a0');
}

/** «18:00» */
export function writeClock(moment: string | number, language: Language, zone?: string): string {
  return new Intl.DateTimeFormat(locale[language], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(new Date(moment));
}

/** The distance of a zone from UTC: «Europe/Moscow» → «UTC+3». Its city would need a name in each language. */
export function writeZone(zone: string, moment: string): string {
  const part = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date(moment))
    .find(({ type }) => type === 'timeZoneName');
  return (part?.value ?? '').replace('GMT', 'UTC');
}

/** Whether two zones show the same clock at that moment. */
export function sameClock(one: string, other: string, moment: string): boolean {
  return writeMoment(moment, 'en', one) === writeMoment(moment, 'en', other);
}

export function useTime() {
  const language = useLanguage();
  return {
    moment: (at: string, zone?: string) => writeMoment(at, language, zone),
    day: (at: string) => writeDay(at, language),
    clock: (at: string | number, zone?: string) => writeClock(at, language, zone),
    left: (due: string, now: number) => writeRemaining(due, now, language),
  };
}

/** The present moment, renewed every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
