// Things in an order, that can be added to and taken from.
import type { ReactNode } from 'react';
import { useMessages } from '../../../app/language';
import { Button } from '../../../design/Button';
import styles from '../frameworks.module.css';
import { ruleWords } from './words';

type Props = {
  rows: unknown[];
  onChange: (rows: unknown[]) => void;
  blank: () => unknown;
  children: (row: unknown, put: (row: unknown) => void, place: number) => ReactNode;
  /** What is wrong with all of them together. */
  problem?: string;
};

export function Rows({ rows, onChange, blank, children, problem }: Props) {
  const t = useMessages(ruleWords);
  return (
    <div className={styles.form}>
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place
        <div key={place} className={styles.level}>
          {children(row, (next) => onChange(rows.map((one, at) => (at === place ? next : one))), place)}
          <div>
            <Button small look="plain" onClick={() => onChange(rows.filter((_, at) => at !== place))}>
              {t.remove}
            </Button>
          </div>
        </div>
      ))}
      {problem && (
        <p className={styles.wrong} role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button small onClick={() => onChange([...rows, blank()])}>
          {t.another}
        </Button>
      </div>
    </div>
  );
}
