// A text in both languages, one field beside the other.
import type { ReactNode } from 'react';
import { messages, useMessages } from '../../app/language';
import { TextArea, TextField } from '../../design/Field';
import type { Both } from './document';
import styles from './frameworks.module.css';

const words = messages({
  english: { ru: 'По-английски', en: 'In English' },
});

/** What is wrong at a place of the document: `wrong('criteria.3.weight')`. */
export type Wrong = (path: string) => string | undefined;

type Props = {
  label: ReactNode;
  value: Both;
  onChange: (value: Both) => void;
  path: string;
  wrong: Wrong;
  long?: boolean;
  optional?: boolean;
};

export function BothFields({ label, value, onChange, path, wrong, long, optional }: Props) {
  const t = useMessages(words);
  const Field = long ? TextArea : TextField;
  return (
    <div className={styles.pair}>
      <Field
        label={label}
        optional={optional}
        value={value.ru}
        onChange={(ru: string) => onChange({ ...value, ru })}
        problem={wrong(`${path}.ru`) ?? wrong(path)}
      />
      <Field
        label={t.english}
        optional={optional}
        value={value.en}
        onChange={(en: string) => onChange({ ...value, en })}
        problem={wrong(`${path}.en`)}
      />
    </div>
  );
}

/** A number as it is typed, with a point where a comma was. */
export const numeric = (typed: string) => typed.trim().replace(',', '.');
