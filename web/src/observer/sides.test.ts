// A place is said to stand above or below only where chance does not explain it.
import { expect, test } from 'vitest';
import { sideOf } from './sides';

const standing = (lower: string | null, upper: string | null) => ({ mean: '70', lower, upper });

test.each([
  ['71', '90', 'above'],
  ['40', '69.9', 'below'],
  ['69', '75', 'unclear'],
  [null, null, 'unclear'],
  ['-4', '60', 'unclear'],
  ['75', '101', 'unclear'],
])('an interval from %s to %s is %s', (lower, upper, side) => {
  expect(sideOf(standing(lower, upper), '70', 100)).toBe(side);
});

test('without a result there is nothing to tell', () => {
  expect(sideOf(null, '70', 100)).toBe('none');
  expect(sideOf({ mean: null, lower: null, upper: null }, '70', 100)).toBe('none');
});
