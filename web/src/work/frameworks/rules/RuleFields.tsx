// A rule as fields: its kind, and its parts below it, which may be rules again.
import type { ComponentType } from 'react';
import { useMessages } from '../../../app/language';
import { Select, TextField } from '../../../design/Field';
import { numeric } from '../Fields';
import styles from '../frameworks.module.css';
import {
  blankRung,
  CONDITIONS,
  COUNTED,
  LEVELS,
  NUMBERS,
  partsOf,
  type Rule,
  type RuleKind,
  ruleIn,
  ruleOf,
  type Shape,
  weightedIn,
} from './grammar';
import { listOf, looseOf, written } from './loose';
import {
  AbsentPart,
  BandsPart,
  CeilingPart,
  CountPart,
  CriterionPart,
  LevelFields,
  LevelPart,
  NumberPart,
  type PartProps,
  PassedPart,
  ResultPart,
  RoundingPart,
  type Scope,
  StepsPart,
  type ValueProps,
  WholePart,
  ZeroPart,
} from './parts';
import { Rows } from './Rows';
import { kindWords, ruleWords } from './words';

const OVER = { groups: 'MEMBERS', formula: 'LIST', result: 'TOP' } as const;
const numbersOf = (scope: Scope): readonly RuleKind[] => (scope.place === 'formula' ? COUNTED : NUMBERS);

/** Rules that are nothing but this stand in one line with it. */
const SINGLE: readonly Shape[] = ['criterion', 'result', 'count', 'number'];

type Props = ValueProps & {
  label: string;
  offers: readonly RuleKind[];
  /** Whether a criterion is named by its code alone here. */
  bare?: boolean;
};

export function RuleFields({ label, offers, bare, ...common }: Props) {
  const t = useMessages(ruleWords);
  const kinds = useMessages(kindWords);
  const { value, onChange, path, wrong, scope } = common;
  const rule = ruleIn(value);
  const parts = rule && partsOf(rule);
  if (rule && !parts) return <p className="quiet">{t.unknown(rule.kind)}</p>;
  const code = typeof value === 'string';
  const kind = (rule?.kind ?? (code ? 'CRITERION' : '')) as RuleKind | '';
  const choose = (next: string) =>
    onChange(bare && next === 'CRITERION' ? '' : ruleOf(next as RuleKind, rule, OVER[scope.place]));
  const fields = (parts ?? []).map(([name, shape]) => {
    const Part = FIELDS[shape];
    return (
      <Part
        key={name}
        {...common}
        rule={rule as Rule}
        name={name}
        value={rule?.[name]}
        onChange={(part) => onChange({ ...rule, [name]: part })}
        path={`${path}.${name}`}
      />
    );
  });
  const single = parts?.length === 1 && SINGLE.includes(parts[0]?.[1] as Shape);
  return (
    <div className={styles.rule}>
      <div className={styles.pair}>
        <Select
          label={label}
          value={kind}
          onChange={choose}
          options={[
            ...(kind ? [] : [{ value: '', title: t.choose }]),
            ...[...offers, ...(kind && !offers.includes(kind) ? [kind] : [])].map((one) => ({
              value: one as string,
              title: kinds[one],
            })),
          ]}
          problem={code ? undefined : wrong(path)}
        />
        {code && <CriterionPart {...common} />}
        {single && fields}
      </div>
      {!single && fields.length > 0 && <div className={styles.parts}>{fields}</div>}
    </div>
  );
}

function OperandPart(props: PartProps) {
  const t = useMessages(ruleWords);
  const label = props.name === 'by' ? t.dividedBy : t.of;
  return <RuleFields {...props} label={label} offers={numbersOf(props.scope)} bare />;
}

function EitherPart(props: PartProps) {
  const t = useMessages(ruleWords);
  return <RuleFields {...props} label={t.of} offers={[...numbersOf(props.scope), ...LEVELS]} bare />;
}

function ConditionPart(props: PartProps) {
  const t = useMessages(ruleWords);
  return <RuleFields {...props} label={t.unless} offers={CONDITIONS} />;
}

function ConditionsPart({ value, onChange, path, ...common }: PartProps) {
  const t = useMessages(ruleWords);
  return (
    <Rows
      rows={listOf(value)}
      onChange={onChange}
      blank={() => ruleOf('AT_LEAST', null)}
      problem={common.wrong(path)}
    >
      {(condition, put, place) => (
        <RuleFields
          {...common}
          label={t.unless}
          value={condition}
          onChange={put}
          offers={CONDITIONS}
          path={`${path}.${place}`}
        />
      )}
    </Rows>
  );
}

/** Which of them: a selection of the tree, or those listed. */
function OperandsPart({ value, onChange, path, rule, ...common }: PartProps) {
  const t = useMessages(ruleWords);
  const { scope, wrong } = common;
  const selection = typeof value === 'string' ? value : 'LIST';
  if (scope.place === 'groups' && selection === 'MEMBERS') return null;
  const offered = { groups: ['MEMBERS'], formula: ['LIST'], result: ['TOP', 'SCORED', 'LIST'] }[scope.place];
  const { MEMBERS, TOP, SCORED, LIST } = t;
  const titles: Record<string, string> = { MEMBERS, TOP, SCORED, LIST };
  const listed = scope.place === 'result' ? scope.criteria.map(({ code }) => code) : [];
  return (
    <>
      <Select
        label={t.of}
        value={selection}
        onChange={(next) => onChange(next === 'LIST' ? listed : next)}
        options={[...new Set([...offered, selection])].map((one) => ({
          value: one,
          title: titles[one] ?? one,
        }))}
        problem={wrong(path)}
      />
      {selection === 'LIST' && (
        <Rows
          rows={listOf(value)}
          onChange={onChange}
          blank={() => (scope.place === 'formula' ? { kind: 'INPUT', of: '' } : '')}
        >
          {(row, put, place) => (
            <Member
              {...common}
              value={row}
              onChange={put}
              path={`${path}.${place}`}
              weighted={rule.kind === 'WEIGHTED_MEAN'}
            />
          )}
        </Rows>
      )}
    </>
  );
}

/** One of those listed, in a mean by weights with a weight of its own. */
function Member({ weighted, ...common }: ValueProps & { weighted: boolean }) {
  const t = useMessages(ruleWords);
  const { value, onChange, path, wrong, scope } = common;
  const heavy = weightedIn(value);
  const of = heavy ? heavy.of : value;
  return (
    <>
      <RuleFields
        {...common}
        label={t.of}
        value={of}
        onChange={(next) => onChange(heavy ? { ...heavy, of: next } : next)}
        offers={numbersOf(scope)}
        bare={scope.place !== 'formula'}
        path={heavy ? `${path}.of` : path}
      />
      {(weighted || heavy) && (
        <TextField
          label={t.weight}
          hint={t.ownWeight}
          inputMode="decimal"
          value={heavy ? written(heavy.weight) : ''}
          onChange={(typed) => onChange(typed.trim() ? { of, weight: numeric(typed) } : of)}
          problem={wrong(`${path}.weight`)}
        />
      )}
    </>
  );
}

function LevelsPart({ value, onChange, path, ...common }: PartProps) {
  const t = useMessages(ruleWords);
  const { wrong } = common;
  return (
    <Rows rows={listOf(value)} onChange={onChange} blank={blankRung} problem={wrong(path)}>
      {(row, put, place) => {
        const rung = looseOf(row);
        const at = `${path}.${place}`;
        return (
          <>
            <LevelFields level={rung} place={place} put={put} path={at} wrong={wrong} />
            {(place > 0 || !!rung.when) && (
              <RuleFields
                {...common}
                label={t.when}
                value={rung.when}
                onChange={(when) => put({ ...rung, when })}
                offers={CONDITIONS}
                path={`${at}.when`}
              />
            )}
          </>
        );
      }}
    </Rows>
  );
}

const FIELDS: Record<Shape, ComponentType<PartProps>> = {
  operand: OperandPart,
  either: EitherPart,
  operands: OperandsPart,
  condition: ConditionPart,
  conditions: ConditionsPart,
  criterion: CriterionPart,
  result: ResultPart,
  count: CountPart,
  number: NumberPart,
  whole: WholePart,
  absent: AbsentPart,
  passed: PassedPart,
  zero: ZeroPart,
  rounding: RoundingPart,
  steps: StepsPart,
  bands: BandsPart,
  levels: LevelsPart,
  level: LevelPart,
  ceiling: CeilingPart,
};
