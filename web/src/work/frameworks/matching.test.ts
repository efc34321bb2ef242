import { expect, test } from 'vitest';
import { alike } from './matching';

const named = (code: string, ru: string, scored = true) => ({ code, title: { ru, en: '' }, scored });

test('criteria with the same title are linked, however it is written, and only where one can mean one', () => {
  const here = [
    named('1', 'Приём и учёт'),
    named('2', 'Обучение'),
    named('3', 'Обучение', false),
    named('4', 'Иное'),
  ];
  const there = [
    named('a', 'прием  и учет.'),
    named('b', 'Обучение'),
    named('c', 'Обучение'),
    named('d', 'Обучение', false),
  ];
  const found = alike(here, there, []);
  expect(found.map(({ criterionCode, otherCode }) => [criterionCode, otherCode])).toEqual([
    ['1', 'a'],
    ['3', 'd'],
  ]);
  expect(alike(here, there, found)).toEqual([]);
});
