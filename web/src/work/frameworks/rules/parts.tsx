// Parts of a rule that are no rules themselves: numbers, names, what becomes of gaps, rounding, steps, bands.
import type { ReactNode } from 'react';
import { useLocal, useMessages } from '../../../app/language';
import { Select, TextField } from '../../../design/Field';
import type { Both, Criterion } from '../document';
import { BothFields, numeric, type Wrong } from '../Fields';
import styles from '../frameworks.module.css';
import { blankBand, levelsOf, type Rule } from './grammar';
import { bothOf, type Loose, listOf, looseOf, written } from './loose';
import { Rows } from './Rows';
import { ruleWords } from './words';

type Titled = { code: string; title: Both };

/** What a rule in this place may name. Counts belong to formulas; only the rule of groups is over their members. */
export type Scope = {
  place: 'groups' | 'formula' | 'result';
  criteria: readonly Pick<Criterion, 'code' | 'title'>[];
  results: readonly (Titled & { rule: unknown })[];
  counts: readonly Titled[];
};

export type ValueProps = {
  value: unknown;
  onChange: (value: unknown) => void;
  path: string;
  wrong: Wrong;
  scope: Scope;
};
export type PartProps = ValueProps & { rule: Rule; name: string };

function Decimal({ label, value, onChange, path, wrong }: ValueProps & { label: string }) {
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={written(value)}
      onChange={(typed) => onChange(numeric(typed))}
      problem={wrong(path)}
    />
  );
}

export function NumberPart(props: PartProps) {
  const t = useMessages(ruleWords);
  const { by, at, below, value, threshold } = t;
  const label = { by, at, below, value, threshold }[props.name] ?? props.name;
  return <Decimal label={label} {...props} />;
}

export function WholePart({ value, onChange, path, wrong }: PartProps) {
  const t = useMessages(ruleWords);
  return (
    <TextField
      label={t.save}
      inputMode="numeric"
      value={written(value)}
      onChange={(typed) => onChange(/^\d+$/.test(typed) ? Number(typed) : typed)}
      problem={wrong(path)}
    />
  );
}

/** A choice among things with a code and a name; what is chosen stays in the list though it is there no more. */
function Named({
  label,
  value,
  onChange,
  among,
  path,
  wrong,
}: ValueProps & { label: string; among: readonly { code: string; title: unknown }[] }) {
  const t = useMessages(ruleWords);
  const local = useLocal();
  const chosen = written(value);
  const there = among.some(({ code }) => code === chosen);
  return (
    <Select
      label={label}
      value={chosen}
      onChange={onChange}
      options={[
        ...(there ? [] : [{ value: chosen, title: chosen || t.choose }]),
        ...among.map(({ code, title }) => ({ value: code, title: `${code} ${local(bothOf(title))}`.trim() })),
      ]}
      problem={wrong(path)}
    />
  );
}

export function CriterionPart(props: ValueProps) {
  const t = useMessages(ruleWords);
  return <Named label={t.criterion} {...props} among={props.scope.criteria} />;
}

export function ResultPart(props: PartProps) {
  const t = useMessages(ruleWords);
  return <Named label={t.result} {...props} among={props.scope.results} />;
}

export function CountPart(props: PartProps) {
  const t = useMessages(ruleWords);
  return <Named label={t.count} {...props} among={props.scope.counts} />;
}

export function LevelPart(props: PartProps) {
  const t = useMessages(ruleWords);
  const among = levelsOf({ kind: 'RESULT', of: props.rule.of }, props.scope.results);
  return <Named label={t.level} {...props} among={among} />;
}

/** What a veto limits to: one of the levels, or a number where there are none. */
export function CeilingPart(props: PartProps) {
  const t = useMessages(ruleWords);
  const among = levelsOf(props.rule.of, props.scope.results);
  if (among.length) return <Named label={t.ceiling} {...props} among={among} />;
  return <Decimal label={t.ceiling} {...props} />;
}

/** One of some words, or a number in their place. */
function WordOrNumber<Word extends string>({
  label,
  words,
  ...common
}: ValueProps & { label: string; words: readonly { value: Word; title: string }[] }) {
  const t = useMessages(ruleWords);
  const { value, onChange, path, wrong } = common;
  const word = words.find((one) => one.value === value);
  return (
    <>
      <Select
        label={label}
        value={word?.value ?? 'NUMBER'}
        onChange={(chosen) => onChange(chosen === 'NUMBER' ? '0' : chosen)}
        options={[...words, { value: 'NUMBER' as const, title: t.NUMBER }]}
        problem={word && wrong(path)}
      />
      {!word && <Decimal label={t.countsAs} {...common} />}
    </>
  );
}

export function AbsentPart(props: PartProps) {
  const t = useMessages(ruleWords);
  const missing = props.name === 'missing';
  return (
    <WordOrNumber
      label={missing ? t.missing : t.not_applicable}
      words={(['KEEP', 'SKIP'] as const).map((word) => ({ value: word, title: t[word] }))}
      {...props}
      value={props.value ?? (missing ? 'KEEP' : 'SKIP')}
    />
  );
}

export function ZeroPart(props: PartProps) {
  const t = useMessages(ruleWords);
  const words = (['MISSING', 'NOT_APPLICABLE'] as const).map((word) => ({ value: word, title: t[word] }));
  return <WordOrNumber label={t.zero} words={words} {...props} />;
}

export function PassedPart({ value, onChange, path, wrong }: PartProps) {
  const t = useMessages(ruleWords);
  return (
    <Select
      label={t.not_applicable}
      value={value === 'KEEP' ? 'KEEP' : 'SKIP'}
      onChange={onChange}
      options={[
        { value: 'SKIP', title: t.PASSED },
        { value: 'KEEP', title: t.HELD },
      ]}
      problem={wrong(path)}
    />
  );
}

const MODES = ['HALF_UP', 'HALF_EVEN', 'HALF_DOWN', 'UP', 'DOWN'] as const;
const DIGITS = ['0', '1', '2', '3', '4', '5', '6'];

export function RoundingPart({ value, onChange, path, wrong }: PartProps) {
  const t = useMessages(ruleWords);
  const rounding = value ? looseOf(value) : null;
  const digits = rounding ? written(rounding.digits) : '';
  const mode = MODES.find((one) => one === rounding?.mode) ?? 'HALF_UP';
  const offered = digits && !DIGITS.includes(digits) ? [...DIGITS, digits] : DIGITS;
  return (
    <>
      <Select
        label={t.rounding}
        value={digits}
        onChange={(chosen) => onChange(chosen === '' ? null : { ...rounding, digits: Number(chosen), mode })}
        options={[
          { value: '', title: t.exact },
          ...offered.map((one) => ({ value: one, title: t.digits(Number(one)) })),
        ]}
        problem={wrong(path) ?? wrong(`${path}.digits`)}
      />
      {rounding && (
        <Select
          label={t.mode}
          value={mode}
          onChange={(chosen) => onChange({ ...rounding, mode: chosen })}
          options={MODES.map((one) => ({ value: one, title: t[one] }))}
          problem={wrong(`${path}.mode`)}
        />
      )}
    </>
  );
}

export function StepsPart({ value, onChange, path, wrong, scope }: PartProps) {
  const t = useMessages(ruleWords);
  const field = (step: Loose, put: (step: Loose) => void, name: 'at_least' | 'points', place: number) => (
    <Decimal
      label={name === 'points' ? t.points : t.atLeast}
      value={step[name]}
      onChange={(typed) => put({ ...step, [name]: typed })}
      path={`${path}.${place}.${name}`}
      wrong={wrong}
      scope={scope}
    />
  );
  return (
    <Rows
      rows={listOf(value)}
      onChange={onChange}
      blank={() => ({ at_least: '', points: '' })}
      problem={wrong(path)}
    >
      {(row, put, place) => (
        <fieldset className={styles.pair} aria-label={t.step(place + 1)}>
          {field(looseOf(row), put, 'at_least', place)}
          {field(looseOf(row), put, 'points', place)}
        </fieldset>
      )}
    </Rows>
  );
}

type LevelProps = Pick<ValueProps, 'path' | 'wrong'> & {
  level: Loose;
  place: number;
  put: (level: Loose) => void;
  children?: ReactNode;
};

/** A level that a rule can reach: its code, its name, and what it takes. */
export function LevelFields({ level, place, put, path, wrong, children }: LevelProps) {
  const t = useMessages(ruleWords);
  return (
    <fieldset className={styles.form}>
      <legend className="quiet small">{place ? t.levelNumber(place + 1) : t.lowest}</legend>
      <div className={styles.pair}>
        <TextField
          label={t.code}
          value={written(level.code)}
          onChange={(typed) => put({ ...level, code: typed.trim() })}
          problem={wrong(`${path}.code`)}
        />
        {children}
      </div>
      <BothFields
        label={t.levelName}
        value={bothOf(level.title)}
        onChange={(title) => put({ ...level, title })}
        path={`${path}.title`}
        wrong={wrong}
      />
    </fieldset>
  );
}

export function BandsPart({ value, onChange, path, wrong, scope }: PartProps) {
  const t = useMessages(ruleWords);
  return (
    <Rows rows={listOf(value)} onChange={onChange} blank={blankBand} problem={wrong(path)}>
      {(row, put, place) => {
        const band = looseOf(row);
        const at = `${path}.${place}`;
        return (
          <LevelFields level={band} place={place} put={put} path={at} wrong={wrong}>
            {(place > 0 || !!band.at_least) && (
              <Decimal
                label={t.atLeast}
                value={band.at_least}
                onChange={(bound) => put({ ...band, at_least: bound || null })}
                path={`${at}.at_least`}
                wrong={wrong}
                scope={scope}
              />
            )}
          </LevelFields>
        );
      }}
    </Rows>
  );
}
