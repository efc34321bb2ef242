// Says above every screen that the server cannot be reached and that what is shown is what was known before.
import { useEffect } from 'react';
import { Button } from '../design/Button';
import { Icon } from '../design/Icon';
import { useLostConnection } from './connection';
import { askShownAgain } from './graph';
import { messages, useMessages } from './language';
import styles from './Shell.module.css';

const words = messages({
  lost: { ru: 'Нет связи с сервером.', en: 'No connection to the server.' },
  lostMore: {
    ru: 'Показано то, что загрузилось раньше: с тех пор могло что-то измениться.',
    en: 'Shown is what was loaded before; since then something may have changed.',
  },
  again: { ru: 'Попробовать ещё раз', en: 'Try again' },
});

export function LostConnection() {
  const t = useMessages(words);
  const lost = useLostConnection();
  useEffect(() => {
    if (!lost) return;
    window.addEventListener('online', askShownAgain);
    return () => window.removeEventListener('online', askShownAgain);
  }, [lost]);
  if (!lost) return null;
  return (
    <div className={styles.lost}>
      <p role="status">
        <Icon name="warn" /> <strong>{t.lost}</strong> {t.lostMore}
      </p>
      <Button small onClick={askShownAgain}>
        {t.again}
      </Button>
    </div>
  );
}
