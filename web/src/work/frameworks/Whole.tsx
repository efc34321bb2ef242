// What is said of a framework as a whole.
import { useRef } from 'react';
import { messages, useMessages } from '../../app/language';
import { Select, TextField } from '../../design/Field';
import { type Aggregation, FIRST_RULES, type Framework, said } from './document';
import { BothFields, numeric, type Wrong } from './Fields';
import styles from './frameworks.module.css';

const words = messages({
  name: { ru: 'Название', en: 'Title' },
  legal: { ru: 'На каких актах основана', en: 'The acts it rests on' },
  aggregation: { ru: 'Как получают общий балл', en: 'How the total is made' },
  NONE: { ru: 'общего балла нет', en: 'there is no total' },
  WEIGHTED_MEAN: { ru: 'среднее взвешенное', en: 'the weighted mean' },
  RULES: { ru: 'по своим правилам', en: 'by rules of its own' },
  rulesHint: {
    ru: 'Правила – в разделе «Как получают результат».',
    en: 'The rules stand under “How results are made”.',
  },
  maximum: { ru: 'Наибольший общий балл', en: 'The highest possible total' },
});

type Props = { of: Framework; onChange: (of: Framework) => void; wrong: Wrong };

export function Whole({ of, onChange, wrong }: Props) {
  const t = useMessages(words);
  // Whoever looks at another way and comes back finds the rules as they were.
  const before = useRef(of.scoring);
  const choose = (aggregation: Aggregation) => {
    if (of.scoring) before.current = of.scoring;
    onChange({
      ...of,
      aggregation,
      scoring: aggregation === 'RULES' ? (before.current ?? FIRST_RULES) : null,
    });
  };
  return (
    <div className={styles.form}>
      <BothFields
        label={t.name}
        value={of.title}
        onChange={(title) => onChange({ ...of, title })}
        path="title"
        wrong={wrong}
      />
      <BothFields
        label={t.legal}
        long
        optional
        value={of.legal ?? { ru: '', en: '' }}
        onChange={(legal) => onChange({ ...of, legal: said(legal) })}
        path="legal"
        wrong={wrong}
      />
      <div className={styles.pair}>
        <Select
          label={t.aggregation}
          value={of.aggregation}
          onChange={choose}
          hint={of.aggregation === 'RULES' ? t.rulesHint : undefined}
          problem={wrong('aggregation') ?? wrong('scoring')}
          options={(['NONE', 'WEIGHTED_MEAN', 'RULES'] as const).map((value) => ({ value, title: t[value] }))}
        />
        {of.aggregation !== 'NONE' && (
          <TextField
            label={t.maximum}
            inputMode="decimal"
            value={of.maximum ?? ''}
            onChange={(typed) => onChange({ ...of, maximum: numeric(typed) || null })}
            problem={wrong('maximum')}
          />
        )}
      </div>
    </div>
  );
}
