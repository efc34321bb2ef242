// The closed language of rules as the editor knows it: each kind with its parts, and how parts name what they rest on.
export type Rule = { kind: string; [part: string]: unknown };
export type Weighted = { of: unknown; weight: unknown };

/** What a part of a rule is filled in with. */
export type Shape =
  | 'operand'
  | 'either'
  | 'operands'
  | 'condition'
  | 'conditions'
  | 'criterion'
  | 'result'
  | 'count'
  | 'number'
  | 'whole'
  | 'absent'
  | 'passed'
  | 'zero'
  | 'rounding'
  | 'steps'
  | 'bands'
  | 'levels'
  | 'level'
  | 'ceiling';
type Part = readonly [name: string, shape: Shape];

const OVER: readonly Part[] = [
  ['of', 'operands'],
  ['missing', 'absent'],
  ['not_applicable', 'absent'],
  ['rounding', 'rounding'],
];
const PARTS = {
  WEIGHTED_MEAN: OVER,
  MEAN: OVER,
  SUM: OVER,
  MINIMUM: OVER,
  MAXIMUM: OVER,
  SCALED: [
    ['of', 'operand'],
    ['by', 'number'],
    ['rounding', 'rounding'],
  ],
  RATIO: [
    ['of', 'operand'],
    ['by', 'operand'],
    ['zero', 'zero'],
    ['rounding', 'rounding'],
  ],
  CAPPED: [
    ['of', 'operand'],
    ['at', 'number'],
  ],
  POINTS: [
    ['of', 'operand'],
    ['below', 'number'],
    ['steps', 'steps'],
  ],
  CRITERION: [['of', 'criterion']],
  RESULT: [['of', 'result']],
  INPUT: [['of', 'count']],
  NUMBER: [['value', 'number']],
  BANDS: [
    ['of', 'operand'],
    ['bands', 'bands'],
  ],
  LEVELS: [['levels', 'levels']],
  VETO: [
    ['of', 'either'],
    ['unless', 'condition'],
    ['at_most', 'ceiling'],
  ],
  AT_LEAST: [
    ['of', 'operand'],
    ['threshold', 'number'],
  ],
  EACH_AT_LEAST: [
    ['of', 'operands'],
    ['threshold', 'number'],
    ['save', 'whole'],
    ['not_applicable', 'passed'],
  ],
  REACHES: [
    ['of', 'result'],
    ['level', 'level'],
  ],
  IS_NOT_APPLICABLE: [['of', 'criterion']],
  ALL: [['of', 'conditions']],
  ANY: [['of', 'conditions']],
} as const satisfies Record<string, readonly Part[]>;

export type RuleKind = keyof typeof PARTS;
export const AGGREGATES = ['WEIGHTED_MEAN', 'MEAN', 'SUM', 'MINIMUM', 'MAXIMUM'] as const;
const CHANGED = ['SCALED', 'RATIO', 'CAPPED', 'POINTS'] as const;
export const NUMBERS = [...AGGREGATES, ...CHANGED, 'CRITERION', 'RESULT', 'NUMBER', 'VETO'] as const;
export const COUNTED = ['INPUT', 'NUMBER', ...CHANGED, ...AGGREGATES] as const;
export const LEVELS = ['BANDS', 'LEVELS'] as const;
export const CONDITIONS = [
  'AT_LEAST',
  'EACH_AT_LEAST',
  'REACHES',
  'IS_NOT_APPLICABLE',
  'ALL',
  'ANY',
] as const;
export const RESULTS: readonly RuleKind[] = [...NUMBERS, ...LEVELS, ...CONDITIONS];

const known = (kind: unknown): kind is RuleKind => typeof kind === 'string' && kind in PARTS;
const object = (value: unknown): value is Record<string, unknown> =>
  !!value && typeof value === 'object' && !Array.isArray(value);

/** The rule that stands here; null for a code, for nothing, and for what is no rule. */
export const ruleIn = (value: unknown): Rule | null =>
  object(value) && typeof value.kind === 'string' ? (value as Rule) : null;
export const weightedIn = (value: unknown): Weighted | null =>
  object(value) && !('kind' in value) ? (value as Weighted) : null;

/** The parts of a rule in their order; null for a kind that this editor does not know and therefore leaves alone. */
export const partsOf = (rule: Rule): readonly Part[] | null => (known(rule.kind) ? PARTS[rule.kind] : null);

const NAME = { ru: '', en: '' };
const BLANK: Record<Shape, () => unknown> = {
  operand: () => '',
  either: () => '',
  operands: () => [],
  condition: () => ({ kind: 'AT_LEAST', of: '', threshold: '' }),
  conditions: () => [{ kind: 'AT_LEAST', of: '', threshold: '' }],
  criterion: () => '',
  result: () => '',
  count: () => '',
  number: () => '',
  whole: () => 0,
  absent: () => 'KEEP',
  passed: () => 'SKIP',
  zero: () => 'MISSING',
  rounding: () => null,
  steps: () => [{ at_least: '', points: '' }],
  bands: () => [
    { code: 'low', title: NAME, at_least: null },
    { code: 'high', title: NAME, at_least: '' },
  ],
  levels: () => [
    { code: 'low', title: NAME, when: null },
    { code: 'high', title: NAME, when: { kind: 'AT_LEAST', of: '', threshold: '' } },
  ],
  level: () => '',
  ceiling: () => '',
};
export const blankBand = () => ({ code: '', title: NAME, at_least: '' });
export const blankRung = () => ({ code: '', title: NAME, when: BLANK.condition() });

/**
 * A rule of this kind, with whatever the one before has in common with it. At first it is made of the members of the
 * tree that `over` names; of a list, and of counts, in a formula.
 */
export function ruleOf(kind: RuleKind, before: Rule | null, over: 'TOP' | 'MEMBERS' | 'LIST' = 'TOP'): Rule {
  const had = new Map<string, Shape>(before ? (partsOf(before) ?? []) : []);
  const parts = PARTS[kind].map(([name, shape]: Part) => {
    const alike = had.get(name) === shape || (wide(had.get(name)) && wide(shape));
    return [name, before && alike ? before[name] : first(name, shape, over)];
  });
  return { kind, ...Object.fromEntries(parts) };
}

const wide = (shape: Shape | undefined) => shape === 'operand' || shape === 'either';
function first(name: string, shape: Shape, over: 'TOP' | 'MEMBERS' | 'LIST'): unknown {
  if (shape === 'operands' && over !== 'LIST') return over;
  if (wide(shape) && over === 'LIST') return { kind: 'INPUT', of: '' };
  return name === 'not_applicable' ? 'SKIP' : BLANK[shape]();
}

/** What a renaming is about: a criterion, a result made before, a count of a formula. */
export type Named = 'criterion' | 'result' | 'count';

/** The rule with another code wherever it names the one before. */
export function renamed(value: unknown, what: Named, before: string, after: string): unknown {
  const again = (part: unknown): unknown => renamed(part, what, before, after);
  if (typeof value === 'string') return what === 'criterion' && value === before ? after : value;
  const weighted = weightedIn(value);
  if (weighted) return { ...weighted, of: again(weighted.of) };
  const rule = ruleIn(value);
  if (!rule) return value;
  const changed = (partsOf(rule) ?? []).map(([name, shape]): [string, unknown] => {
    const part = rule[name];
    if (shape === what) return [name, part === before ? after : part];
    if (shape === 'operand' || shape === 'either' || shape === 'condition') return [name, again(part)];
    if ((shape === 'operands' || shape === 'conditions') && Array.isArray(part))
      return [name, part.map(again)];
    if (shape === 'levels' && Array.isArray(part))
      return [name, part.map((one) => (object(one) && one.when ? { ...one, when: again(one.when) } : one))];
    return [name, part];
  });
  return { ...rule, ...Object.fromEntries(changed) };
}

/** The levels that a rule can reach, ascending, by code and title; none for a number. */
export function levelsOf(
  value: unknown,
  results: readonly { code: string; rule: unknown }[],
): { code: string; title: unknown }[] {
  const rule = ruleIn(value);
  const list = rule?.kind === 'BANDS' ? rule.bands : rule?.kind === 'LEVELS' ? rule.levels : null;
  if (Array.isArray(list))
    return list.filter(object).map(({ code, title }) => ({ code: String(code ?? ''), title }));
  if (rule?.kind === 'VETO') return levelsOf(rule.of, results);
  if (rule?.kind !== 'RESULT') return [];
  const place = results.findIndex(({ code }) => code === rule.of);
  return place < 0 ? [] : levelsOf(results[place]?.rule, results.slice(0, place));
}
