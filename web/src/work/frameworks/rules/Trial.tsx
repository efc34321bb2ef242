// Rules tried on values: what a panel might give on one side, what comes of it step by step on the other.
import { useEffect, useState } from 'react';
import { messages, useLocal, useMessages } from '../../../app/language';
import { useRead } from '../../../app/read';
import { Button } from '../../../design/Button';
import { Derivations } from '../../../design/Derivation';
import { Checkbox, Select, TextField } from '../../../design/Field';
import { Waiting } from '../../../design/Waiting';
import type { Criterion, Framework, Scale } from '../document';
import { type DraftData, type TrialValues, trialQuery } from '../draftQuery';
import { numeric } from '../Fields';
import styles from '../frameworks.module.css';

const words = messages({
  lead: {
    ru: 'Впишите значения и посмотрите, что из них получится. Они нигде не сохраняются.',
    en: 'Enter values and see what comes of them. They are kept nowhere.',
  },
  highest: { ru: 'Все высшие', en: 'All highest' },
  lowest: { ru: 'Все низшие', en: 'All lowest' },
  clear: { ru: 'Очистить', en: 'Clear' },
  none: { ru: 'нет значения', en: 'missing' },
  off: { ru: 'неприменимо', en: 'does not apply' },
  within: {
    ru: (from: string, to: string) => `от ${from} до ${to}`,
    en: (from: string, to: string) => `${from} to ${to}`,
  },
  orCounted: {
    ru: (from: string, to: string) => `от ${from} до ${to}; пусто – считать по счётчикам`,
    en: (from: string, to: string) => `${from} to ${to}; blank: made of the counts`,
  },
  results: { ru: 'Что получится', en: 'What comes of them' },
  nothing: {
    ru: 'У этой системы нет результата целого: каждое значение говорит за себя.',
    en: 'This framework has no result of the whole: every value speaks for itself.',
  },
});

const PAUSE = 400;
type Tried = { value: string; off: boolean; counts: Record<string, string> };
const BLANK: Tried = { value: '', off: false, counts: {} };

const allAt = (of: Framework, end: 'minimum' | 'maximum'): Record<string, Tried> =>
  Object.fromEntries(
    of.criteria.map(({ code, scale }) => [
      code,
      { ...BLANK, value: (scale && of.scales[scale]?.[end]) || '' },
    ]),
  );

const isNumber = (typed: string) => /^-?\d{1,15}(\.\d{1,10})?$/.test(typed);

function valuesOf(of: Framework, tried: Readonly<Record<string, Tried>>): TrialValues {
  return of.criteria
    .filter(({ scale }) => scale !== null)
    .map(({ code, inputs }) => {
      const { value, off, counts } = tried[code] ?? BLANK;
      return {
        criterionCode: code,
        value: isNumber(value) ? value : null,
        notApplicable: off,
        counts: inputs
          .filter((count) => /^\d{1,9}$/.test(counts[count.code] ?? ''))
          .map((count) => ({ code: count.code, count: Number(counts[count.code]) })),
      };
    });
}

export function Trial({ of, draft }: { of: Framework; draft: DraftData }) {
  const t = useMessages(words);
  const [tried, setTried] = useState(() => allAt(of, 'maximum'));
  const [asked, setAsked] = useState(() => valuesOf(of, tried));
  const reading = useRead(trialQuery, { id: draft.id, values: asked });
  const { again } = reading;

  useEffect(() => {
    const timer = setTimeout(() => setAsked(valuesOf(of, tried)), PAUSE);
    return () => clearTimeout(timer);
  }, [of, tried]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rules changed, the values did not
  useEffect(again, [draft.version]);

  const found = reading.data?.node;
  const results = found?.__typename === 'FrameworkDraft' ? found.trial : null;
  return (
    <div className="stack">
      <p className="quiet">{t.lead}</p>
      <div className={styles.tried}>
        <div className={styles.form}>
          <div className="row">
            <Button small onClick={() => setTried(allAt(of, 'maximum'))}>
              {t.highest}
            </Button>
            <Button small onClick={() => setTried(allAt(of, 'minimum'))}>
              {t.lowest}
            </Button>
            <Button small look="plain" onClick={() => setTried({})}>
              {t.clear}
            </Button>
          </div>
          {of.criteria.map((criterion) => {
            const scale = criterion.scale === null ? undefined : of.scales[criterion.scale];
            return scale ? (
              <TriedField
                key={criterion.code}
                criterion={criterion}
                scale={scale}
                counted={criterion.code in (of.scoring?.formulas ?? {})}
                tried={tried[criterion.code] ?? BLANK}
                onChange={(next) => setTried({ ...tried, [criterion.code]: next })}
              />
            ) : null;
          })}
        </div>
        <section aria-label={t.results} aria-live="polite">
          {!results && <Waiting reading={reading} lines={4} />}
          {results &&
            (results.length ? <Derivations results={results} open /> : <p className="quiet">{t.nothing}</p>)}
        </section>
      </div>
    </div>
  );
}

type FieldProps = {
  criterion: Criterion;
  scale: Scale;
  counted: boolean;
  tried: Tried;
  onChange: (tried: Tried) => void;
};

function TriedField({ criterion, scale, counted, tried, onChange }: FieldProps) {
  const t = useMessages(words);
  const local = useLocal();
  const label = `${criterion.code} ${local(criterion.title)}`;
  if (scale.kind === 'LEVELS' && !counted)
    return (
      <Select
        label={label}
        value={tried.off ? 'OFF' : tried.value}
        onChange={(chosen) =>
          onChange({ ...tried, off: chosen === 'OFF', value: chosen === 'OFF' ? '' : chosen })
        }
        options={[
          { value: '', title: t.none },
          ...scale.levels.map(({ value, title }) => ({ value, title: `${value} ${local(title)}` })),
          { value: 'OFF', title: t.off },
        ]}
      />
    );
  return (
    <div className={styles.form}>
      <TextField
        label={label}
        hint={(counted ? t.orCounted : t.within)(scale.minimum, scale.maximum)}
        inputMode="decimal"
        value={tried.value}
        disabled={tried.off}
        onChange={(typed) => onChange({ ...tried, value: numeric(typed) })}
      />
      {counted && !tried.value && !tried.off && (
        <div className={styles.pair}>
          {criterion.inputs.map(({ code, title }) => (
            <TextField
              key={code}
              label={local(title) || code}
              inputMode="numeric"
              value={tried.counts[code] ?? ''}
              onChange={(typed) => onChange({ ...tried, counts: { ...tried.counts, [code]: typed.trim() } })}
            />
          ))}
        </div>
      )}
      <Checkbox label={t.off} checked={tried.off} onChange={(off) => onChange({ ...tried, off })} />
    </div>
  );
}
