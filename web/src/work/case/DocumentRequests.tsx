// Documents that are missing: what the school is asked for and what it answered; asking, and answering.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { type LocalizedText, messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Confirmation } from '../../design/Confirmation';
import { Deadline } from '../../design/Deadline';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextArea } from '../../design/Field';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import styles from '../work.module.css';
import { DayAndReason } from './DayAndReason';
import { DocumentLink } from './DocumentLink';
import { roleWords } from './roles';

export const documentRequestFields = graphql(`
  fragment DocumentRequestFields on Evaluation {
    documentRequests {
      id criterionCode by text askedAt dueAt state title { ru en } answer answeredAt withdrawnAt withdrawable late person { name { ru en } }
      documents { id title current { id url deletedAt deletedFor } }
    }
  }
`);
type Asked = ResultOf<typeof documentRequestFields>;
export type DocumentRequestData = Asked['documentRequests'][number];

type Step = { name: string; available: boolean };
/** What is needed of a case, on its own page and at the desk. */
export type AskedCase = Asked & { id: string; transitions: readonly Step[] };

const requestDocument = graphql(
  `mutation RequestDocument($input: RequestDocumentInput!) { requestDocument(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const withdrawRequest = graphql(
  `mutation WithdrawDocumentRequest($input: WithdrawDocumentRequestInput!) { withdrawDocumentRequest(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const answerRequest = graphql(
  `mutation AnswerDocumentRequest($input: AnswerDocumentRequestInput!) { answerDocumentRequest(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  requests: { ru: 'Запрошенные документы', en: 'Documents asked for' },
  for: { ru: (code: string) => `Критерий ${code}`, en: (code: string) => `Criterion ${code}` },
  asked: {
    ru: (who: string, day: string) => `Спрашивает: ${who}, ${day}`,
    en: (who: string, day: string) => `Asked by ${who} on ${day}`,
  },
  answered: {
    ru: (day: string) => `Ответ школы, ${day}`,
    en: (day: string) => `The school’s answer, ${day}`,
  },
  withdrawn: { ru: (day: string) => `Отозван ${day}`, en: (day: string) => `Withdrawn on ${day}` },
  withdraw: { ru: 'Отозвать запрос', en: 'Withdraw the request' },
  sure: {
    ru: 'Школа больше не увидит его среди своих дел. Вернуть его нельзя, но можно запросить снова.',
    en: 'It leaves the school’s tasks. It cannot be brought back, but you can ask again.',
  },
  yes: { ru: 'Да, отозвать', en: 'Yes, withdraw it' },
  no: { ru: 'Оставить', en: 'Keep it' },
  late: { ru: 'позже срока', en: 'late' },
  given: { ru: 'Передано', en: 'Given' },
  ask: { ru: 'Запросить документ у школы', en: 'Ask the school for a document' },
  askMore: {
    ru: 'Школа увидит запрос среди своих дел и получит письмо. Кто именно спрашивает, она узнает, только если в этой оценке имена экспертов ей открыты.',
    en: 'The school finds the request among its tasks and gets a letter. It learns who asks only where this evaluation shows it the experts’ names.',
  },
  which: { ru: 'Для какого критерия', en: 'For which criterion' },
  what: { ru: 'Чего не хватает', en: 'What is missing' },
  whatHint: {
    ru: 'Какой документ и что в нём нужно увидеть.',
    en: 'Which document, and what it should show.',
  },
  day: { ru: 'До какого дня', en: 'Until which day' },
  dayHint: {
    ru: 'Включительно, по времени школы. Пусто – пять рабочих дней.',
    en: 'Inclusive, in the school’s time. Blank: five working days.',
  },
  send: { ru: 'Отправить запрос', en: 'Send the request' },
  here: { ru: 'Документ уже есть в оценке', en: 'The document is in the evaluation already' },
  none: { ru: 'не выбран', en: 'none chosen' },
  answer: { ru: 'Что сказать экспертам', en: 'What to tell the experts' },
  answerHint: {
    ru: 'Если документа нет, напишите почему.',
    en: 'If there is no document, write why.',
  },
  reply: { ru: 'Ответить на запрос', en: 'Answer the request' },
});

const tones = { WAITING: 'active', GIVEN: 'good', DECLINED: 'neutral', WITHDRAWN: 'neutral' } as const;

const may = (found: AskedCase, name: string) =>
  found.transitions.some((one) => one.name === name && one.available);

/** Whether the school is asked for a document and I answer for it. */
export function hasToBring(found: AskedCase): boolean {
  const waiting = found.documentRequests.some(({ state }) => state === 'WAITING');
  return waiting && may(found, 'answer_document_request');
}

type ListProps = {
  requests: readonly DocumentRequestData[];
  /** Opens a document beside the list; left out, in a window of its own. */
  onOpen?: (version: string) => void;
  /** What stands below one that waits. */
  below?: (request: DocumentRequestData) => React.ReactNode;
};

export function RequestedDocuments({ requests, onOpen, below }: ListProps) {
  const t = useMessages(words);
  if (!requests.length) return null;
  return (
    <ul className={styles.remarks} aria-label={t.requests}>
      {requests.map((request) => (
        <Requested key={request.id} request={request} onOpen={onOpen} below={below?.(request)} />
      ))}
    </ul>
  );
}

function Requested({
  request,
  onOpen,
  below,
}: {
  request: DocumentRequestData;
  onOpen?: ListProps['onOpen'];
  below?: React.ReactNode;
}) {
  const t = useMessages(words);
  const who = useMessages(roleWords);
  const local = useLocal();
  const time = useTime();
  const { name } = request.person ?? {};
  return (
    <li className={`${styles.remark} stack-near`}>
      <p className="row">
        <strong>{t.for(request.criterionCode)}</strong>
        <StateBadge tone={tones[request.state]}>{local(request.title)}</StateBadge>
        {request.late && <StateBadge tone="warn">{t.late}</StateBadge>}
        {request.state === 'WAITING' && <Deadline dueAt={request.dueAt} />}
      </p>
      <p className="prose">{request.text}</p>
      <p className="quiet small">
        {t.asked(name ? local(name) : who[request.by], time.day(request.askedAt))}
        {request.withdrawnAt && `. ${t.withdrawn(time.day(request.withdrawnAt))}`}
      </p>
      {request.answeredAt && (
        <div>
          <p className="quiet small">{t.answered(time.day(request.answeredAt))}</p>
          {request.answer && <p className="prose">{request.answer}</p>}
        </div>
      )}
      {request.documents.length > 0 && (
        <p className="row">
          <span className="quiet small">{t.given}</span>
          {request.documents.map((document) => (
            <DocumentLink key={document.id} document={document}>
              {document.current && onOpen && (
                <Button small look="plain" onClick={() => onOpen(document.current?.id ?? '')}>
                  {document.title}
                </Button>
              )}
            </DocumentLink>
          ))}
        </p>
      )}
      {request.withdrawable && <Withdrawing request={request} />}
      {below}
    </li>
  );
}

function Withdrawing({ request }: { request: DocumentRequestData }) {
  const t = useMessages(words);
  const act = useAct(withdrawRequest, (data) => data.withdrawDocumentRequest);
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <div>
        <Button small look="plain" onClick={() => setAsking(true)}>
          {t.withdraw}
          <span className="unseen"> {t.for(request.criterionCode)}</span>
        </Button>
      </div>
    );
  return (
    <Confirmation
      small
      question={t.sure}
      yes={t.yes}
      no={t.no}
      pending={act.pending}
      onYes={() => void act.run({ input: { documentRequestId: request.id } })}
      onNo={() => setAsking(false)}
    >
      <Trouble act={act} />
    </Confirmation>
  );
}

type Criterion = { code: string; title: LocalizedText };

/** The form to ask by, for whoever may. One criterion needs no choice. */
export function AskForDocument({ found, criteria }: { found: AskedCase; criteria: readonly Criterion[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(requestDocument, (data) => data.requestDocument);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [chosen, setChosen] = useState(criteria[0]?.code ?? '');
  const [text, setText] = useState('');
  const [day, setDay] = useState('');
  if (!may(found, 'request_document')) return null;
  const criterionCode = criteria.length === 1 ? (criteria[0]?.code ?? '') : chosen;
  async function ask() {
    const input = { evaluationId: found.id, idempotencyKey: key, criterionCode, text, day: day || null };
    if (!(await act.run({ input }))) return;
    setKey(crypto.randomUUID());
    setText('');
    setDay('');
  }
  return (
    <Disclosure title={t.ask}>
      <div className="stack">
        <p className="quiet">{t.askMore}</p>
        {criteria.length > 1 && (
          <Select
            label={t.which}
            value={chosen}
            onChange={setChosen}
            options={criteria.map(({ code, title }) => ({ value: code, title: `${code}. ${local(title)}` }))}
          />
        )}
        <DayAndReason
          trouble={act.trouble}
          day={{ label: t.day, hint: t.dayHint, value: day, onChange: setDay, field: 'day' }}
          reason={{ label: t.what, hint: t.whatHint, value: text, onChange: setText, field: 'text' }}
        />
        <Trouble act={act} />
        <div>
          <Button pending={act.pending} onClick={() => void ask()}>
            {t.send}
          </Button>
        </div>
      </div>
    </Disclosure>
  );
}

type Here = { id: string; title: string };

/** The school's answer: files sent for the request stand above; here a document that is there already, and words. */
export function AnswerRequest({
  request,
  documents,
}: {
  request: DocumentRequestData;
  documents: readonly Here[];
}) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(answerRequest, (data) => data.answerDocumentRequest);
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');
  const wrong = problemAt(act.trouble, 'text');
  const answer = () =>
    act.run({ input: { documentRequestId: request.id, documentIds: chosen ? [chosen] : [], text } });
  const given = new Set(request.documents.map(({ id }) => id));
  const others = documents.filter(({ id }) => !given.has(id));
  return (
    <div className="stack">
      {others.length > 0 && (
        <Select
          label={t.here}
          optional
          value={chosen}
          onChange={setChosen}
          options={[{ value: '', title: t.none }, ...others.map(({ id, title }) => ({ value: id, title }))]}
        />
      )}
      <TextArea
        label={t.answer}
        hint={t.answerHint}
        rows={2}
        value={text}
        onChange={setText}
        problem={wrong && local(wrong)}
      />
      <Trouble act={act} />
      <div>
        <Button look="primary" pending={act.pending} onClick={() => void answer()}>
          {t.reply}
        </Button>
      </div>
    </div>
  );
}
