// Choosing a place on a scale, with the meaning of each level in words. Digits choose, arrows move.
import { type KeyboardEvent, useId, useState } from 'react';
import { graphql } from '../app/graph';
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import { readDecimal, useDecimal } from '../app/numbers';
import { Button } from './Button';
import { Disclosure } from './Disclosure';
import { TextField } from './Field';
import styles from './RadioScale.module.css';

export const scaleFields = graphql(`
  fragment ScaleFields on Scale { kind minimum maximum step levels { value title { ru en } descriptor { ru en } } }
`);

export type ScaleData = {
  kind: 'LEVELS' | 'POINTS';
  minimum: string;
  maximum: string;
  step: string;
  levels: readonly { value: string; title: LocalizedText; descriptor: LocalizedText | null }[];
};

const words = messages({
  none: { ru: 'Уровень не выбран.', en: 'No level chosen.' },
  clear: { ru: 'Снять оценку', en: 'Clear the score' },
  all: { ru: 'Все уровни словами', en: 'All levels in words' },
  range: {
    ru: (low: string, high: string) => `От ${low} до ${high}`,
    en: (low: string, high: string) => `From ${low} to ${high}`,
  },
  outside: {
    ru: (low: string, high: string, step: string) => `Нужно число от ${low} до ${high} с шагом ${step}.`,
    en: (low: string, high: string, step: string) => `A number from ${low} to ${high} in steps of ${step}.`,
  },
});

export function equalDecimals(one: string | null, other: string | null): boolean {
  return one !== null && other !== null ? Number(one) === Number(other) : one === other;
}

type Props = {
  label: string;
  labelUnseen?: boolean;
  scale: ScaleData;
  value: string | null;
  onChange?: (value: string | null) => void;
  readOnly?: boolean;
};

export function RadioScale({ label, labelUnseen, scale, value, onChange, readOnly }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const name = useId();
  const steps = stepsOf(scale);
  const still = readOnly || !onChange;
  const picked = scale.levels.find((level) => equalDecimals(level.value, value));
  const told = scale.levels.some(({ descriptor }) => descriptor);

  if (!steps) {
    return (
      <Points
        label={label}
        labelUnseen={labelUnseen}
        scale={scale}
        value={value}
        onChange={onChange}
        readOnly={still}
      />
    );
  }
  function press(event: KeyboardEvent) {
    if (still || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = steps?.find((one) => one === event.key || Number(one) === Number.parseInt(event.key, 10));
    if (step && /^\d$/.test(event.key)) onChange?.(step);
  }
  return (
    <fieldset className={`${styles.scale} ${still ? styles.still : ''}`} onKeyDown={press}>
      <legend className={labelUnseen ? 'unseen' : styles.legend}>{label}</legend>
      <div className={styles.box}>
        <div className={`${styles.levels} ${steps.length > 7 ? styles.many : ''}`}>
          {steps.map((step) => {
            const level = scale.levels.find((one) => equalDecimals(one.value, step));
            const chosen = equalDecimals(step, value);
            return (
              <label key={step} className={`${styles.level} ${chosen ? styles.picked : ''}`}>
                <input
                  type="radio"
                  name={name}
                  value={step}
                  checked={chosen}
                  disabled={still && !chosen}
                  onChange={() => !still && onChange?.(step)}
                />
                <span className={styles.figure}>{decimal(step)}</span>
                {level && <span className={styles.title}>{local(level.title)}</span>}
              </label>
            );
          })}
        </div>
      </div>
      {told && (
        <p className={`${styles.descriptor} ${picked ? '' : styles.none}`} aria-live="polite">
          {picked ? (
            <>
              <strong>{local(picked.title)}.</strong> {picked.descriptor && local(picked.descriptor)}
            </>
          ) : (
            t.none
          )}
        </p>
      )}
      <div className={styles.foot}>
        {told ? (
          <Disclosure title={t.all}>
            <dl className={styles.all}>
              {scale.levels.map((level) => (
                <div key={level.value}>
                  <dt>
                    {decimal(level.value)} · {local(level.title)}
                  </dt>
                  <dd>{level.descriptor && local(level.descriptor)}</dd>
                </div>
              ))}
            </dl>
          </Disclosure>
        ) : (
          <span />
        )}
        {!still && value !== null && (
          <Button look="plain" small onClick={() => onChange?.(null)}>
            {t.clear}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** The values one may choose; null when there are too many to lay out, and a number is to be written. */
function stepsOf(scale: ScaleData): string[] | null {
  if (scale.kind === 'LEVELS' && scale.levels.length) return scale.levels.map(({ value }) => value);
  const low = Number(scale.minimum);
  const step = Number(scale.step);
  const count = Math.round((Number(scale.maximum) - low) / step) + 1;
  if (!(count > 1 && count <= 11)) return null;
  const places = Math.max(digits(scale.step), digits(scale.minimum));
  return Array.from({ length: count }, (_, index) => (low + index * step).toFixed(places));
}

/** A score as people say it: the level's title, or the number of points. */
export function ScoreWords({ scale, value }: { scale: ScaleData | null; value: string | null }) {
  const local = useLocal();
  const decimal = useDecimal();
  const level = scale?.levels.find((one) => equalDecimals(one.value, value));
  if (level) return local(level.title);
  return value === null ? '—' : decimal(value);
}

function digits(value: string): number {
  return value.replace(/\.?0+$/, '').split('.')[1]?.length ?? 0;
}

function Points({ label, labelUnseen, scale, value, onChange, readOnly }: Props) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const [typed, setTyped] = useState<string | null>(null);
  const low = decimal(scale.minimum);
  const high = decimal(scale.maximum);
  const wrong = typed !== null && typed.trim() !== '' && !onScale(readDecimal(typed), scale);

  function write(text: string) {
    setTyped(text);
    const number = readDecimal(text);
    if (text.trim() === '') onChange?.(null);
    else if (onScale(number, scale)) onChange?.(number);
  }
  return (
    <TextField
      label={label}
      labelUnseen={labelUnseen}
      inputMode="decimal"
      autoComplete="off"
      readOnly={readOnly}
      value={typed ?? (value === null ? '' : decimal(value))}
      onChange={write}
      onBlur={() => !wrong && setTyped(null)}
      hint={t.range(low, high)}
      problem={wrong && t.outside(low, high, decimal(scale.step))}
    />
  );
}

function onScale(value: string | null, scale: ScaleData): boolean {
  if (value === null) return false;
  const number = Number(value);
  const steps = (number - Number(scale.minimum)) / Number(scale.step);
  const whole = Math.abs(steps - Math.round(steps)) < 1e-9;
  return whole && number >= Number(scale.minimum) && number <= Number(scale.maximum);
}
