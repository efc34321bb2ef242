// Keeps the place of what is being fetched.
import { messages, useMessages } from '../app/language';
import styles from './Notice.module.css';

const words = messages({
  loading: { ru: 'Загружается', en: 'Loading' },
  product: { ru: 'Ареопаг', en: 'Areopag' },
});

type Props = {
  lines?: number;
  /** For a whole screen: the place of its heading, and a title meanwhile. */
  head?: boolean;
  block?: boolean;
};

export function Skeleton({ lines = 4, head, block }: Props) {
  const t = useMessages(words);
  return (
    <div className={styles.skeleton} role="status" aria-busy="true">
      <span className="unseen">{t.loading}</span>
      {head && <title>{`${t.loading}… · ${t.product}`}</title>}
      {head && <div className={`${styles.line} ${styles.head}`} />}
      {block && <div className={`${styles.line} ${styles.block}`} />}
      {Array.from({ length: lines }, (_, index) => index).map((index) => (
        <div key={index} className={styles.line} />
      ))}
    </div>
  );
}
