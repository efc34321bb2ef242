// The tree of criteria: its outline, and beside it all that is said of the chosen one.
import { messages, useLocal, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { Button } from '../../design/Button';
import { Checkbox, Select, TextField } from '../../design/Field';
import { Icon } from '../../design/Icon';
import { SCHOOL_KINDS, type SchoolKind, schoolKinds } from '../../observer/schoolKinds';
import {
  type Criterion,
  depthOf,
  type Framework,
  freeName,
  KINDS,
  moved,
  REQUIRERS,
  type Requirer,
  recoded,
  said,
  withAnother,
  without,
} from './document';
import { BothFields, numeric, type Wrong } from './Fields';
import styles from './frameworks.module.css';
import { Counts } from './rules/Counts';
import { titleOf } from './Scales';

const words = messages({
  outline: { ru: 'Дерево критериев', en: 'The tree of criteria' },
  untitled: { ru: 'без названия', en: 'untitled' },
  mend: { ru: 'нужно исправить', en: 'to be mended' },
  add: { ru: 'Добавить рядом', en: 'Add beside' },
  addFirst: { ru: 'Добавить критерий', en: 'Add a criterion' },
  within: { ru: 'Добавить внутрь', en: 'Add within' },
  up: { ru: 'Выше', en: 'Up' },
  down: { ru: 'Ниже', en: 'Down' },
  remove: { ru: 'Убрать', en: 'Remove' },
  code: { ru: 'Код', en: 'Code' },
  kind: { ru: 'Вид', en: 'Kind' },
  STANDARD: { ru: 'стандарт', en: 'standard' },
  CRITERION: { ru: 'критерий', en: 'criterion' },
  INDICATOR: { ru: 'показатель', en: 'indicator' },
  parent: { ru: 'Входит в', en: 'Belongs to' },
  top: { ru: 'верхний уровень', en: 'the top level' },
  name: { ru: 'Что спрашивают', en: 'What is asked' },
  description: { ru: 'Подробно', en: 'In full' },
  weight: { ru: 'Вес в группе', en: 'Weight in its group' },
  weightHint: { ru: 'Веса группы в сумме дают 1.', en: 'The weights of a group sum to 1.' },
  scale: { ru: 'Шкала', en: 'Scale' },
  noScale: { ru: 'не оценивается, объединяет другие', en: 'not scored, groups others' },
  ownScale: { ru: 'Своя шкала для этого критерия', en: 'A scale of its own' },
  ownScaleHint: {
    ru: 'Копия этой шкалы, в которой уровни можно описать именно для этого критерия.',
    en: 'A copy of this scale whose levels can be described for this very criterion.',
  },
  evidence: { ru: 'Школа обязана приложить документ', en: 'The school must attach a document' },
  required: { ru: 'Чьё это требование', en: 'Whose requirement it is' },
  nobody: { ru: 'не указано', en: 'not said' },
  STATE: { ru: 'государства', en: 'the state’s' },
  FOUNDER: { ru: 'учредителя', en: 'the founder’s' },
  PROFESSION: { ru: 'профессии', en: 'the profession’s' },
  EMPLOYERS: { ru: 'работодателей', en: 'employers’' },
  FAMILIES: { ru: 'учеников и семей', en: 'pupils’ and families’' },
  SCHOOL: { ru: 'самой школы', en: 'the school’s own' },
  notFor: { ru: 'Какие школы об этом не спрашивают', en: 'Which schools are not asked' },
  notForMore: {
    ru: 'Критерий исчезнет из их форм, а в расчёте будет неприменимым.',
    en: 'The criterion leaves their forms and does not apply in the calculation.',
  },
  legal: { ru: 'Норма, на которой основано', en: 'The provision it rests on' },
});

type Props = { of: Framework; onChange: (of: Framework) => void; wrong: Wrong; faulty: Set<number> };

export function Criteria({ of, onChange, wrong, faulty }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const place = Math.min(Number(read('c')) || 0, of.criteria.length - 1);
  const chosen = of.criteria[place];
  const choose = (at: number) => write({ c: String(at) });
  const put = (next: { criteria: Criterion[]; place: number } | null) => {
    if (!next) return;
    onChange({ ...of, criteria: next.criteria });
    choose(next.place);
  };
  if (!chosen)
    return (
      <div>
        <Button onClick={() => put(withAnother(of, 0, false))}>{t.addFirst}</Button>
      </div>
    );
  return (
    <div className={styles.editor}>
      <ul className={styles.outline} aria-label={t.outline}>
        {of.criteria.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a code may stand twice while it is written
          <li key={at}>
            <button
              type="button"
              className={styles.node}
              aria-current={at === place || undefined}
              style={{ paddingInlineStart: `${0.5 + depthOf(of.criteria, at) * 1.25}rem` }}
              onClick={() => choose(at)}
            >
              <span className={styles.code}>{one.code || '?'}</span>
              <span>{local(one.title) || <span className="quiet">{t.untitled}</span>}</span>
              {faulty.has(at) && (
                <span role="img" aria-label={t.mend} title={t.mend}>
                  <Icon name="warn" size={14} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.form}>
        <div className="row">
          <Button small onClick={() => put(withAnother(of, place, false))}>
            {t.add}
          </Button>
          <Button
            small
            disabled={chosen.kind === 'INDICATOR'}
            onClick={() => put(withAnother(of, place, true))}
          >
            {t.within}
          </Button>
          <Button small onClick={() => put(moved(of.criteria, place, -1))}>
            {t.up}
          </Button>
          <Button small onClick={() => put(moved(of.criteria, place, 1))}>
            {t.down}
          </Button>
          <Button
            small
            look="plain"
            onClick={() => put({ criteria: without(of.criteria, place), place: Math.max(0, place - 1) })}
          >
            {t.remove}
          </Button>
        </div>
        <CriterionFields
          key={place}
          of={of}
          place={place}
          chosen={chosen}
          onChange={onChange}
          wrong={wrong}
        />
      </div>
    </div>
  );
}

type NotForProps = { of: readonly SchoolKind[]; onChange: (kinds: SchoolKind[]) => void };

function NotFor({ of, onChange }: NotForProps) {
  const t = useMessages(words);
  const kinds = useMessages(schoolKinds);
  return (
    <fieldset className="stack-near">
      <legend className={styles.legend}>{t.notFor}</legend>
      {SCHOOL_KINDS.map((kind) => (
        <Checkbox
          key={kind}
          label={kinds[kind]}
          checked={of.includes(kind)}
          onChange={(chosen) =>
            onChange(SCHOOL_KINDS.filter((one) => (one === kind ? chosen : of.includes(one))))
          }
        />
      ))}
      <p className="quiet small">{t.notForMore}</p>
    </fieldset>
  );
}

type FieldsProps = {
  of: Framework;
  place: number;
  chosen: Criterion;
  onChange: (of: Framework) => void;
  wrong: Wrong;
};

function CriterionFields({ of, place, chosen, onChange, wrong }: FieldsProps) {
  const t = useMessages(words);
  const local = useLocal();
  const at = (field: string) => `criteria.${place}.${field}`;
  const put = (changed: Partial<Criterion>) =>
    onChange({
      ...of,
      criteria: of.criteria.map((one, here) => (here === place ? { ...one, ...changed } : one)),
    });
  const groups = of.criteria.slice(0, place).filter(({ scale }) => scale === null);
  const scale = chosen.scale === null ? undefined : of.scales[chosen.scale];
  const own = () => {
    if (!scale) return;
    const name = freeName(of.scales);
    onChange({
      ...of,
      scales: { ...of.scales, [name]: scale },
      criteria: of.criteria.map((one, here) => (here === place ? { ...one, scale: name } : one)),
    });
  };
  return (
    <>
      <div className={styles.pair}>
        <TextField
          label={t.code}
          value={chosen.code}
          onChange={(typed) => onChange(recoded(of, place, typed.trim()))}
          problem={wrong(at('code'))}
        />
        <Select
          label={t.kind}
          value={chosen.kind}
          onChange={(kind) => put({ kind })}
          options={KINDS.map((value) => ({ value, title: t[value] }))}
          problem={wrong(at('kind'))}
        />
        <Select
          label={t.parent}
          value={chosen.parent ?? ''}
          onChange={(parent) => put({ parent: parent || null })}
          options={[
            { value: '', title: t.top },
            ...groups.map(({ code, title }) => ({ value: code, title: `${code} ${local(title)}` })),
            ...(chosen.parent && !groups.some(({ code }) => code === chosen.parent)
              ? [{ value: chosen.parent, title: chosen.parent }]
              : []),
          ]}
          problem={wrong(at('parent'))}
        />
      </div>
      <BothFields
        label={t.name}
        long
        value={chosen.title}
        onChange={(title) => put({ title })}
        path={at('title')}
        wrong={wrong}
      />
      <BothFields
        label={t.description}
        long
        optional
        value={chosen.description ?? { ru: '', en: '' }}
        onChange={(description) => put({ description: said(description) })}
        path={at('description')}
        wrong={wrong}
      />
      <div className={styles.pair}>
        <Select
          label={t.scale}
          value={chosen.scale ?? ''}
          onChange={(name) => put({ scale: name || null })}
          options={[
            { value: '', title: t.noScale },
            ...Object.entries(of.scales).map(([value, one]) => ({
              value,
              title: titleOf(value, one, local),
            })),
          ]}
          problem={wrong(at('scale'))}
        />
        {of.aggregation !== 'NONE' && (
          <TextField
            label={t.weight}
            hint={of.aggregation === 'WEIGHTED_MEAN' ? t.weightHint : undefined}
            inputMode="decimal"
            value={chosen.weight}
            onChange={(typed) => put({ weight: numeric(typed) })}
            problem={wrong(at('weight'))}
          />
        )}
      </div>
      {scale && of.criteria.some((one, here) => here !== place && one.scale === chosen.scale) && (
        <div className="stack-near">
          <div>
            <Button small onClick={own}>
              {t.ownScale}
            </Button>
          </div>
          <p className="quiet small">{t.ownScaleHint}</p>
        </div>
      )}
      {(chosen.inputs.length > 0 || (of.aggregation === 'RULES' && chosen.scale !== null)) && (
        <Counts of={of} place={place} chosen={chosen} onChange={onChange} wrong={wrong} />
      )}
      <Checkbox
        label={t.evidence}
        checked={chosen.evidence_required}
        onChange={(evidence_required) => put({ evidence_required })}
      />
      <Select
        label={t.required}
        value={chosen.required_by ?? ''}
        onChange={(value) => put({ required_by: (value || null) as Requirer | null })}
        options={[{ value: '', title: t.nobody }, ...REQUIRERS.map((value) => ({ value, title: t[value] }))]}
      />
      {scale && <NotFor of={chosen.not_for} onChange={(not_for) => put({ not_for })} />}
      <BothFields
        label={t.legal}
        optional
        value={chosen.legal ?? { ru: '', en: '' }}
        onChange={(legal) => put({ legal: said(legal) })}
        path={at('legal')}
        wrong={wrong}
      />
    </>
  );
}
