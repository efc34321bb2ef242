// A table that breathes; on a narrow screen each row folds into a small list with the column titles beside the values.
import type { Key, ReactNode } from 'react';
import styles from './Table.module.css';

export type Column<Row> = {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Names the row: rendered as a row header. */
  heading?: boolean;
  numeric?: boolean;
  titleUnseen?: boolean;
  /** Where rows fold into lists, the value stands without its title. */
  speaksForItself?: boolean;
};

type Props<Row> = {
  /** What the table holds; always read aloud, shown with `captionShown`. */
  caption: string;
  captionShown?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
  /** Shown in place of rows. */
  empty?: ReactNode;
  /** False keeps the grid on a narrow screen and lets it scroll: for matrices. */
  folding?: boolean;
  /** All columns but the first are equally wide: for things that stand side by side. */
  even?: boolean;
};

export function Table<Row>({
  caption,
  captionShown,
  columns,
  rows,
  rowKey,
  empty,
  folding = true,
  even,
}: Props<Row>) {
  if (!rows.length && empty) return <div className={styles.empty}>{empty}</div>;
  return (
    <div className={styles.scroll}>
      <table className={`${styles.table} ${folding ? styles.folding : ''} ${even ? styles.even : ''}`}>
        <caption className={captionShown ? styles.caption : 'unseen'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.numeric ? styles.numeric : undefined}>
                <span className={column.titleUnseen ? 'unseen' : undefined}>{column.title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) =>
                column.heading ? (
                  <th key={column.key} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={column.key}
                    data-title={column.speaksForItself || column.titleUnseen ? undefined : column.title}
                    className={column.numeric ? styles.numeric : undefined}
                  >
                    <div>{column.cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
