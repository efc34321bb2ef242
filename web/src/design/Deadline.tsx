// Until when: in the person's own time, with the deadline's zone beside it when the clocks differ, and what remains.
import { graphql } from '../app/graph';
import { messages, useMessages } from '../app/language';
import { ownZone, remaining, sameClock, useNow, useTime, writeZone } from '../app/time';
import styles from './Deadline.module.css';
import { Icon } from './Icon';

export const deadlineFields = graphql(`
  fragment DeadlineFields on Deadline { name title { ru en } dueAt timezone passed }
`);

const words = messages({
  until: { ru: (moment: string) => `до ${moment}`, en: (moment: string) => `by ${moment}` },
  there: {
    ru: (moment: string, zone: string) => `по времени школы: ${moment} (${zone})`,
    en: (moment: string, zone: string) => `school’s own time: ${moment} (${zone})`,
  },
});

type Props = {
  dueAt: string;
  timezone?: string | null;
  /** The server's word; by default the person's clock decides. */
  passed?: boolean;
  /** Only how long remains, the moment on hover: for tables. */
  short?: boolean;
  /** Only the moment: nobody is held to it now. */
  still?: boolean;
};

export function Deadline({ dueAt, timezone, passed, short, still }: Props) {
  const t = useMessages(words);
  const time = useTime();
  const now = useNow();
  const left = remaining(dueAt, now);
  const over = passed ?? left.passed;
  const soon = !over && left.unit !== 'day';
  const elsewhere = timezone && !sameClock(ownZone(), timezone, dueAt);
  const tone = over ? styles.passed : soon ? styles.soon : '';
  return (
    <span className={styles.deadline}>
      {!short && (
        <time dateTime={dueAt} className="nowrap">
          {t.until(time.moment(dueAt))}
        </time>
      )}
      {!still && (
        <span
          className={`${styles.left} ${short ? 'nowrap' : ''} ${tone}`}
          title={short ? t.until(time.moment(dueAt)) : undefined}
        >
          {(over || soon) && <Icon name={over ? 'warn' : 'clock'} size={13} />}
          {time.left(dueAt, now)}
        </span>
      )}
      {!short && elsewhere && (
        <span className={styles.zone}>
          {t.there(time.moment(dueAt, timezone), writeZone(timezone, dueAt))}
        </span>
      )}
    </span>
  );
}
