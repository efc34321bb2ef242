// Something to look at or fill in beside the page, which stays usable; Escape closes it and the focus goes back.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { messages, useMessages } from '../app/language';
import { Button } from './Button';
import { Icon } from './Icon';
import styles from './SidePanel.module.css';

const words = messages({ close: { ru: 'Закрыть', en: 'Close' } });

type Props = { title: string; open: boolean; onClose: () => void; children: ReactNode };

export function SidePanel({ title, open, onClose, children }: Props) {
  return open ? (
    <Opened title={title} onClose={onClose}>
      {children}
    </Opened>
  ) : null;
}

function Opened({ title, onClose, children }: Omit<Props, 'open'>) {
  const t = useMessages(words);
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close.current();
    };
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('keydown', leave);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    <aside className={styles.panel} aria-labelledby={id}>
      <div className={styles.top}>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button look="plain" square small aria-label={t.close} onClick={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
