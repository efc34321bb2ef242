// Nothing here yet: says what will be here and how to begin.
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

type Props = { title: ReactNode; children?: ReactNode; action?: ReactNode };

export function EmptyState({ title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div className={styles.act}>{action}</div>}
    </div>
  );
}
