import { expect, test } from 'vitest';
import { levelsOf, renamed, ruleOf } from './grammar';

const TITLE = { ru: 'Да', en: 'Yes' };
const LEVELS = {
  kind: 'LEVELS',
  levels: [
    { code: 'no', title: TITLE },
    { code: 'yes', title: TITLE, when: { kind: 'ANY', of: [{ kind: 'AT_LEAST', of: '1', threshold: '5' }] } },
  ],
};

test('another kind of rule keeps what both have: what it is made of, what happens to gaps', () => {
  const mean = { kind: 'MEAN', of: ['1', '2'], missing: '0', not_applicable: 'SKIP', rounding: null };
  expect(ruleOf('SUM', mean)).toEqual({ ...mean, kind: 'SUM' });
  expect(ruleOf('AT_LEAST', { kind: 'SCALED', of: '1', by: '2' })).toEqual({
    kind: 'AT_LEAST',
    of: '1',
    threshold: '',
  });
  expect(ruleOf('VETO', { kind: 'BANDS', of: '1', bands: [] })).toMatchObject({ of: '1', at_most: '' });
});

test('a rule follows a criterion to its new code, and other names that look the same stay', () => {
  const rule = {
    kind: 'VETO',
    of: { kind: 'WEIGHTED_MEAN', of: ['1', { of: '1', weight: '2' }, { kind: 'RESULT', of: '1' }] },
    unless: { kind: 'IS_NOT_APPLICABLE', of: '1' },
    at_most: '1',
  };
  expect(renamed(rule, 'criterion', '1', 'A')).toEqual({
    kind: 'VETO',
    of: { kind: 'WEIGHTED_MEAN', of: ['A', { of: 'A', weight: '2' }, { kind: 'RESULT', of: '1' }] },
    unless: { kind: 'IS_NOT_APPLICABLE', of: 'A' },
    at_most: '1',
  });
  expect(renamed(LEVELS, 'criterion', '1', 'A')).toMatchObject({
    levels: [{ code: 'no' }, { when: { of: [{ of: 'A' }] } }],
  });
  expect(renamed({ kind: 'INPUT', of: 'n' }, 'count', 'n', 'all')).toEqual({ kind: 'INPUT', of: 'all' });
});

test('what this editor does not know is left as it is', () => {
  const strange = { kind: 'HARMONIC', of: '1', how: { deep: ['1'] } };
  expect(renamed({ kind: 'SCALED', of: strange, by: '2', note: 'kept' }, 'criterion', '1', 'A')).toEqual({
    kind: 'SCALED',
    of: strange,
    by: '2',
    note: 'kept',
  });
});

test('the levels of a result are found through vetoes and results before it', () => {
  const results = [
    { code: 'first', rule: { kind: 'VETO', of: LEVELS, unless: null, at_most: 'no' } },
    { code: 'second', rule: { kind: 'RESULT', of: 'first' } },
    { code: 'loop', rule: { kind: 'RESULT', of: 'loop' } },
  ];
  const codes = (rule: unknown) => levelsOf(rule, results).map(({ code }) => code);
  expect(codes({ kind: 'RESULT', of: 'second' })).toEqual(['no', 'yes']);
  expect(codes({ kind: 'RESULT', of: 'loop' })).toEqual([]);
  expect(codes('1')).toEqual([]);
});
