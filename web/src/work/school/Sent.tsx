// What the school has sent, to be read again: criterion by criterion, and the documents.
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { Disclosure } from '../../design/Disclosure';
import { Link } from '../../design/Link';
import type { CaseData } from '../case/caseQuery';
import styles from '../work.module.css';
import { Documents } from './Documents';

const words = messages({
  title: { ru: 'Что вы отправили', en: 'What you sent' },
  score: { ru: (score: string) => `самооценка ${score}`, en: (score: string) => `own score ${score}` },
});

export function Sent({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const own = new Map(found.selfAssessments.map((one) => [one.criterion.code, one.score]));
  return (
    <Disclosure title={t.title}>
      <ul className={styles.checks}>
        {found.criteria
          .filter(({ scored }) => scored)
          .map((criterion) => {
            const score = own.get(criterion.code);
            return (
              <li key={criterion.id} className={styles.check}>
                <Link href={path.criterion(found.number, criterion.code)}>
                  {criterion.code}. {local(criterion.title)}
                </Link>
                {score != null && <span className="quiet small">{t.score(score)}</span>}
              </li>
            );
          })}
      </ul>
      <Documents found={found} documents={found.documents} />
    </Disclosure>
  );
}
