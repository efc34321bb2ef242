// The school's documents: title, criteria they speak to, who reads them; new versions, removal.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useBytes } from '../../app/numbers';
import { path } from '../../app/paths';
import { useTime } from '../../app/time';
import { Button, LinkButton } from '../../design/Button';
import { Confirmation } from '../../design/Confirmation';
import { Checkbox, TextField } from '../../design/Field';
import { FirstPage } from '../../design/FirstPage';
import { Trouble } from '../../design/Trouble';
import { canBeRedacted } from '../../panel/desk/redaction';
import type { CaseData, DocumentData } from '../case/caseQuery';
import { useDeletion } from '../case/DocumentLink';
import { ChangeReaders, type Readers, ReadersFields, useReadersOf } from '../case/Readers';
import styles from '../work.module.css';
import { FilesToSend } from './FilesToSend';

const describe = graphql(
  `mutation DescribeDocument($input: DescribeDocumentInput!) { describeDocument(input: $input) {
    __typename ... on EvidenceDocument { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const remove = graphql(
  `mutation RemoveDocument($input: RemoveDocumentInput!) { removeDocument(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  none: { ru: 'Документов пока нет.', en: 'No documents yet.' },
  pages: { ru: (count: number) => `страниц: ${count}`, en: (count: number) => `pages: ${count}` },
  version: { ru: (number: number) => `версия ${number}`, en: (number: number) => `version ${number}` },
  loose: { ru: 'не прикреплён ни к одному критерию', en: 'attached to no criterion' },
  to: { ru: (codes: string) => `критерии: ${codes}`, en: (codes: string) => `criteria: ${codes}` },
  made: { ru: (day: string) => `составлен ${day}`, en: (day: string) => `made ${day}` },
  outdated: { ru: 'устарел по правилам оценки', en: 'outdated by the rules of the evaluation' },
  reused: {
    ru: (number: string) => `из оценки ${number}`,
    en: (number: string) => `from evaluation ${number}`,
  },
  dated: { ru: 'Когда составлен документ', en: 'When the document was made' },
  redacts: {
    ru: (title: string) => `копия документа «${title}» с закрашенными местами`,
    en: (title: string) => `redacted copy of “${title}”`,
  },
  redact: { ru: 'Закрасить места', en: 'Redact' },
  edit: { ru: 'Изменить', en: 'Edit' },
  away: { ru: 'Убрать из оценки', en: 'Take out of the evaluation' },
  detach: { ru: 'Открепить', en: 'Detach' },
  sure: {
    ru: (codes: string) =>
      codes ? `Убрать документ совсем? Он подтверждает критерии ${codes}.` : 'Убрать документ совсем?',
    en: (codes: string) =>
      codes
        ? `Take the document out altogether? It speaks to criteria ${codes}.`
        : 'Take the document out altogether?',
  },
  yes: { ru: 'Да, убрать', en: 'Yes, take it out' },
  title: { ru: 'Название', en: 'Title' },
  speaksTo: { ru: 'Подтверждает критерии', en: 'Speaks to criteria' },
  save: { ru: 'Сохранить', en: 'Save' },
  cancel: { ru: 'Отмена', en: 'Cancel' },
  newer: { ru: 'Загрузить новую версию', en: 'Send a new version' },
});

type Props = {
  found: CaseData;
  documents: readonly DocumentData[];
  /** On the page of one criterion a document is detached from it; it stays with the others. */
  criterion?: string;
};

export function Documents({ found, documents, criterion }: Props) {
  const t = useMessages(words);
  if (!documents.length) return <p className="quiet">{t.none}</p>;
  return (
    <ul className={styles.uploads}>
      {documents.map((document) => (
        <Document key={document.id} found={found} document={document} criterion={criterion} />
      ))}
    </ul>
  );
}

function Document({
  found,
  document,
  criterion,
}: {
  found: CaseData;
  document: DocumentData;
  criterion?: string;
}) {
  const t = useMessages(words);
  const bytes = useBytes();
  const time = useTime();
  const readersOf = useReadersOf();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const mayChange = found.transitions.some(({ name, available }) => name === 'upload' && available);
  const detach = useAct(describe, ({ describeDocument }) => describeDocument);
  const away = useAct(remove, ({ removeDocument }) => removeDocument);
  const { current } = document;
  const gone = useDeletion()(current);
  const mayRedact =
    current &&
    found.transitions.some(({ name, available }) => name === 'redact_document' && available) &&
    canBeRedacted({ redacted: document.redacts !== null }, current);
  return (
    <li className={`${styles.document} ${styles.pictured}`}>
      <FirstPage url={gone ? null : current?.thumbnailUrl} />
      <span>
        {current && !gone ? (
          <a href={current.url} target="_blank" rel="noopener">
            {document.title}
          </a>
        ) : (
          document.title
        )}
      </span>
      <span className="quiet small">
        {[
          document.redacts && t.redacts(document.redacts.title),
          document.criterionCodes.length ? t.to(document.criterionCodes.join(', ')) : t.loose,
          current && t.pages(current.pageCount),
          current?.size && bytes(current.size),
          current && current.number > 1 && t.version(current.number),
          current && time.day(current.uploadedAt),
          document.datedOn && t.made(time.day(document.datedOn)),
          document.outdated && t.outdated,
          current?.reusedFrom && t.reused(current.reusedFrom),
          gone,
          readersOf(document),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {(mayChange || mayRedact) && (
        <div className={`row ${styles.acts}`}>
          {mayChange && (
            <>
              <Button small look="plain" aria-expanded={editing} onClick={() => setEditing(!editing)}>
                {t.edit}
                <span className="unseen"> {document.title}</span>
              </Button>
              {criterion ? (
                <Button
                  small
                  look="plain"
                  pending={detach.pending}
                  onClick={() =>
                    void detach.run({
                      input: {
                        documentId: document.id,
                        expectedVersion: document.version,
                        title: document.title,
                        criterionCodes: document.criterionCodes.filter((code) => code !== criterion),
                      },
                    })
                  }
                >
                  {t.detach}
                  <span className="unseen"> {document.title}</span>
                </Button>
              ) : (
                <Button small look="plain" aria-expanded={asking} onClick={() => setAsking(!asking)}>
                  {t.away}
                  <span className="unseen"> {document.title}</span>
                </Button>
              )}
            </>
          )}
          {mayRedact && (
            <LinkButton small look="plain" href={path.redact(found.number, current.id)}>
              {t.redact}
              <span className="unseen"> {document.title}</span>
            </LinkButton>
          )}
        </div>
      )}
      {asking && (
        <Confirmation
          small
          question={t.sure(document.criterionCodes.join(', '))}
          yes={t.yes}
          no={t.cancel}
          pending={away.pending}
          onYes={() =>
            void away.run({ input: { documentId: document.id, expectedVersion: document.version } })
          }
          onNo={() => setAsking(false)}
        />
      )}
      {!mayChange && <ChangeReaders found={found} document={document} />}
      <Trouble act={away} />
      <Trouble act={detach} />
      {editing && <Description found={found} document={document} onDone={() => setEditing(false)} />}
    </li>
  );
}

function Description({
  found,
  document,
  onDone,
}: {
  found: CaseData;
  document: DocumentData;
  onDone: () => void;
}) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(describe, ({ describeDocument }) => describeDocument);
  const [title, setTitle] = useState(document.title);
  const [day, setDay] = useState(document.datedOn ?? '');
  const [readers, setReaders] = useState<Readers>(document);
  const [codes, setCodes] = useState<readonly string[]>(document.criterionCodes);
  const wrong = problemAt(act.trouble, 'title');
  const wrongDay = problemAt(act.trouble, 'datedOn');

  async function save() {
    const done = await act.run({
      input: {
        documentId: document.id,
        expectedVersion: document.version,
        title,
        classification: readers.classification,
        personalData: readers.personalData,
        datedOn: day || null,
        criterionCodes: [...codes],
      },
    });
    if (done) onDone();
  }
  return (
    <div className="stack">
      <TextField label={t.title} value={title} onChange={setTitle} problem={wrong && local(wrong)} />
      <TextField
        type="date"
        label={t.dated}
        optional
        value={day}
        onChange={setDay}
        problem={wrongDay && local(wrongDay)}
      />
      <ReadersFields value={readers} onChange={setReaders} file={document.current} />
      <fieldset className="stack-near">
        <legend>{t.speaksTo}</legend>
        {found.criteria
          .filter(({ scored }) => scored)
          .map((criterion) => (
            <Checkbox
              key={criterion.id}
              label={`${criterion.code}. ${local(criterion.title)}`}
              checked={codes.includes(criterion.code)}
              onChange={(on) =>
                setCodes(on ? [...codes, criterion.code] : codes.filter((code) => code !== criterion.code))
              }
            />
          ))}
      </fieldset>
      <FilesToSend evaluation={found.id} uploads={[]} document={document.id} title={t.newer} />
      <Trouble act={act} />
      <div className="row">
        <Button look="primary" pending={act.pending} onClick={() => void save()}>
          {t.save}
        </Button>
        <Button look="plain" onClick={onDone}>
          {t.cancel}
        </Button>
      </div>
    </div>
  );
}
