// A word about what happened, standing beside what it concerns.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './Notice.module.css';

const icons: Record<NoticeTone, IconName> = { info: 'info', warn: 'warn', error: 'warn', success: 'check' };
export type NoticeTone = 'info' | 'warn' | 'error' | 'success';

type Props = { tone?: NoticeTone; title?: ReactNode; children?: ReactNode; action?: ReactNode };

export function Notice({ tone = 'info', title, children, action }: Props) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} />
      <div className={styles.body}>
        {title && <p className={styles.title}>{title}</p>}
        {children && <div>{children}</div>}
        {action}
      </div>
    </div>
  );
}
