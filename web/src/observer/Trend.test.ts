import { expect, test } from 'vitest';
import { along } from './Trend';

test('results of one day are not drawn over each other, as on the served page', () => {
  expect(along([0, 100, 400])).toEqual([0, 0.25, 1]);
  expect(along([7, 7])).toEqual([0, 1]);
  expect(along([0, 1, 400])).toEqual([0, 0.5, 1]);
});
