import { expect, test } from 'vitest';
import { countLevels, groupsOf } from './criteria';

const full = { ru: 'Соответствует', en: 'Compliant' };
const partial = { ru: 'Частично соответствует', en: 'Partially compliant' };
const scale = { maximum: '3' };

test('levels are counted, the best first; what has no level or no score is left out', () => {
  expect(
    countLevels([
      { score: '2', level: partial, scale },
      { score: '3', level: full, scale },
      { score: '2', level: partial, scale },
      { score: '87.5', level: null, scale: { maximum: '100' } },
      { score: null, level: null, scale },
    ]),
  ).toEqual([
    { value: 3, title: full, highest: true, count: 1 },
    { value: 2, title: partial, highest: false, count: 2 },
  ]);
});

test('criteria are grouped under those at the top, in order', () => {
  const criteria = [
    { code: 'K1', parentCode: null },
    { code: '1.1', parentCode: 'K1' },
    { code: 'S', parentCode: null },
    { code: '1.2', parentCode: 'K1' },
  ];
  expect(groupsOf(criteria).map(({ top, members }) => [top.code, members.map(({ code }) => code)])).toEqual([
    ['K1', ['1.1', '1.2']],
    ['S', []],
  ]);
});
