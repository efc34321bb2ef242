import { expect, test } from 'vitest';
import { shareOfScale } from './scale';

const levels = (minimum: string, maximum: string, step: string) =>
  ({ kind: 'LEVELS', minimum, maximum, step }) as const;

test('the lowest of levels counted from one is a little bar, and nought is none', () => {
  expect(shareOfScale('1', levels('1', '4', '1'))).toBe(0.25);
  expect(shareOfScale('4', levels('1', '4', '1'))).toBe(1);
  expect(shareOfScale('0', levels('0', '10', '5'))).toBe(0);
  expect(shareOfScale('5', levels('0', '10', '5'))).toBe(0.5);
});

test('points reach from the lowest to the highest, and never beyond', () => {
  const points = { kind: 'POINTS', minimum: '50', maximum: '100', step: '0.01' } as const;
  expect(shareOfScale('75', points)).toBe(0.5);
  expect(shareOfScale('120', points)).toBe(1);
  expect(shareOfScale('20', points)).toBe(0);
});
