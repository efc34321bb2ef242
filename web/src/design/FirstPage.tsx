// The first page of a document beside its name in a list: fetched once it comes near, absent where there is none to see.
import { useState } from 'react';
import styles from './FirstPage.module.css';

export function FirstPage({ url }: { url: string | null | undefined }) {
  const [absent, setAbsent] = useState(false);
  return (
    <span className={styles.place}>
      {url && !absent && (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setAbsent(true)} />
      )}
    </span>
  );
}
