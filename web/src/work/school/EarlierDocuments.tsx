// Documents of the school's earlier evaluations, to be used again without sending them.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { TextField } from '../../design/Field';
import { Reasons, reasonFields } from '../../design/Reasons';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from '../case/caseQuery';
import styles from '../work.module.css';

const query = graphql(
  `query EarlierDocuments($number: String!) { viewer { evaluation(number: $number) {
    earlierDocuments { id title evaluationNumber proposedCodes datedOn here outdated refusal { ...ReasonFields } }
  } } }`,
  [reasonFields],
);
type Earlier = NonNullable<
  NonNullable<ResultOf<typeof query>['viewer']>['evaluation']
>['earlierDocuments'][number];

const reuse = graphql(
  `mutation ReuseDocument($input: ReuseDocumentInput!) { reuseDocument(input: $input) {
    __typename ... on EvidenceDocument { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Взять из прошлых оценок', en: 'Take from earlier evaluations' },
  more: {
    ru: 'Отправлять документ заново не нужно: возьмётся его последняя версия. Критерии потом можно изменить.',
    en: 'The document need not be sent again: its newest version is taken. Its criteria can be changed afterwards.',
  },
  of: { ru: (number: string) => `оценка ${number}`, en: (number: string) => `evaluation ${number}` },
  made: { ru: (day: string) => `составлен ${day}`, en: (day: string) => `made ${day}` },
  to: { ru: (codes: string) => `критерии: ${codes}`, en: (codes: string) => `criteria: ${codes}` },
  here: { ru: 'уже здесь', en: 'here already' },
  outdated: { ru: 'устарел', en: 'outdated' },
  dated: { ru: 'Когда составлен документ', en: 'When the document was made' },
  take: { ru: 'Взять', en: 'Take' },
});

export function EarlierDocuments({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const reading = useRead(query, { number: found.number });
  const documents = reading.data?.viewer?.evaluation?.earlierDocuments ?? [];
  if (!documents.length) return null;
  return (
    <Disclosure title={t.title}>
      <p className="quiet">{t.more}</p>
      <ul className={styles.uploads}>
        {documents.map((document) => (
          <One key={document.id} found={found} document={document} />
        ))}
      </ul>
    </Disclosure>
  );
}

function One({ found, document }: { found: CaseData; document: Earlier }) {
  const t = useMessages(words);
  const time = useTime();
  const local = useLocal();
  const act = useAct(reuse, (data) => data.reuseDocument);
  const [day, setDay] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const criterionCodes = document.proposedCodes;
  const wrong = problemAt(act.trouble, 'datedOn');
  const take = () =>
    act.run({
      input: {
        evaluationId: found.id,
        idempotencyKey: `${key} ${day}`,
        documentId: document.id,
        criterionCodes,
        datedOn: document.datedOn ? null : day || null,
      },
    });
  const facts = [
    t.of(document.evaluationNumber),
    document.datedOn && t.made(time.day(document.datedOn)),
    criterionCodes.length > 0 && t.to(criterionCodes.join(', ')),
  ];
  return (
    <li className={styles.document}>
      <div className="row row-apart">
        <span>{document.title}</span>
        {document.here && <StateBadge tone="good">{t.here}</StateBadge>}
        {document.outdated && <StateBadge tone="warn">{t.outdated}</StateBadge>}
      </div>
      <p className="quiet small">{facts.filter(Boolean).join(' · ')}</p>
      {document.refusal && <Reasons reasons={[document.refusal]} />}
      {!document.datedOn && !document.here && (
        <TextField
          label={t.dated}
          type="date"
          value={day}
          onChange={setDay}
          problem={wrong && local(wrong)}
        />
      )}
      {!document.here && !document.refusal && (
        <div>
          <Button small pending={act.pending} onClick={() => void take()}>
            {t.take}
            <span className="unseen"> {document.title}</span>
          </Button>
        </div>
      )}
      <Trouble act={act} />
    </li>
  );
}
