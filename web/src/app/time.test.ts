import { expect, test } from 'vitest';
import { remaining, sameClock, writeDay, writeRemaining } from './time';

const due = '2026-09-03T15:00:00Z';
const before = (hours: number) => Date.parse(due) - hours * 3_600_000;

test.each([
  [before(72), 'ru', 'осталось 3 дня'],
  [before(47.5), 'ru', 'осталось 47 часов'],
  [before(1), 'ru', 'остался 1 час'],
  [before(0.35), 'ru', 'осталась 21 минута'],
  [before(0.01), 'ru', 'меньше минуты'],
  [before(-2), 'ru', 'истёк 2 часа назад'],
  [before(72), 'en', '3 days left'],
  [before(-1), 'en', 'passed 1 hour ago'],
] as const)('at %s in %s: %s', (now, language, words) => {
  expect(writeRemaining(due, now, language)).toBe(words);
});

test('a deadline has passed at its own moment', () => {
  expect(remaining(due, Date.parse(due)).passed).toBe(true);
});

test('a calendar date is the same day everywhere', () => {
  expect(writeDay('2026-09-03', 'ru')).toBe('3\u00a0сентября 2026');
  expect(writeDay('2026-09-03', 'en')).toBe('3\u00a0September 2026');
});

test('zones with the same offset show the same clock', () => {
  expect(sameClock('Europe/Moscow', 'Europe/Minsk', due)).toBe(true);
  expect(sameClock('Europe/Moscow', 'Asia/Krasnoyarsk', due)).toBe(false);
});
