// How much of a countable work is done, in words and as a thin bar.
import { messages, useMessages } from '../app/language';
import styles from './State.module.css';

const words = messages({
  of: {
    ru: (done: number, total: number) => `${done} из ${total}`,
    en: (done: number, total: number) => `${done} of ${total}`,
  },
});

export function Progress({ done, total, label }: { done: number; total: number; label: string }) {
  const t = useMessages(words);
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div className={styles.progress}>
      <svg
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={t.of(done, total)}
      >
        <rect width={`${share * 100}%`} height="100%" />
      </svg>
      <span className={styles.words} aria-hidden="true">
        {t.of(done, total)}
      </span>
    </div>
  );
}
