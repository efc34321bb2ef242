import { expect, test } from 'vitest';
import { perCent, readDecimal, writeDecimal, writePoints } from './numbers';

test.each([
  ['87.50', 'ru', undefined, '87,5'],
  ['87.5', 'ru', 2, '87,50'],
  ['1234', 'ru', undefined, '1234'],
  ['12345.6', 'ru', undefined, '12\u00a0345,6'],
  ['1234.5', 'en', undefined, '1,234.5'],
  ['-0.30', 'en', undefined, '−0.3'],
  ['8.49', 'en', 1, '8.5'],
  ['32.21', 'ru', 1, '32,2'],
  ['9.95', 'en', 1, '10.0'],
  ['0.04', 'en', 1, '0.0'],
  ['7.5', 'en', 0, '8'],
  ['no number', 'ru', undefined, 'no number'],
] as const)('%s in %s with %s places is %s', (value, language, places, written) => {
  expect(writeDecimal(value, language, places)).toBe(written);
});

test.each([
  ['80', '80'],
  ['80.00', '80'],
  ['72.50', '72,5'],
  ['87.725', '87,73'],
  ['99.999', '100'],
  ['0.004', '0'],
])('the total %s is written %s', (value, written) => {
  expect(writePoints(value, 'ru')).toBe(written);
});

test.each([
  ['0.1450', '15'],
  ['0.1449', '14'],
  ['0.9950', '100'],
  ['0.0049', '0'],
  ['1', '100'],
  ['0.5', '50'],
])('the share %s is %s per cent', (share, written) => {
  expect(perCent(share)).toBe(written);
});

test.each([
  ['87,5', '87.5'],
  ['1\u00a0234,5', '1234.5'],
  ['−3', '-3'],
  ['', null],
  ['3.', null],
  ['1e3', null],
])('a person’s %s is read as %s', (typed, number) => {
  expect(readDecimal(typed)).toBe(number);
});
