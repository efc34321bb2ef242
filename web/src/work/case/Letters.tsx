// Whom letters told what of this case, and what became of them: for the secretary, and one's own for everybody else.
import { messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Disclosure } from '../../design/Disclosure';
import { StateBadge } from '../../design/StateBadge';
import type { CaseData } from './caseQuery';
import styles from './Letters.module.css';

const words = messages({
  title: { ru: 'Письма', en: 'Letters' },
  WAITING: { ru: 'настала очередь', en: 'their turn' },
  REMINDER: { ru: 'напоминание о сроке', en: 'a reminder of the deadline' },
  OVERDUE: { ru: 'срок прошёл', en: 'the deadline has passed' },
  ANSWERED: { ru: 'школа ответила', en: 'the school has answered' },
  UNDER_WAY: { ru: 'в пути', en: 'under way' },
  SENT: { ru: 'отправлено', en: 'sent' },
  REFUSED: {
    ru: (refusal: string) => `не доставлено (${refusal}): свяжитесь иначе`,
    en: (refusal: string) => `not delivered (${refusal}): reach them in another way`,
  },
});

export function Letters({ notices }: { notices: CaseData['notices'] }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  if (!notices.length) return null;
  return (
    <Disclosure title={t.title}>
      <ul className={styles.letters}>
        {notices.map((one) => (
          <li key={one.id}>
            <span className="quiet small">{time.moment(one.writtenAt)}</span>
            <span>
              {local(one.told.name)}: {local(one.title)} – {t[one.kind]}
            </span>
            {one.state === 'REFUSED' ? (
              <StateBadge tone="bad">{t.REFUSED(one.refusal ?? '')}</StateBadge>
            ) : (
              <span className="quiet small">{t[one.state]}</span>
            )}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
