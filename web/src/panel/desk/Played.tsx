// Sound and films, as the school sent them; what this browser cannot play is offered to be downloaded.
import { useState } from 'react';
import { messages, useMessages } from '../../app/language';
import { Notice } from '../../design/Notice';
import styles from './desk.module.css';

const words = messages({
  cannot: {
    ru: 'Этот браузер не может проиграть запись. Скачайте её и откройте в другой программе.',
    en: 'This browser cannot play the recording. Download it and open it in another program.',
  },
  download: { ru: 'Скачать', en: 'Download' },
});

export function Played({ kind, url }: { kind: 'audio' | 'video'; url: string }) {
  const t = useMessages(words);
  const [broken, setBroken] = useState(false);
  if (broken)
    return (
      <Notice
        tone="warn"
        action={
          <a href={url} download>
            {t.download}
          </a>
        }
      >
        {t.cannot}
      </Notice>
    );
  const player = { src: url, controls: true, preload: 'metadata', onError: () => setBroken(true) } as const;
  return (
    <div className={styles.played}>
      {kind === 'video' ? (
        <video {...player} className={styles.image} />
      ) : (
        <audio {...player} className={styles.sound} />
      )}
    </div>
  );
}
