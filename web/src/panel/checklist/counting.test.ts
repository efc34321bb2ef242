import { expect, test } from 'vitest';
import { type Count, countsOf, fingerprint, NOTHING, ticking, told } from './counting';

const both = (ru: string) => ({ ru, en: ru });
const ticked: Count = {
  criterionCode: '2.1',
  code: 'n',
  title: both('условий'),
  items: [both('вода'), both('покой'), both('указатели')],
};
const numbers: Count[] = ['U', 'N'].map((code) => ({
  criterionCode: '5.1',
  code,
  title: both(code),
  items: [],
}));

test('what was not looked at is no count, and nothing found is a count of nothing', () => {
  expect(countsOf([ticked], NOTHING)).toBeNull();
  expect(countsOf([ticked], ticking(ticking(NOTHING, 'n', 1), 'n', 1))).toEqual([{ code: 'n', count: 0 }]);
  expect(countsOf(numbers, { ...NOTHING, numbers: { U: '7' } })).toBeNull();
  expect(countsOf(numbers, { ...NOTHING, numbers: { U: '7', N: ' 8 ' } })).toEqual([
    { code: 'U', count: 7 },
    { code: 'N', count: 8 },
  ]);
  expect(countsOf(numbers, { ...NOTHING, numbers: { U: '7', N: 'много' } })).toBeNull();
});

test('what was found is told in the order of the list, and then what the inspector wrote', () => {
  const counted = { ...ticking(ticking(NOTHING, 'n', 2), 'n', 0), note: ' вода только внизу ' };
  expect(told([ticked], counted, ({ ru }) => ru)).toBe('вода; указатели\nвода только внизу');
  expect(told([ticked], NOTHING, ({ ru }) => ru)).toBe('');
});

test('the order of ticking makes no difference to what was sent', () => {
  const one = ticking(ticking(NOTHING, 'n', 2), 'n', 0);
  const other = ticking(ticking(NOTHING, 'n', 0), 'n', 2);
  expect(fingerprint(one)).toBe(fingerprint(other));
  expect(fingerprint(one)).not.toBe(fingerprint(ticking(one, 'n', 2)));
});
