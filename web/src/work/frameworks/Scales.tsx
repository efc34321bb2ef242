// The scales of a framework: levels with their meaning in words, or points in steps.
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextField } from '../../design/Field';
import { ended, type Framework, freeName, type Level, type Scale, said } from './document';
import { BothFields, numeric, type Wrong } from './Fields';
import styles from './frameworks.module.css';

const words = messages({
  kind: { ru: 'Как ставят оценку', en: 'How a score is given' },
  LEVELS: { ru: 'один из уровней', en: 'one of the levels' },
  POINTS: { ru: 'баллы', en: 'points' },
  minimum: { ru: 'От', en: 'From' },
  maximum: { ru: 'До', en: 'To' },
  step: { ru: 'Шаг', en: 'Step' },
  value: { ru: 'Значение', en: 'Value' },
  level: { ru: (n: number) => `Уровень ${n}`, en: (n: number) => `Level ${n}` },
  descriptor: { ru: 'Что он значит', en: 'What it means' },
  add: { ru: 'Ещё уровень', en: 'Another level' },
  remove: { ru: 'Убрать уровень', en: 'Remove the level' },
  addScale: { ru: 'Ещё шкала', en: 'Another scale' },
  removeScale: { ru: 'Убрать шкалу', en: 'Remove the scale' },
  used: {
    ru: (codes: string) => `Её критерии: ${codes}`,
    en: (codes: string) => `Its criteria: ${codes}`,
  },
  unused: { ru: 'Ни один критерий её не использует.', en: 'No criterion uses it.' },
});

type Props = { of: Framework; onChange: (of: Framework) => void; wrong: Wrong };

export function Scales({ of, onChange, wrong }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const put = (name: string, scale: Scale) =>
    onChange({ ...of, scales: { ...of.scales, [name]: ended(scale) } });
  const add = () =>
    onChange({
      ...of,
      scales: {
        ...of.scales,
        [freeName(of.scales)]: { kind: 'POINTS', minimum: '0', maximum: '10', step: '1', levels: [] },
      },
    });
  return (
    <div className={styles.form}>
      {Object.entries(of.scales).map(([name, scale]) => {
        const users = of.criteria.filter((one) => one.scale === name).map(({ code }) => code);
        const { [name]: _, ...others } = of.scales;
        return (
          <Disclosure key={name} title={titleOf(name, scale, local)}>
            <div className={styles.form}>
              <p className="quiet small">{users.length ? t.used(users.join(', ')) : t.unused}</p>
              <ScaleFields
                scale={scale}
                onChange={(next) => put(name, next)}
                path={`scales.${name}`}
                wrong={wrong}
              />
              {users.length === 0 && (
                <div>
                  <Button small onClick={() => onChange({ ...of, scales: others })}>
                    {t.removeScale}
                  </Button>
                </div>
              )}
            </div>
          </Disclosure>
        );
      })}
      <div>
        <Button small onClick={add}>
          {t.addScale}
        </Button>
      </div>
    </div>
  );
}

/** A scale by its ends: "1 Not met – 4 Fully met". */
export function titleOf(name: string, scale: Scale, local: (text: Level['title']) => string): string {
  const first = scale.levels[0];
  const last = scale.levels.at(-1);
  const end = (value: string, level?: Level) =>
    [value, level?.value === value && local(level.title)].filter(Boolean).join(' ');
  return `${name}: ${end(scale.minimum, first)} – ${end(scale.maximum, last)}`;
}

type FieldsProps = { scale: Scale; onChange: (scale: Scale) => void; path: string; wrong: Wrong };

function ScaleFields({ scale, onChange, path, wrong }: FieldsProps) {
  const t = useMessages(words);
  const put = (place: number, changed: Partial<Level>) =>
    onChange({
      ...scale,
      levels: scale.levels.map((one, at) => (at === place ? { ...one, ...changed } : one)),
    });
  const end = (name: 'minimum' | 'maximum' | 'step') => (
    <TextField
      label={t[name]}
      inputMode="decimal"
      value={scale[name]}
      onChange={(typed) => onChange({ ...scale, [name]: numeric(typed) })}
      problem={wrong(`${path}.${name}`)}
    />
  );
  return (
    <>
      <Select
        label={t.kind}
        value={scale.kind}
        onChange={(kind) => onChange({ ...scale, kind })}
        problem={wrong(path)}
        options={(['LEVELS', 'POINTS'] as const).map((value) => ({ value, title: t[value] }))}
      />
      {scale.kind === 'POINTS' && (
        <div className={styles.pair}>
          {end('minimum')}
          {end('maximum')}
          {end('step')}
        </div>
      )}
      {scale.levels.map((level, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level has no name but its place
        <div key={place} className={styles.level}>
          <TextField
            label={t.value}
            inputMode="decimal"
            value={level.value}
            onChange={(typed) => put(place, { value: numeric(typed) })}
            problem={wrong(`${path}.levels.${place}.value`)}
          />
          <BothFields
            label={t.level(place + 1)}
            value={level.title}
            onChange={(title) => put(place, { title })}
            path={`${path}.levels.${place}.title`}
            wrong={wrong}
          />
          <BothFields
            label={t.descriptor}
            long
            optional
            value={level.descriptor ?? { ru: '', en: '' }}
            onChange={(descriptor) => put(place, { descriptor: said(descriptor) })}
            path={`${path}.levels.${place}.descriptor`}
            wrong={wrong}
          />
          <div>
            <Button
              small
              look="plain"
              onClick={() => onChange({ ...scale, levels: scale.levels.filter((_, at) => at !== place) })}
            >
              {t.remove}
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button
          small
          onClick={() =>
            onChange({
              ...scale,
              levels: [...scale.levels, { value: '', title: { ru: '', en: '' }, descriptor: null }],
            })
          }
        >
          {t.add}
        </Button>
      </div>
    </>
  );
}
