import { expect, test } from 'vitest';
import { endOf, pastDay } from './day';

test.each([
  ['2026-11-29', '2026-11-29'],
  ['2026-11-30', null],
  ['2030-01-01', null],
  ['2026-13-01', null],
  ['2026-02-30', null],
  ['20260228', null],
  ['1999-12-31', null],
  ['yesterday', null],
  ['', null],
])('on 30 November 2026 «%s» is the past of %s', (text, day) => {
  expect(pastDay(text, '2026-11-30')).toBe(day);
});

test('a day is asked about at its end', () => {
  expect(endOf('2026-11-29')).toBe('2026-11-29T23:59:59Z');
  expect(endOf(null)).toBeNull();
});
