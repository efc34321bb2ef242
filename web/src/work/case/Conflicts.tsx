// Conflicts of interest in a case: what stands for whom, what was asked and decided, and what I can do about it.
import { type ComponentProps, useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextArea } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { SteppingAside } from '../../panel/SteppingAside';
import { NO_TIE, TieFields, type TieKind, tieInput } from '../../panel/ties';
import styles from '../work.module.css';
import type { CaseData } from './caseQuery';

export const conflictFields = graphql(`
  fragment ConflictFields on Evaluation {
    conflicts { kind title { ru en } stops waived declared youCanWaive youCanOpen person { id name { ru en } } }
    declaredTies { id kind note sinceYear untilYear person { id } }
    recusalRequests {
      id title { ru en } note sinceYear untilYear askedAt person { name { ru en } } answer { granted reason at }
    }
    waivers { title { ru en } reason at person { id name { ru en } } }
  }
`);
type Data = ResultOf<typeof conflictFields>;
type Conflict = Data['conflicts'][number];
type Request = Data['recusalRequests'][number];

const recuseMember = graphql(
  `mutation RecuseMember($input: RecuseMemberInput!) { recuseMember(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const waiveConflict = graphql(
  `mutation WaiveConflict($input: WaiveConflictInput!) { waiveConflict(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const openTies = graphql(
  `mutation OpenTies($input: OpenTiesInput!) { openTies(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const requestRecusal = graphql(
  `mutation RequestRecusal($input: RequestRecusalInput!) { requestRecusal(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const answerRequest = graphql(
  `mutation AnswerRecusalRequest($input: AnswerRecusalRequestInput!) { answerRecusalRequest(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Конфликт интересов', en: 'Conflicts of interest' },
  before: {
    ru: 'Если вы связаны с этой школой, скажите об этом до того, как начнёте читать.',
    en: 'If you have a tie to this school, say so before you begin to read.',
  },
  tell: { ru: 'Заявить о связи со школой или взять самоотвод', en: 'Tell of a tie, or step aside' },
  held: { ru: 'Материалы дела для вас закрыты', en: 'The case is closed to you for now' },
  stops: { ru: 'действовать нельзя', en: 'cannot act' },
  waived: { ru: 'разрешено', en: 'waived' },
  noted: { ru: 'к сведению', en: 'for the record' },
  declared: { ru: 'заявлено', en: 'declared' },
  detected: { ru: 'по реестру', en: 'from the register' },
  openTie: { ru: 'Прочитать заявленное', en: 'Read what was declared' },
  openTieHint: {
    ru: 'Это личное: в деле останется запись, что вы прочитали, и человек её увидит.',
    en: 'It is personal: an entry stays in the case that you read it, and the person sees it.',
  },
  waive: { ru: 'Разрешить участие', en: 'Waive it' },
  waiveWhy: { ru: 'Почему это не мешает судить независимо', en: 'Why it does not stand in the way' },
  waiveHint: {
    ru: 'Обоснование публикуется вместе с результатом, без имени.',
    en: 'The reason is published with the result, without the name.',
  },
  recuse: { ru: 'Отвести', en: 'Recuse' },
  recuseWhy: { ru: 'Почему', en: 'Why' },
  recuseHint: {
    ru: 'Дело закроется для этого человека, место освободится. Причину он прочитает.',
    en: 'The case is closed to this person and the seat falls vacant. The person reads the reason.',
  },
  asks: { ru: 'Отводы школы', en: 'Recusals the school asked for' },
  ask: { ru: 'Заявить отвод', en: 'Ask for a recusal' },
  askMore: {
    ru: 'Решение примет секретариат и сообщит его здесь с причиной. До решения эксперт продолжает работу.',
    en: 'The secretariat decides and tells the reason here. Until then the expert goes on.',
  },
  whom: { ru: 'Кому', en: 'Whose' },
  open: { ru: 'решения нет', en: 'not decided' },
  granted: { ru: 'отвод принят', en: 'granted' },
  refused: { ru: 'отвод отклонён', en: 'refused' },
  decideWhy: { ru: 'Обоснование решения', en: 'The reason of the decision' },
  decideHint: { ru: 'Школа его прочитает.', en: 'The school reads it.' },
  grant: { ru: 'Принять отвод', en: 'Grant' },
  refuse: { ru: 'Отклонить', en: 'Refuse' },
  years: {
    ru: (since: number | null, until: number | null) =>
      [since && `с ${since}`, until && `по ${until}`].filter(Boolean).join(' '),
    en: (since: number | null, until: number | null) =>
      [since && `since ${since}`, until && `until ${until}`].filter(Boolean).join(' '),
  },
});

const may = (found: CaseData, name: string) =>
  found.transitions.some((one) => one.name === name && one.available);

/** Whether a conflict or a request waits for me to judge of it. */
export function hasToSettle(found: CaseData): boolean {
  const judges = found.myRoles.includes('SECRETARY') || found.myRoles.includes('CHAIR');
  return (
    (judges && may(found, 'recuse_member') && found.conflicts.some(({ stops }) => stops)) ||
    (may(found, 'answer_recusal_request') && found.recusalRequests.some(({ answer }) => !answer))
  );
}

export function Conflicts({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const judging = found.transitions.some(({ name }) => name === 'declare_conflict' || name === 'recuse');
  const asking = may(found, 'request_recusal') && found.seats.some(({ recused }) => !recused);
  const empty = !found.conflicts.length && !found.recusalRequests.length && !judging && !asking;
  if (empty) return null;
  return (
    <Section title={t.title}>
      {found.heldBack.length > 0 && (
        <Notice tone="warn" title={t.held}>
          {found.heldBack.map(({ code, message }) => (
            <p key={code}>{local(message)}</p>
          ))}
        </Notice>
      )}
      {judging && <p className="quiet">{t.before}</p>}
      {found.conflicts.length > 0 && (
        <ul className={styles.remarks}>
          {found.conflicts.map((conflict) => (
            <Standing
              key={`${conflict.person?.id} ${conflict.kind} ${conflict.declared}`}
              found={found}
              conflict={conflict}
            />
          ))}
        </ul>
      )}
      {judging && <SteppingAside found={found} title={t.tell} />}
      {found.recusalRequests.length > 0 && (
        <ul className={styles.remarks} aria-label={t.asks}>
          {found.recusalRequests.map((request) => (
            <Asked key={request.id} found={found} request={request} />
          ))}
        </ul>
      )}
      {asking && <Asking found={found} />}
    </Section>
  );
}

function Standing({ found, conflict }: { found: CaseData; conflict: Conflict }) {
  const t = useMessages(words);
  const local = useLocal();
  const { person } = conflict;
  if (!person) return null;
  const told = found.declaredTies.filter((tie) => tie.person?.id === person.id && tie.kind === conflict.kind);
  const waivers = found.waivers.filter(
    (one) => one.person?.id === person.id && one.title.en === conflict.title.en,
  );
  const overseen = found.myRoles.includes('SECRETARY') || found.myRoles.includes('CHAIR');
  return (
    <li className={`${styles.remark} stack-near`}>
      <p className="row">
        <strong>{local(person.name)}</strong>
        <span>{local(conflict.title)}</span>
        <span className="quiet">{conflict.declared ? t.declared : t.detected}</span>
        <StateBadge tone={conflict.stops ? 'bad' : conflict.waived ? 'good' : 'neutral'}>
          {conflict.stops ? t.stops : conflict.waived ? t.waived : t.noted}
        </StateBadge>
      </p>
      {told.map((tie) => (
        <p key={tie.id} className="quiet">
          {[tie.note, t.years(tie.sinceYear, tie.untilYear)].filter(Boolean).join(' · ')}
        </p>
      ))}
      {conflict.youCanOpen && <Opening found={found} personId={person.id} />}
      {waivers.map((waiver) => (
        <p key={waiver.at}>{waiver.reason}</p>
      ))}
      {conflict.youCanWaive && may(found, 'waive_conflict') && (
        <Waiving found={found} personId={person.id} kind={conflict.kind} />
      )}
      {overseen && may(found, 'recuse_member') && <Recusing found={found} personId={person.id} />}
    </li>
  );
}

type About = { found: { id: string; version: number }; personId: string };

type Answered = readonly { title: string; decide: (reason: string) => unknown }[];
type DecidingProps = {
  act: ComponentProps<typeof Trouble>['act'];
  label: string;
  hint: string;
  answers: Answered;
};

/** A reason to write, and what can be decided with it. */
function Deciding({ act, label, hint, answers }: DecidingProps) {
  const local = useLocal();
  const [reason, setReason] = useState('');
  const wrong = problemAt(act.trouble, 'reason');
  return (
    <div className="stack">
      <TextArea
        label={label}
        hint={hint}
        rows={2}
        value={reason}
        onChange={setReason}
        problem={wrong && local(wrong)}
      />
      <Trouble act={act} />
      <div className="row">
        {answers.map(({ title, decide }) => (
          <Button key={title} pending={act.pending} onClick={() => void decide(reason)}>
            {title}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Also for an expert who is yet to be seated. */
export function Waiving({ found, personId, kind }: About & { kind: TieKind }) {
  const t = useMessages(words);
  const act = useAct(waiveConflict, (data) => data.waiveConflict);
  const about = { evaluationId: found.id, expectedVersion: found.version, personId, kind };
  const decide = (reason: string) => act.run({ input: { ...about, reason } });
  return (
    <Disclosure title={t.waive}>
      <Deciding act={act} label={t.waiveWhy} hint={t.waiveHint} answers={[{ title: t.waive, decide }]} />
    </Disclosure>
  );
}

function Opening({ found, personId }: About) {
  const t = useMessages(words);
  const act = useAct(openTies, (data) => data.openTies);
  return (
    <div className="stack-near">
      <p className="quiet">{t.openTieHint}</p>
      <Trouble act={act} />
      <div>
        <Button
          pending={act.pending}
          onClick={() => void act.run({ input: { evaluationId: found.id, personId } })}
        >
          {t.openTie}
        </Button>
      </div>
    </div>
  );
}

function Recusing({ found, personId }: About) {
  const t = useMessages(words);
  const act = useAct(recuseMember, (data) => data.recuseMember);
  const about = { evaluationId: found.id, expectedVersion: found.version, personId };
  const decide = (reason: string) => act.run({ input: { ...about, reason } });
  return (
    <Disclosure title={t.recuse}>
      <Deciding act={act} label={t.recuseWhy} hint={t.recuseHint} answers={[{ title: t.recuse, decide }]} />
    </Disclosure>
  );
}

function Asked({ found, request }: { found: CaseData; request: Request }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const { answer, person } = request;
  return (
    <li className={`${styles.remark} stack-near`}>
      <p className="row">
        {person && <strong>{local(person.name)}</strong>}
        <span>{local(request.title)}</span>
        <span className="quiet">{time.day(request.askedAt)}</span>
        <StateBadge tone={answer ? (answer.granted ? 'good' : 'neutral') : 'active'}>
          {answer ? (answer.granted ? t.granted : t.refused) : t.open}
        </StateBadge>
      </p>
      <p>{[request.note, t.years(request.sinceYear, request.untilYear)].filter(Boolean).join(' · ')}</p>
      {answer && <p className="quiet">{answer.reason}</p>}
      {!answer && may(found, 'answer_recusal_request') && (
        <Answering requestId={request.id} version={found.version} />
      )}
    </li>
  );
}

function Answering({ requestId, version }: { requestId: string; version: number }) {
  const t = useMessages(words);
  const act = useAct(answerRequest, (data) => data.answerRecusalRequest);
  const decide = (granted: boolean) => (reason: string) =>
    act.run({ input: { requestId, expectedVersion: version, granted, reason } });
  const answers = [
    { title: t.grant, decide: decide(true) },
    { title: t.refuse, decide: decide(false) },
  ];
  return <Deciding act={act} label={t.decideWhy} hint={t.decideHint} answers={answers} />;
}

function Asking({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(requestRecusal, (data) => data.requestRecusal);
  const seats = found.seats.filter(({ recused }) => !recused);
  const [seat, setSeat] = useState(seats[0]?.id ?? '');
  const [tie, setTie] = useState(NO_TIE);
  const seatId = seats.some(({ id }) => id === seat) ? seat : (seats[0]?.id ?? '');
  async function ask() {
    const input = { evaluationId: found.id, expectedVersion: found.version, seatId, ...tieInput(tie) };
    if (await act.run({ input })) setTie(NO_TIE);
  }
  return (
    <Disclosure title={t.ask}>
      <div className="stack">
        <p className="quiet">{t.askMore}</p>
        <Select
          label={t.whom}
          value={seatId}
          onChange={setSeat}
          options={seats.map(({ id, person }) => ({ value: id, title: local(person.name) }))}
        />
        <TieFields tie={tie} onChange={setTie} trouble={act.trouble} explained />
        <Trouble act={act} />
        <div>
          <Button pending={act.pending} onClick={() => void ask()}>
            {t.ask}
          </Button>
        </div>
      </div>
    </Disclosure>
  );
}
