// Rectangles drawn with a pointer and with arrow keys stay on the page.
import { expect, test } from 'vitest';
import { areaFromText, areaToText, pressed, spanned } from './area';

test('two corners in any order make one rectangle, cut off at the edge of the page', () => {
  const area = { left: '0.2000', top: '0.1000', width: '0.5000', height: '0.3000' };
  expect(spanned({ x: 0.7, y: 0.1 }, { x: 0.2, y: 0.4 })).toEqual(area);
  expect(spanned({ x: 0.5, y: 0.5 }, { x: 1.4, y: -3 })).toEqual({
    left: '0.5000',
    top: '0.0000',
    width: '0.5000',
    height: '0.5000',
  });
});

test('a click is no rectangle', () => {
  expect(spanned({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.9 })).toBeNull();
});

test('arrow keys begin, move and resize a rectangle, never over the edge', () => {
  const first = pressed(null, 'ArrowRight', false);
  expect(first).toEqual({ left: '0.2500', top: '0.2500', width: '0.5000', height: '0.2000' });
  let moved = first;
  for (let n = 0; n < 60; n += 1) moved = pressed(moved, 'ArrowRight', false);
  expect(moved).toEqual({ left: '0.5000', top: '0.2500', width: '0.5000', height: '0.2000' });
  for (let n = 0; n < 60; n += 1) moved = pressed(moved, 'ArrowDown', true);
  expect(moved).toEqual({ left: '0.5000', top: '0.2500', width: '0.5000', height: '0.7500' });
  expect(pressed(first, 'Tab', false)).toBeNull();
});

test('an address keeps a rectangle, and a broken one is none', () => {
  const area = { left: '0.2000', top: '0.1000', width: '0.5000', height: '0.3000' };
  expect(areaFromText(areaToText(area) ?? '')).toEqual(area);
  for (const broken of ['', '1', '0.5_0.5_0.9_0.1', 'a_b_c_d', '-1_0_1_1'])
    expect(areaFromText(broken)).toBeNull();
});
