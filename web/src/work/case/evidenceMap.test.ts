import { expect, test } from 'vitest';
import { coverageOf } from './evidenceMap';

const plan = {
  criterionCodes: ['1.1', '1.2'],
  datedOn: '2021-09-01',
  outdated: true,
  pageCount: 10,
  redacts: null,
  reused: true,
  deleted: true,
};
const report = {
  criterionCodes: ['1.1'],
  datedOn: '2026-02-01',
  outdated: false,
  pageCount: 5,
  redacts: null,
  reused: false,
  deleted: false,
};
const photo = {
  criterionCodes: ['1.1'],
  datedOn: null,
  outdated: false,
  pageCount: 1,
  redacts: null,
  reused: false,
  deleted: false,
};

test('each criterion tells how much it has, from when to when, and what has no day', () => {
  expect(coverageOf(['1.1', '1.2', '1.3'], [report, plan, photo])).toEqual([
    {
      code: '1.1',
      documents: 3,
      pages: 16,
      oldest: '2021-09-01',
      newest: '2026-02-01',
      undated: 1,
      outdated: 1,
      reused: 1,
      deleted: 1,
    },
    {
      code: '1.2',
      documents: 1,
      pages: 10,
      oldest: '2021-09-01',
      newest: '2021-09-01',
      undated: 0,
      outdated: 1,
      reused: 1,
      deleted: 1,
    },
    {
      code: '1.3',
      documents: 0,
      pages: 0,
      oldest: null,
      newest: null,
      undated: 0,
      outdated: 0,
      reused: 0,
      deleted: 0,
    },
  ]);
});

test('a document and its redacted copy count once', () => {
  const copy = { ...report, redacts: { id: 'document-1' } };
  expect(coverageOf(['1.1'], [report, copy])[0]).toMatchObject({ documents: 1, pages: 5 });
});
