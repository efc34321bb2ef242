import { expect, test } from 'vitest';
import {
  blankFramework,
  type Criterion,
  depthOf,
  documentOf,
  ended,
  moved,
  recoded,
  resultRecoded,
  withAnother,
  without,
} from './document';

const codes = (criteria: readonly Criterion[]) => criteria.map(({ code }) => code).join(' ');
const framework = () => {
  const [top, member] = documentOf(blankFramework('own')).criteria as [Criterion, Criterion];
  const of = (code: string, parent: string | null): Criterion => ({
    ...(parent ? member : top),
    code,
    parent,
  });
  return {
    ...documentOf(blankFramework('own')),
    criteria: [of('1', null), of('1.1', '1'), of('1.2', '1'), of('2', null), of('2.1', '2')],
  };
};

test('a file that says next to nothing stands blank, to be filled in', () => {
  const found = documentOf('{"code": "own", "criteria": [{"title": "no text in two languages"}, 7]}');
  expect(found.title).toEqual({ ru: '', en: '' });
  expect(found.criteria).toHaveLength(2);
  expect(found.criteria[0]).toMatchObject({ code: '', kind: 'CRITERION', weight: '1', scale: null });
});

test('a criterion comes beside another behind all that is under it, and within it takes away its scale', () => {
  const of = framework();
  expect(codes(withAnother(of, 0, false).criteria)).toBe('1 1.1 1.2 3 2 2.1');
  const within = withAnother(of, 1, true);
  expect(codes(within.criteria)).toBe('1 1.1 1.1.1 1.2 2 2.1');
  expect(within.criteria[1]?.scale).toBeNull();
  expect(within.criteria[within.place]).toMatchObject({ kind: 'INDICATOR', parent: '1.1', scale: 'levels' });
  expect(depthOf(within.criteria, within.place)).toBe(2);
});

test('what is under a criterion goes and moves with it', () => {
  const { criteria } = framework();
  expect(codes(without(criteria, 0))).toBe('2 2.1');
  expect(moved(criteria, 0, -1)).toBeNull();
  const down = moved(criteria, 0, 1);
  expect(codes(down?.criteria ?? [])).toBe('2 2.1 1 1.1 1.2');
  expect(down?.place).toBe(2);
  const up = moved(criteria, 3, -1);
  expect(codes(up?.criteria ?? [])).toBe('2 2.1 1 1.1 1.2');
  expect(up?.place).toBe(0);
  expect(moved(criteria, 2, 1)).toBeNull();
});

test('members follow a criterion to its new code', () => {
  expect(recoded(framework(), 0, 'A').criteria.map(({ parent }) => parent)).toEqual([
    null,
    'A',
    'A',
    null,
    '2',
  ]);
});

test('rules follow a criterion and a result to their new codes, and what the editor does not know stays', () => {
  const scoring = {
    groups: null,
    formulas: { '1.1': { kind: 'INPUT', of: 'n' } },
    results: [
      { code: 'sum', title: { ru: '', en: '' }, rule: { kind: 'SUM', of: ['1.1', '2.1'], later: true } },
      { code: 'grade', title: { ru: '', en: '' }, rule: { kind: 'RESULT', of: 'sum' } },
    ],
    total: 'sum',
    grade: null,
  };
  const read = documentOf(JSON.stringify({ ...framework(), aggregation: 'RULES', scoring, later: 1 }));
  const recodedRules = recoded(read, 1, 'A').scoring;
  expect(recodedRules?.formulas).toEqual({ A: { kind: 'INPUT', of: 'n' } });
  expect(recodedRules?.results[0]?.rule).toEqual({ kind: 'SUM', of: ['A', '2.1'], later: true });
  const renamed = read.scoring && resultRecoded(read.scoring, 0, 'points');
  expect([renamed?.results[0]?.code, renamed?.total, renamed?.results[1]?.rule]).toEqual([
    'points',
    'points',
    { kind: 'RESULT', of: 'points' },
  ]);
});

test('the ends of a scale of levels are its first and its last', () => {
  const scale = Object.values(framework().scales)[0];
  if (!scale) throw new Error('no scale');
  expect(ended({ ...scale, levels: scale.levels.slice(1) })).toMatchObject({ minimum: '2', maximum: '4' });
});
