import { expect, test } from 'vitest';
import { askedIn, filterOf, years } from './finding';

const asked = (address: string) => {
  const given = new URLSearchParams(address);
  return askedIn((name) => given.get(name) ?? '');
};
const filter = (address: string) =>
  Object.fromEntries(
    Object.entries(filterOf(asked(address), '2026-11-30')).filter(([, value]) => value !== null),
  );

test.each([
  ['', {}],
  [
    'where=territory-1&decision=refused&method=nok_uod',
    { territoryId: 'territory-1', outcome: 'refused', frameworkCode: 'nok_uod' },
  ],
  ['kind=EVENING&rural=no', { schoolKind: 'EVENING', rural: false }],
  ['rural=yes&size=101-500', { rural: true, fewestPupils: 101, mostPupils: 500 }],
  ['size=to-100', { mostPupils: 100 }],
  ['validity=holds', { validOn: '2026-11-30' }],
  ['validity=expired', { expiredOn: '2026-11-30' }],
  ['validity=none', { evaluated: false }],
  ['from=2024&to=2025', { decidedFrom: '2024-01-01', decidedTo: '2025-12-31' }],
])('the address ?%s asks the API for %o', (address, expected) => {
  expect(filter(address)).toEqual(expected);
});

test('what has no meaning is not told as a condition', () => {
  expect(asked('kind=LYCEUM&size=5&rural=maybe&validity=now&from=24&to=soon&q=%20&other=1')).toEqual({});
});

test('a year that is chosen is offered, also where it is long ago', () => {
  expect(years(2026, '2024')).toHaveLength(12);
  expect(years(2026, undefined)[0]).toBe('2026');
  expect(years(2026, '2001').at(-1)).toBe('2001');
});
