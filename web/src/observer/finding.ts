// What the list of schools is narrowed by: the names and values of its address, as the server's page has them.
import { SCHOOL_KINDS } from './schoolKinds';

/** In the order of the form. */
export const FILTERS = [
  'q',
  'where',
  'decision',
  'kind',
  'size',
  'rural',
  'validity',
  'from',
  'to',
  'method',
] as const;
export type Filter = (typeof FILTERS)[number];
/** What is asked rarely: everything but the words, the place and the decision. */
export const FOLDED = FILTERS.slice(3);

export const DECISIONS = ['accredited', 'accredited_with_conditions', 'refused'] as const;
/** The fewest and the most pupils of each band of sizes. */
export const SIZES = {
  'to-100': [null, 100],
  '101-500': [101, 500],
  '501-1000': [501, 1000],
  'over-1000': [1001, null],
} as const;
export const RURAL = ['no', 'yes'] as const;
export const VALIDITY = ['holds', 'expired', 'none'] as const;

export type Asked = Partial<Record<Filter, string>>;

const YEAR = /^(19|20)\d\d$/;
const KNOWN: Partial<Record<Filter, readonly string[]>> = {
  kind: SCHOOL_KINDS,
  size: Object.keys(SIZES),
  rural: RURAL,
  validity: VALIDITY,
};

/** What an address narrows the list by; what it says in words of no meaning is left out. */
export function askedIn(read: (name: string) => string): Asked {
  const given = FILTERS.map((name) => [name, read(name).trim()] as const);
  return Object.fromEntries(
    given.filter(([name, value]) => {
      if (name === 'from' || name === 'to') return YEAR.test(value);
      return value && (KNOWN[name]?.includes(value) ?? true);
    }),
  );
}

/** The same as the API is asked for it; `on` is the day on which decisions hold or have run out. */
export function filterOf(asked: Asked, on: string) {
  const [fewest, most] = asked.size ? SIZES[asked.size as keyof typeof SIZES] : [null, null];
  return {
    territoryId: asked.where ?? null,
    outcome: asked.decision ?? null,
    schoolKind: SCHOOL_KINDS.find((kind) => kind === asked.kind) ?? null,
    fewestPupils: fewest,
    mostPupils: most,
    rural: asked.rural ? asked.rural === 'yes' : null,
    validOn: asked.validity === 'holds' ? on : null,
    expiredOn: asked.validity === 'expired' ? on : null,
    evaluated: asked.validity === 'none' ? false : null,
    decidedFrom: asked.from ? `${asked.from}-01-01` : null,
    decidedTo: asked.to ? `${asked.to}-12-31` : null,
    frameworkCode: asked.method ?? null,
  };
}

/** The years that the form offers, the last first, and one that is chosen already. */
export function years(thisYear: number, chosen: string | undefined): string[] {
  const back = Array.from({ length: 12 }, (_, ago) => String(thisYear - ago));
  return chosen && !back.includes(chosen) ? [...back, chosen].sort().reverse() : back;
}
