// More, for those who want it, opened in place.
import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';
import { Icon } from './Icon';

export function Disclosure({
  title,
  open,
  children,
}: {
  title: ReactNode;
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details className={styles.disclosure} open={open}>
      <summary className={styles.summary}>
        <Icon name="right" size={14} />
        {title}
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}
