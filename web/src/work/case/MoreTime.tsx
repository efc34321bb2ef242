// More time before a deadline: what was asked and answered, where the deadlines stand; asking, and answering.
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select } from '../../design/Field';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { dayOf, untilDay } from '../secretary/dates';
import styles from '../work.module.css';
import type { CaseData } from './caseQuery';
import { DayAndReason } from './DayAndReason';
import { roleWords } from './roles';

export const extensionFields = graphql(`
  fragment ExtensionFields on Evaluation {
    extensionRequests {
      id deadlineName by wishedFor reason askedAt state title { ru en } dueAfter answer person { name { ru en } }
    }
  }
`);
type Request = ResultOf<typeof extensionFields>['extensionRequests'][number];

const requestExtension = graphql(
  `mutation RequestExtension($input: RequestExtensionInput!) { requestExtension(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const answerRequest = graphql(
  `mutation AnswerExtensionRequest($input: AnswerExtensionRequestInput!) { answerExtensionRequest(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  requests: { ru: 'Просьбы о продлении', en: 'Requests for more time' },
  ask: { ru: 'Попросить о продлении', en: 'Ask for more time' },
  askMore: {
    ru: 'Решит секретариат, ответ появится здесь. До ответа действует прежний срок.',
    en: 'The secretariat decides; the answer will stand here. Until then the deadline stays as it is.',
  },
  which: { ru: 'Какой срок', en: 'Which deadline' },
  until: { ru: 'До какого дня', en: 'Until which day' },
  why: { ru: 'Почему', en: 'Why' },
  send: { ru: 'Отправить просьбу', en: 'Send the request' },
  wished: { ru: (day: string) => `просят до ${day}`, en: (day: string) => `asks for ${day}` },
  granted: { ru: (day: string) => `продлён до ${day}`, en: (day: string) => `granted until ${day}` },
  day: { ru: 'Продлить до', en: 'Extend until' },
  dayHint: {
    ru: 'Включительно, по времени школы. Можно выбрать другой день.',
    en: 'Inclusive, in the school’s time. You can choose another day.',
  },
  answer: { ru: 'Ответ', en: 'Answer' },
  answerHint: {
    ru: 'Тот, кто просил, его прочитает. Для отказа нужна причина.',
    en: 'Whoever asked reads it. To refuse, give the reason.',
  },
  grant: { ru: 'Продлить', en: 'Extend' },
  refuse: { ru: 'Отказать', en: 'Refuse' },
});

const tones = {
  WAITING: 'active',
  GRANTED: 'good',
  OTHER_DAY: 'good',
  REFUSED: 'bad',
  LAPSED: 'neutral',
} as const;

const may = (found: CaseData, name: string) =>
  found.transitions.some((one) => one.name === name && one.available);

/** Whether a request for more time waits for my answer. */
export function hasToAnswer(found: CaseData): boolean {
  return may(found, 'answer_extension_request');
}

export function MoreTime({ found }: { found: CaseData }) {
  const t = useMessages(words);
  return (
    <>
      {found.extensionRequests.length > 0 && (
        <ul className={styles.remarks} aria-label={t.requests}>
          {found.extensionRequests.map((request) => (
            <Asked key={request.id} found={found} request={request} />
          ))}
        </ul>
      )}
      {may(found, 'request_extension') && <Asking found={found} />}
    </>
  );
}

function Asked({ found, request }: { found: CaseData; request: Request }) {
  const t = useMessages(words);
  const who = useMessages(roleWords);
  const local = useLocal();
  const time = useTime();
  const { name } = request.person ?? {};
  const deadline = found.process.deadlines.find((one) => one.name === request.deadlineName);
  return (
    <li className={`${styles.remark} stack-near`}>
      <p className="row">
        {deadline && <strong>{local(deadline.title)}</strong>}
        <StateBadge tone={tones[request.state]}>{local(request.title)}</StateBadge>
      </p>
      <p>
        {name ? local(name) : who[request.by]} · {t.wished(time.day(request.wishedFor))}
        {request.dueAfter && request.state === 'OTHER_DAY' && <> · {t.granted(time.day(request.dueAfter))}</>}
      </p>
      <p className="quiet">{request.reason}</p>
      {request.answer && <p>{request.answer}</p>}
      {request.state === 'WAITING' && may(found, 'answer_extension_request') && (
        <Answering found={found} request={request} />
      )}
    </li>
  );
}

function Answering({ found, request }: { found: CaseData; request: Request }) {
  const t = useMessages(words);
  const act = useAct(answerRequest, (data) => data.answerExtensionRequest);
  const zone = found.deadlines.find(({ name }) => name === request.deadlineName)?.timezone;
  const wished = dayOf(request.wishedFor, zone);
  const [day, setDay] = useState(wished);
  const [reason, setReason] = useState('');
  const about = { extensionRequestId: request.id, expectedVersion: found.version, reason };
  const grant = () =>
    act.run({ input: { ...about, granted: true, day: day === wished ? null : day || null } });
  const refuse = () => act.run({ input: { ...about, granted: false } });
  return (
    <div className="stack">
      <DayAndReason
        trouble={act.trouble}
        day={{ label: t.day, hint: t.dayHint, value: day, onChange: setDay, field: 'day' }}
        reason={{ label: t.answer, hint: t.answerHint, value: reason, onChange: setReason, field: 'reason' }}
      />
      <Trouble act={act} />
      <div className="row">
        <Button pending={act.pending} onClick={() => void grant()}>
          {t.grant}
        </Button>
        <Button pending={act.pending} onClick={() => void refuse()}>
          {t.refuse}
        </Button>
      </div>
    </div>
  );
}

function Asking({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(requestExtension, (data) => data.requestExtension);
  const due = found.currentDeadline ?? found.deadlines[0];
  const [name, setName] = useState(due?.name ?? '');
  const [day, setDay] = useState(untilDay(7, new Date(Math.max(Date.parse(due?.dueAt ?? ''), Date.now()))));
  const [reason, setReason] = useState('');
  if (!due) return null;
  const ask = () =>
    act.run({ input: { evaluationId: found.id, expectedVersion: found.version, name, day, reason } });
  return (
    <Disclosure title={t.ask}>
      <div className="stack">
        <p className="quiet">{t.askMore}</p>
        {found.deadlines.length > 1 && !found.currentDeadline && (
          <Select
            label={t.which}
            value={name}
            onChange={setName}
            options={found.deadlines.map((one) => ({ value: one.name, title: local(one.title) }))}
          />
        )}
        <DayAndReason
          trouble={act.trouble}
          day={{ label: t.until, value: day, onChange: setDay, field: 'day' }}
          reason={{ label: t.why, value: reason, onChange: setReason, field: 'reason' }}
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
