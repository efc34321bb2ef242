// The school's evaluation as a checklist: criterion by criterion what is there and what is missing; then submit.
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { Link } from '../../design/Link';
import { Section } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { StateBadge } from '../../design/StateBadge';
import type { CaseData } from '../case/caseQuery';
import { EvidenceMap } from '../case/EvidenceMap';
import { NotAsked } from '../case/NotAsked';
import { Step } from '../case/Step';
import styles from '../work.module.css';
import { Documents } from './Documents';
import { EarlierDocuments } from './EarlierDocuments';
import { FilesToSend } from './FilesToSend';

const words = messages({
  criteria: { ru: 'Критерии', en: 'Criteria' },
  done: { ru: 'Критериев заполнено', en: 'Criteria filled in' },
  ready: { ru: 'готово', en: 'ready' },
  noScore: { ru: 'нет самооценки', en: 'no own score' },
  noText: { ru: 'нет текста', en: 'no text' },
  noEvidence: { ru: 'нет документа', en: 'no document' },
  evidence: { ru: 'Документы', en: 'Documents' },
  evidenceMore: {
    ru: 'Загрузите все документы сразу, а потом прикрепите их к критериям; один документ может подтверждать несколько.',
    en: 'Send all documents at once and attach them to criteria afterwards; one document may speak to several.',
  },
  submit: { ru: 'Отправить на оценку', en: 'Submit' },
});

type Missing = { code: string; what: ('noScore' | 'noText' | 'noEvidence')[] };

/** What each scored criterion lacks; the server decides in the end, this only shows where to look. */
export function missingIn(found: CaseData): Missing[] {
  return found.criteria
    .filter(({ scored }) => scored)
    .map(({ code, evidenceRequired }) => {
      const own = found.selfAssessments.find(({ criterion }) => criterion.code === code);
      const attached = found.documents.some(({ criterionCodes }) => criterionCodes.includes(code));
      const what: Missing['what'] = [];
      if (own?.score == null) what.push('noScore');
      if (!own?.text.trim()) what.push('noText');
      if (evidenceRequired && !attached) what.push('noEvidence');
      return { code, what };
    });
}

export function Checklist({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const missing = missingIn(found);
  const submit = found.transitions.find(({ name }) => name === 'submit');
  return (
    <>
      <Section title={t.criteria}>
        <Progress
          done={missing.filter(({ what }) => !what.length).length}
          total={missing.length}
          label={t.done}
        />
        <ul className={styles.checks}>
          {found.criteria.map((criterion) => {
            if (!criterion.scored)
              return (
                <li key={criterion.id}>
                  <h3 className={styles.group}>
                    {criterion.code}. {local(criterion.title)}
                  </h3>
                </li>
              );
            const what = missing.find(({ code }) => code === criterion.code)?.what ?? [];
            return (
              <li key={criterion.id} className={styles.check}>
                <Link href={path.criterion(found.number, criterion.code)}>
                  {criterion.code}. {local(criterion.title)}
                </Link>
                {what.length ? (
                  <StateBadge tone={what.length === 3 ? 'neutral' : 'active'}>
                    {what.map((one) => t[one]).join(', ')}
                  </StateBadge>
                ) : (
                  <StateBadge tone="good">{t.ready}</StateBadge>
                )}
              </li>
            );
          })}
        </ul>
        <NotAsked of={found.notApplicable} />
      </Section>
      <Section title={t.evidence}>
        <p className="quiet">{t.evidenceMore}</p>
        <FilesToSend evaluation={found.id} uploads={found.uploads} />
        <EarlierDocuments found={found} />
        <Documents found={found} documents={found.documents} />
        <EvidenceMap
          criteria={found.criteria}
          documents={found.documents.map((document) => ({
            ...document,
            pageCount: document.current?.pageCount ?? 0,
            reused: !!document.current?.reusedFrom,
            deleted: !!document.current?.deletedAt,
          }))}
        />
      </Section>
      {submit && (
        <Section title={t.submit}>
          <Step transition={submit} found={found} />
        </Section>
      )}
    </>
  );
}
