// What is counted for a criterion, and the formula that makes its value of the counts.
import { messages, useMessages } from '../../../app/language';
import { Select, TextField } from '../../../design/Field';
import type { Count, Criterion, Framework } from '../document';
import { BothFields, type Wrong } from '../Fields';
import styles from '../frameworks.module.css';
import { COUNTED, renamed, ruleOf } from './grammar';
import { looseOf } from './loose';
import { Rows } from './Rows';
import { RuleFields } from './RuleFields';

const words = messages({
  counts: { ru: 'Что подсчитывают', en: 'What is counted' },
  code: { ru: 'Код счётчика', en: 'Code of the count' },
  name: { ru: 'Что это', en: 'What it is' },
  formula: { ru: 'Откуда берётся значение', en: 'Where the value comes from' },
  scored: { ru: 'его ставит человек', en: 'a person gives it' },
  made: { ru: 'считается по формуле', en: 'a formula makes it of the counts' },
  rule: { ru: 'Формула', en: 'Formula' },
});

type Props = {
  of: Framework;
  place: number;
  chosen: Criterion;
  onChange: (of: Framework) => void;
  wrong: Wrong;
};

export function Counts({ of, place, chosen, onChange, wrong }: Props) {
  const t = useMessages(words);
  const { scoring } = of;
  const formula = scoring?.formulas[chosen.code] ?? null;
  const put = (inputs: Count[], rule: unknown = formula) => {
    const { [chosen.code]: _, ...others } = scoring?.formulas ?? {};
    onChange({
      ...of,
      criteria: of.criteria.map((one, at) => (at === place ? { ...one, inputs } : one)),
      scoring: scoring && { ...scoring, formulas: rule ? { ...others, [chosen.code]: rule } : others },
    });
  };
  const recode = (at: number, code: string) =>
    put(
      chosen.inputs.map((one, here) => (here === at ? { ...one, code } : one)),
      renamed(formula, 'count', chosen.inputs[at]?.code ?? '', code),
    );
  return (
    <fieldset className={styles.form}>
      <legend className={styles.legend}>{t.counts}</legend>
      <Rows
        rows={chosen.inputs}
        onChange={(rows) => put(rows as Count[])}
        blank={() => ({ code: '', title: { ru: '', en: '' } })}
      >
        {(row, set, at) => {
          const count = row as Count;
          const path = `criteria.${place}.inputs.${at}`;
          return (
            <>
              <TextField
                label={t.code}
                value={count.code}
                onChange={(typed) => recode(at, typed.trim())}
                problem={wrong(`${path}.code`)}
              />
              <BothFields
                label={t.name}
                value={count.title}
                onChange={(title) => set({ ...looseOf(row), title })}
                path={`${path}.title`}
                wrong={wrong}
              />
            </>
          );
        }}
      </Rows>
      {scoring && (
        <Select
          label={t.formula}
          value={formula ? 'MADE' : 'SCORED'}
          onChange={(how) => put(chosen.inputs, how === 'MADE' ? ruleOf('INPUT', null, 'LIST') : null)}
          options={[
            { value: 'SCORED', title: t.scored },
            { value: 'MADE', title: t.made },
          ]}
        />
      )}
      {!!formula && (
        <RuleFields
          label={t.rule}
          value={formula}
          onChange={(rule) => put(chosen.inputs, rule)}
          offers={COUNTED}
          scope={{ place: 'formula', criteria: [], results: [], counts: chosen.inputs }}
          path={`scoring.formulas.${chosen.code}`}
          wrong={wrong}
        />
      )}
    </fieldset>
  );
}
