// What is said of boxes beside the pages.
import { expect, test } from 'vitest';
import { type Box, boxesByPage } from './redaction';

test('boxes are counted page by page, in the order of pages', () => {
  const area = { left: '0.1000', top: '0.1000', width: '0.1000', height: '0.1000' };
  const on = (page: number): Box => ({ page, area });
  expect(boxesByPage([on(3), on(1), on(3)])).toEqual([
    [1, 1],
    [3, 2],
  ]);
});
