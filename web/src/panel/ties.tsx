// A tie to a school: its kinds in words, and the fields in which somebody tells of one.
import { problemAt, type Trouble } from '../app/act';
import { messages, useLocal, useMessages } from '../app/language';
import { Select, TextArea, TextField } from '../design/Field';
import styles from './panel.module.css';

export const KINDS = [
  'EMPLOYMENT',
  'ORGANISATION_TREE',
  'FAMILY',
  'CO_AUTHOR',
  'CONSULTANCY',
  'SAME_MUNICIPALITY',
  'OTHER',
] as const;
export type TieKind = (typeof KINDS)[number];

const words = messages({
  kind: { ru: 'Какая связь со школой', en: 'The tie to the school' },
  EMPLOYMENT: { ru: 'работа в школе', en: 'employment at the school' },
  ORGANISATION_TREE: { ru: 'работа у учредителя или в филиале', en: 'employment at its founder or branch' },
  FAMILY: { ru: 'родство', en: 'family' },
  CO_AUTHOR: { ru: 'общие документы', en: 'documents written together' },
  CONSULTANCY: { ru: 'консультирование', en: 'consultancy' },
  SAME_MUNICIPALITY: { ru: 'тот же муниципалитет', en: 'the same municipality' },
  OTHER: { ru: 'другая', en: 'another' },
  note: { ru: 'Пояснение', en: 'Explanation' },
  since: { ru: 'С какого года', en: 'Since which year' },
  until: { ru: 'По какой год', en: 'Until which year' },
  lasts: { ru: 'Пусто – связь есть сейчас.', en: 'Empty: it lasts.' },
});

export type Tie = { kind: TieKind; note: string; since: string; until: string };
export const NO_TIE: Tie = { kind: 'OTHER', note: '', since: '', until: '' };

/** As the API takes it. */
export function tieInput({ kind, note, since, until }: Tie) {
  return {
    kind,
    note,
    sinceYear: since ? Number.parseInt(since, 10) : null,
    untilYear: until ? Number.parseInt(until, 10) : null,
  };
}

type Props = { tie: Tie; onChange: (tie: Tie) => void; trouble: Trouble | null; explained?: boolean };

export function TieFields({ tie, onChange, trouble, explained }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const wrong = (field: string) => {
    const found = problemAt(trouble, field);
    return found && local(found);
  };
  const year = { type: 'number', inputMode: 'numeric', min: 1900, max: new Date().getFullYear() } as const;
  return (
    <>
      <Select
        label={t.kind}
        value={tie.kind}
        onChange={(kind) => onChange({ ...tie, kind })}
        options={KINDS.map((value) => ({ value, title: t[value] }))}
      />
      <div className={styles.years}>
        <TextField
          {...year}
          label={t.since}
          optional
          value={tie.since}
          onChange={(since) => onChange({ ...tie, since })}
          problem={wrong('sinceYear')}
        />
        <TextField
          {...year}
          label={t.until}
          optional
          hint={t.lasts}
          value={tie.until}
          onChange={(until) => onChange({ ...tie, until })}
          problem={wrong('untilYear')}
        />
      </div>
      <TextArea
        label={t.note}
        rows={2}
        optional={!explained}
        value={tie.note}
        onChange={(note) => onChange({ ...tie, note })}
        problem={wrong('note')}
      />
    </>
  );
}
