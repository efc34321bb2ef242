import { expect, test } from 'vitest';
import { meant, methodPath } from './methods';

const frameworks = [
  { id: 'framework-a', code: 'nok_uod', number: 1 },
  { id: 'framework-b', code: 'nok_uod', number: 2 },
  { id: 'framework-c', code: 'esg_2015', number: 1 },
];

test.each([
  ['nok_uod.1', 'framework-a'],
  ['nok_uod', 'framework-b'],
  ['framework-c', 'framework-c'],
  ['nothing', undefined],
])('the address %s means %s', (text, id) => {
  expect(meant(frameworks, text)?.id).toBe(id);
});

test('the address of a framework is its code with its version', () => {
  expect(methodPath({ code: 'nok_uod', number: 2 })).toBe('/methods/nok_uod.2');
});
