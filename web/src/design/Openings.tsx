// Reads that leave an entry: what was opened, when, by whom and why. Newest first.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useTime } from '../app/time';
import styles from './Openings.module.css';

export const openingFields = graphql(`
  fragment OpeningFields on Opening { id title { ru en } by { ru en } reason at person { name { ru en } } }
`);

const words = messages({
  why: { ru: (reason: string) => `Причина: ${reason}`, en: (reason: string) => `Reason: ${reason}` },
});

export function Openings({ openings }: { openings: ResultOf<typeof openingFields>[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  return (
    <ul className={styles.openings}>
      {openings.map(({ id, title, by, reason, at, person }) => (
        <li key={id}>
          <span className="quiet small">{time.moment(at)}</span>
          <span>
            {local(title)}{' '}
            <span className="quiet">· {person ? `${local(person.name)}, ${local(by)}` : local(by)}</span>
          </span>
          {reason && <span className="quiet">{t.why(reason)}</span>}
        </li>
      ))}
    </ul>
  );
}
