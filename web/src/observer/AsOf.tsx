// Reading a record as it stood at the end of a day: whether it existed, and what had replaced it by then.
import { messages, useMessages } from '../app/language';
import { useSearch } from '../app/params';
import { useTime } from '../app/time';
import { Button } from '../design/Button';
import styles from './observer.module.css';

const words = messages({
  asOf: { ru: 'Как было на дату', en: 'As it was on' },
  shown: {
    ru: (day: string) => `Показано, как было ${day}`,
    en: (day: string) => `Shown as it was on ${day}`,
  },
  now: { ru: 'Показать, как сейчас', en: 'Show it as it is now' },
});

export function AsOf() {
  const t = useMessages(words);
  const time = useTime();
  const [read, write] = useSearch();
  const day = read('on');
  const today = new Date().toISOString().slice(0, 10);
  return (
    <span className={styles.asOf}>
      <label>
        {t.asOf}{' '}
        <input
          type="date"
          max={today}
          value={day}
          onChange={(event) => write({ on: event.target.value || null })}
        />
      </label>
      {day && (
        <>
          <span role="status">{t.shown(time.day(day))}</span>
          <Button look="plain" small onClick={() => write({ on: null })}>
            {t.now}
          </Button>
        </>
      )}
    </span>
  );
}
