// A framework as its file has it, while it is written: what an editor needs of it, and moves within its tree.
import type { SchoolKind } from '../../observer/schoolKinds';
import { renamed } from './rules/grammar';

export type Both = { ru: string; en: string };
export type Level = { value: string; title: Both; descriptor: Both | null };
export type Scale = {
  kind: 'LEVELS' | 'POINTS';
  minimum: string;
  maximum: string;
  step: string;
  levels: Level[];
};
export const KINDS = ['STANDARD', 'CRITERION', 'INDICATOR'] as const;
export type Kind = (typeof KINDS)[number];
export const REQUIRERS = ['STATE', 'FOUNDER', 'PROFESSION', 'EMPLOYERS', 'FAMILIES', 'SCHOOL'] as const;
export type Requirer = (typeof REQUIRERS)[number];
export type Count = { code: string; title: Both };
export type Criterion = {
  code: string;
  kind: Kind;
  parent: string | null;
  title: Both;
  description: Both | null;
  weight: string;
  scale: string | null;
  evidence_required: boolean;
  inputs: Count[];
  required_by: Requirer | null;
  legal: Both | null;
  not_for: SchoolKind[];
};
export type Aggregation = 'WEIGHTED_MEAN' | 'NONE' | 'RULES';
export type Result = { code: string; title: Both; rule: unknown };
/** How results are made. Rules stand in it as the file has them, so that what the editor cannot show is kept. */
export type Scoring = {
  groups: unknown;
  formulas: Record<string, unknown>;
  results: Result[];
  total: string | null;
  grade: string | null;
};
export type Framework = {
  code: string;
  number: number;
  title: Both;
  legal: Both | null;
  aggregation: Aggregation;
  maximum: string | null;
  scoring: Scoring | null;
  scales: Record<string, Scale>;
  criteria: Criterion[];
};

type Loose = Record<string, unknown>;
const loose = (value: unknown): Loose => (value && typeof value === 'object' ? (value as Loose) : {});
const words = (value: unknown) => (value === null || value === undefined ? '' : String(value));
const both = (value: unknown): Both => ({ ru: words(loose(value).ru), en: words(loose(value).en) });
const perhaps = (value: unknown): Both | null => (value ? both(value) : null);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Null where nothing is said in either language. */
export const said = (text: Both): Both | null => (text.ru || text.en ? text : null);

/** The document of a draft. Whatever a file left out stands in it blank, to be filled in. */
export function documentOf(content: string): Framework {
  const plain = loose(JSON.parse(content));
  return {
    code: words(plain.code),
    number: Number(plain.number),
    title: both(plain.title),
    legal: perhaps(plain.legal),
    aggregation: (plain.aggregation ?? 'WEIGHTED_MEAN') as Aggregation,
    maximum: plain.maximum ? words(plain.maximum) : null,
    scoring: plain.scoring ? scoringOf(loose(plain.scoring)) : null,
    scales: Object.fromEntries(
      Object.entries(loose(plain.scales)).map(([name, scale]) => [name, scaleOf(loose(scale))]),
    ),
    criteria: list(plain.criteria).map((part) => criterionOf(loose(part))),
  };
}

function scoringOf(plain: Loose): Scoring {
  return {
    ...plain,
    groups: plain.groups ?? null,
    formulas: loose(plain.formulas),
    results: list(plain.results)
      .map(loose)
      .map((one) => ({ ...one, code: words(one.code), title: both(one.title), rule: one.rule ?? null })),
    total: plain.total ? words(plain.total) : null,
    grade: plain.grade ? words(plain.grade) : null,
  };
}

function scaleOf(plain: Loose): Scale {
  return {
    kind: plain.kind === 'POINTS' ? 'POINTS' : 'LEVELS',
    minimum: words(plain.minimum),
    maximum: words(plain.maximum),
    step: words(plain.step),
    levels: list(plain.levels)
      .map(loose)
      .map(({ value, title, descriptor }) => ({
        value: words(value),
        title: both(title),
        descriptor: perhaps(descriptor),
      })),
  };
}

function criterionOf(plain: Loose): Criterion {
  return {
    code: words(plain.code),
    kind: (plain.kind ?? 'CRITERION') as Kind,
    parent: plain.parent ? words(plain.parent) : null,
    title: both(plain.title),
    description: perhaps(plain.description),
    weight: words(plain.weight ?? '1'),
    scale: plain.scale ? words(plain.scale) : null,
    evidence_required: plain.evidence_required === true,
    inputs: list(plain.inputs)
      .map(loose)
      .map(({ code, title }) => ({ code: words(code), title: both(title) })),
    required_by: (plain.required_by ?? null) as Requirer | null,
    legal: perhaps(plain.legal),
    not_for: list(plain.not_for) as SchoolKind[],
  };
}

/** A framework to begin from: one criterion on a scale of four levels. */
export function blankFramework(code: string): string {
  const level = (value: number, ru: string, en: string) => ({ value: String(value), title: { ru, en } });
  return JSON.stringify({
    code,
    title: { ru: '', en: '' },
    aggregation: 'NONE',
    scales: {
      levels: {
        kind: 'LEVELS',
        minimum: '1',
        maximum: '4',
        step: '1',
        levels: [
          level(1, 'Не выполнено', 'Not met'),
          level(2, 'Выполнено частично', 'Partly met'),
          level(3, 'Выполнено в основном', 'Mostly met'),
          level(4, 'Выполнено полностью', 'Fully met'),
        ],
      },
    },
    criteria: [
      { code: '1', kind: 'STANDARD', title: { ru: '', en: '' } },
      { code: '1.1', kind: 'CRITERION', parent: '1', title: { ru: '', en: '' }, scale: 'levels' },
    ],
  });
}

/** How deep a criterion stands, and where the part of the tree under it ends. */
export function depthOf(criteria: readonly Criterion[], place: number): number {
  let depth = 0;
  let parent = criteria[place]?.parent;
  while (parent && depth < KINDS.length) {
    const code = parent;
    depth += 1;
    parent = criteria.find((one) => one.code === code)?.parent ?? null;
  }
  return depth;
}

export function endOf(criteria: readonly Criterion[], place: number): number {
  const depth = depthOf(criteria, place);
  let end = place + 1;
  while (end < criteria.length && depthOf(criteria, end) > depth) end += 1;
  return end;
}

/** The next free code after the last member of the same group: after 1.2 comes 1.3. */
function nextCode(criteria: readonly Criterion[], parent: string | null): string {
  const taken = new Set(criteria.map(({ code }) => code));
  const members = criteria.filter((one) => one.parent === parent).length;
  for (let number = members + 1; ; number += 1) {
    const code = parent ? `${parent}.${number}` : String(number);
    if (!taken.has(code)) return code;
  }
}

const KIND_BELOW: Record<Kind, Kind> = {
  STANDARD: 'CRITERION',
  CRITERION: 'INDICATOR',
  INDICATOR: 'INDICATOR',
};

/** The criteria with another: beside the one at this place, or within it; and where it stands. */
export function withAnother(
  { criteria, scales }: Framework,
  place: number,
  within: boolean,
): { criteria: Criterion[]; place: number } {
  const at = criteria[place];
  const parent = within && at ? at.code : (at?.parent ?? null);
  const added: Criterion = {
    code: nextCode(criteria, parent),
    kind: at ? (within ? KIND_BELOW[at.kind] : at.kind) : 'STANDARD',
    parent,
    title: { ru: '', en: '' },
    description: null,
    weight: '1',
    scale: Object.keys(scales)[0] ?? null,
    evidence_required: false,
    inputs: [],
    required_by: null,
    legal: null,
    not_for: [],
  };
  // What has members only groups them.
  const before = criteria.map((one, here) => (within && here === place ? { ...one, scale: null } : one));
  const end = at ? endOf(criteria, place) : criteria.length;
  return { criteria: [...before.slice(0, end), added, ...before.slice(end)], place: end };
}

/** The criteria without this one and what is under it. */
export function without(criteria: readonly Criterion[], place: number): Criterion[] {
  return [...criteria.slice(0, place), ...criteria.slice(endOf(criteria, place))];
}

/** This criterion, with what is under it, before the one before it in its group or behind the one behind; null at the end. */
export function moved(
  criteria: readonly Criterion[],
  place: number,
  by: -1 | 1,
): { criteria: Criterion[]; place: number } | null {
  const parent = criteria[place]?.parent;
  const beside = criteria
    .map((one, at) => (one.parent === parent ? at : -1))
    .filter((at) => (by < 0 ? at >= 0 && at < place : at > place));
  const other = by < 0 ? beside.at(-1) : beside[0];
  if (other === undefined) return null;
  const [first, second] = by < 0 ? [other, place] : [place, other];
  const end = endOf(criteria, second);
  const ahead = criteria.slice(second, end);
  return {
    criteria: [
      ...criteria.slice(0, first),
      ...ahead,
      ...criteria.slice(first, second),
      ...criteria.slice(end),
    ],
    place: by < 0 ? first : first + ahead.length,
  };
}

/** The rules that a framework begins with: what the weighted mean makes, to be changed from there. */
export const FIRST_RULES: Scoring = {
  groups: { kind: 'WEIGHTED_MEAN', of: 'MEMBERS', missing: 'KEEP', not_applicable: 'SKIP', rounding: null },
  formulas: {},
  results: [
    {
      code: 'total',
      title: { ru: 'Итог', en: 'Total' },
      rule: {
        kind: 'WEIGHTED_MEAN',
        of: 'TOP',
        missing: 'KEEP',
        not_applicable: 'SKIP',
        rounding: { digits: 2, mode: 'HALF_UP' },
      },
    },
  ],
  total: 'total',
  grade: null,
};

/** The rules with another code for a result, by which rules further down and the published total follow it. */
export function resultRecoded(scoring: Scoring, place: number, code: string): Scoring {
  const before = scoring.results[place]?.code ?? '';
  const follow = (named: string | null) => (named === before ? code : named);
  return {
    ...scoring,
    results: scoring.results.map((one, at) =>
      at === place ? { ...one, code } : { ...one, rule: renamed(one.rule, 'result', before, code) },
    ),
    total: follow(scoring.total),
    grade: follow(scoring.grade),
  };
}

function rulesRecoded(scoring: Scoring, before: string, code: string): Scoring {
  return {
    ...scoring,
    formulas: Object.fromEntries(
      Object.entries(scoring.formulas).map(([of, rule]) => [of === before ? code : of, rule]),
    ),
    results: scoring.results.map((one) => ({ ...one, rule: renamed(one.rule, 'criterion', before, code) })),
  };
}

/** The framework with another code for a criterion, by which its members and the rules follow it. */
export function recoded(framework: Framework, place: number, code: string): Framework {
  const before = framework.criteria[place]?.code;
  const alone = framework.criteria.filter((one) => one.code === before).length === 1;
  return {
    ...framework,
    scoring:
      framework.scoring && alone && before
        ? rulesRecoded(framework.scoring, before, code)
        : framework.scoring,
    criteria: framework.criteria.map((one, at) => {
      if (at === place) return { ...one, code };
      return alone && one.parent === before ? { ...one, parent: code } : one;
    }),
  };
}

/** A scale of levels goes from its first level to its last. */
export function ended(scale: Scale): Scale {
  if (scale.kind === 'POINTS' || scale.levels.length === 0) return scale;
  return {
    ...scale,
    minimum: scale.levels[0]?.value ?? scale.minimum,
    maximum: scale.levels.at(-1)?.value ?? scale.maximum,
  };
}

/** A name for one more scale. */
export function freeName(scales: Readonly<Record<string, Scale>>): string {
  for (let number = Object.keys(scales).length + 1; ; number += 1) {
    if (!(`scale${number}` in scales)) return `scale${number}`;
  }
}
