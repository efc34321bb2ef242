// Evidence whose time is over: the secretary looks through it and deletes it, each document with a reason.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { EmptyState } from '../../design/EmptyState';
import { TextArea } from '../../design/Field';
import { Link } from '../../design/Link';
import { Page, PageHeader } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { useReadersOf } from '../case/Readers';
import styles from '../work.module.css';

const query = graphql(`query Retention {
  viewer {
    roles
    dueForDeletion {
      keptUntil held evaluationNumber
      document { id title classification personalData current { url sha256 } }
    }
  }
}`);
type Due = NonNullable<ResultOf<typeof query>['viewer']>['dueForDeletion'][number];

const remove = graphql(
  `mutation DeleteEvidence($input: DeleteEvidenceInput!) { deleteEvidence(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Сроки хранения документов', en: 'How long evidence is kept' },
  back: { ru: 'Оценки', en: 'Evaluations' },
  lead: {
    ru: 'Документы, срок хранения которых вышел. Удаляются сам файл и его текст; название, контрольная сумма, ссылки экспертов и запись в истории остаются.',
    en: 'Documents whose time is over. The file and its text are deleted; its name, its hash, the experts’ citations and an entry of the history stay.',
  },
  none: { ru: 'Удалять нечего', en: 'Nothing is due' },
  noneMore: {
    ru: 'Когда у документа завершённой оценки выйдет срок хранения, он появится здесь. Сроки задаёт тот, кто ведёт сервер.',
    en: 'When the time of a document of an ended evaluation is over, it will stand here. Whoever runs the server sets the periods.',
  },
  until: { ru: (day: string) => `хранился до ${day}`, en: (day: string) => `kept until ${day}` },
  held: { ru: 'запрет удаления', en: 'on hold' },
  heldMore: {
    ru: 'Снять запрет можно на странице оценки.',
    en: 'The hold is lifted on the page of the evaluation.',
  },
  remove: { ru: 'Удалить', en: 'Delete' },
  why: { ru: 'Причина', en: 'Reason' },
  whyHint: {
    ru: 'Останется в истории оценки. Вернуть файл будет нельзя.',
    en: 'It stays in the history. The file cannot be brought back.',
  },
  sure: { ru: 'Удалить навсегда', en: 'Delete for good' },
});

export function RetentionScreen() {
  const t = useMessages(words);
  const reading = useRead(query, {});
  const viewer = reading.data?.viewer;
  return (
    <Page width="reading">
      <PageHeader title={t.title} lead={t.lead} back={{ href: path.cases, title: t.back }} />
      {!viewer ? (
        <Waiting reading={reading} lines={8} />
      ) : viewer.dueForDeletion.length === 0 ? (
        <EmptyState title={t.none}>{t.noneMore}</EmptyState>
      ) : (
        <ul className={styles.uploads}>
          {viewer.dueForDeletion.map((due) => (
            <One key={due.document?.id} due={due} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function One({ due }: { due: Due }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const readersOf = useReadersOf();
  const act = useAct(remove, (data) => data.deleteEvidence);
  const [reason, setReason] = useState('');
  const { document, evaluationNumber } = due;
  const wrong = problemAt(act.trouble, 'reason');
  if (!document) return null;
  return (
    <li className={styles.document}>
      <div className="row row-apart">
        <a href={document.current?.url} target="_blank" rel="noopener">
          {document.title}
        </a>
        {due.held && <StateBadge tone="warn">{t.held}</StateBadge>}
      </div>
      <p className="quiet small">
        {evaluationNumber && <Link href={path.evaluation(evaluationNumber)}>{evaluationNumber}</Link>} ·{' '}
        {t.until(time.day(due.keptUntil))} · {readersOf(document)}
      </p>
      {due.held ? (
        <p className="quiet small">{t.heldMore}</p>
      ) : (
        <Disclosure
          title={
            <span>
              {t.remove}
              <span className="unseen"> {document.title}</span>
            </span>
          }
        >
          <div className="stack">
            <TextArea
              label={t.why}
              hint={t.whyHint}
              rows={2}
              value={reason}
              onChange={setReason}
              problem={wrong && local(wrong)}
            />
            <Trouble act={act} />
            <div>
              <Button
                pending={act.pending}
                onClick={() => void act.run({ input: { documentId: document.id, reason } })}
              >
                {t.sure}
              </Button>
            </div>
          </div>
        </Disclosure>
      )}
    </li>
  );
}
