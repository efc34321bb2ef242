// Conditions to be met: what, about which criterion, by whom, by when.
import { type LocalizedText, messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Select, TextArea, TextField } from '../../design/Field';
import styles from '../panel.module.css';

export type Condition = { key: string; text: string; criterionCode: string; owner: string; dueOn: string };

const words = messages({
  text: { ru: 'Что сделать', en: 'What to do' },
  criterion: { ru: 'Критерий', en: 'Criterion' },
  none: { ru: 'не указан', en: 'none' },
  owner: { ru: 'Кто отвечает', en: 'Who answers for it' },
  due: { ru: 'До какого дня', en: 'By when' },
  add: { ru: 'Добавить условие', en: 'Add a condition' },
  away: { ru: 'Убрать условие', en: 'Take the condition away' },
});

export function blankCondition(): Condition {
  return { key: crypto.randomUUID(), text: '', criterionCode: '', owner: '', dueOn: '' };
}

export function conditionsFrom(
  given: readonly { text: string; criterionCode: string | null; owner: string; dueOn: string }[],
): Condition[] {
  return given.map((one) => ({ ...one, key: crypto.randomUUID(), criterionCode: one.criterionCode ?? '' }));
}

export function conditionsInput(conditions: readonly Condition[]) {
  return conditions.map(({ text, criterionCode, owner, dueOn }) => ({
    text,
    criterionCode: criterionCode || null,
    owner,
    dueOn: dueOn || '1970-01-01',
  }));
}

type Props = {
  value: readonly Condition[];
  onChange: (value: Condition[]) => void;
  criteria: readonly { code: string; title: LocalizedText; scored: boolean }[];
  problems?: readonly { path: string; message: LocalizedText }[];
};

export function ConditionsField({ value, onChange, criteria, problems = [] }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const change = (key: string, by: Partial<Condition>) =>
    onChange(value.map((one) => (one.key === key ? { ...one, ...by } : one)));
  const wrong = (place: number, field: string) => {
    const found = problems.find(({ path }) => path === `input.conditions.${place}.${field}`);
    return found && local(found.message);
  };
  return (
    <div className="stack">
      {value.map((one, place) => (
        <div key={one.key} className={styles.condition}>
          <TextArea
            label={t.text}
            rows={2}
            value={one.text}
            onChange={(text) => change(one.key, { text })}
            problem={wrong(place, 'text')}
          />
          <Select
            label={t.criterion}
            value={one.criterionCode}
            onChange={(criterionCode) => change(one.key, { criterionCode })}
            options={[
              { value: '', title: t.none },
              ...criteria
                .filter(({ scored }) => scored)
                .map(({ code, title }) => ({ value: code, title: `${code}. ${local(title)}` })),
            ]}
          />
          <TextField
            label={t.owner}
            value={one.owner}
            onChange={(owner) => change(one.key, { owner })}
            problem={wrong(place, 'owner')}
          />
          <TextField
            label={t.due}
            type="date"
            value={one.dueOn}
            onChange={(dueOn) => change(one.key, { dueOn })}
            problem={wrong(place, 'dueOn')}
          />
          <div>
            <Button small look="plain" onClick={() => onChange(value.filter(({ key }) => key !== one.key))}>
              {t.away}
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button small onClick={() => onChange([...value, blankCondition()])}>
          {t.add}
        </Button>
      </div>
    </div>
  );
}
