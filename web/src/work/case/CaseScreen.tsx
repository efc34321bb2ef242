// One case: where it stands, who holds it up and until when, what I can do, and what happened.

import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Deadline } from '../../design/Deadline';
import { Link } from '../../design/Link';
import { Notice } from '../../design/Notice';
import { Page, PageHeader, Section } from '../../design/Page';
import { Waiting } from '../../design/Waiting';
import { Checklist } from '../school/Checklist';
import { Requested } from '../school/Requested';
import { Sent } from '../school/Sent';
import { Refer } from '../secretary/Refer';
import { Renewal, RenewalLinks } from '../secretary/Renewal';
import { Screening } from '../secretary/Screening';
import styles from '../work.module.css';
import { CaseAside } from './CaseAside';
import { CaseState } from './CaseState';
import { Conflicts, hasToSettle } from './Conflicts';
import { type CaseData, caseQuery } from './caseQuery';
import { hasToBring } from './DocumentRequests';
import { CaseSteps } from './GeneralSteps';
import { hasToAnswer } from './MoreTime';
import { Places } from './Places';
import { nameOf } from './ProcessPicture';
import { roleWords } from './roles';
import { Step } from './Step';
import { Statements, Tracks } from './Tracks';

const words = messages({
  back: { ru: 'Моя работа', en: 'My work' },
  waits: { ru: (who: string) => `Ход за: ${who}`, en: (who: string) => `Waiting for: ${who}` },
  since: {
    ru: (day: string) => `на этой стадии с ${day}`,
    en: (day: string) => `at this stage since ${day}`,
  },
  idle: { ru: 'Сейчас от вас ничего не требуется', en: 'Nothing is needed from you now' },
  idleMore: {
    ru: (who: string) =>
      `Ход за: ${who}. Когда оценка дойдёт до вашего шага, он появится здесь и на странице «Моя работа».`,
    en: (who: string) =>
      `Waiting for: ${who}. When the evaluation reaches a step of yours, it will stand here and under “My work”.`,
  },
  remarks: { ru: 'Что нужно доработать', en: 'What must be completed' },
  hidden: { ru: 'Чья это школа, от вас скрыто', en: 'Which school it is, is hidden from you' },
  doubleBlind: { ru: 'Двойная слепая экспертиза', en: 'Double-blind examination' },
  next: { ru: 'Что сделать', en: 'What to do' },
  said: { ru: 'Что было сказано', en: 'What was said' },
  signed: {
    ru: (done: number, total: number) => `Подписали: ${done} из ${total}`,
    en: (done: number, total: number) => `Signed by ${done} of ${total}`,
  },
  published: { ru: 'Результат опубликован', en: 'The result is published' },
  see: { ru: 'Посмотреть, что видят все', en: 'See what everybody sees' },
  publishing: {
    ru: 'Станут открыты всем: баллы и позиция комиссии по каждому критерию, отчёт, решение с условиями, итоги голосования, особые мнения, замечания школы и документы, которые школа разрешила назвать. Имена экспертов не публикуются.',
    en: 'Open to everybody will be: scores and the panel’s position on each criterion, the report, the decision with its conditions, the vote, dissents, the school’s remarks, and documents the school allowed to be named. Names of experts are not published.',
  },
});

export function CaseScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const number = useParam('number');
  const reading = useRead(caseQuery, { number });
  const viewer = reading.data?.viewer;
  if (!viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={12} />
      </Page>
    );
  const found = viewer.evaluation;
  if (!found) return <NotFoundScreen />;
  const preparing = found.myRoles.includes('SCHOOL') && found.state.code === 'preparation';
  const publish = found.transitions.find(({ name }) => name === 'publish');
  return (
    <Page>
      <PageHeader
        title={local(found.school.name)}
        documentTitle={`${found.number} ${local(found.school.name)}`}
        back={{ href: path.work, title: t.back }}
        lead={`${found.number} · ${local(found.framework.title)}`}
        facts={
          <>
            <CaseState standing={found.standing}>{local(nameOf(found, found.state))}</CaseState>
            <WaitingFor found={found} />
            <span>{t.since(time.day(found.stateSince))}</span>
            {found.currentDeadline && <Deadline {...found.currentDeadline} />}
            <RenewalLinks found={found} />
          </>
        }
      />
      <div className={styles.columns}>
        <div className="stack-far">
          {found.publicationNumber !== null && (
            <Notice
              tone="success"
              title={t.published}
              action={<Link href={path.publication(found.publicationNumber)}>{t.see}</Link>}
            />
          )}
          {found.remarks.length > 0 && found.state.code === 'preparation' && <Remarks found={found} />}
          {found.process.blinding === 'DOUBLE_BLIND' && !found.state.final && (
            <Notice tone="warn" title={found.schoolHidden ? t.hidden : t.doubleBlind}>
              {local(found.process.blindingNote)}
            </Notice>
          )}
          <Idle found={found} />
          {preparing && <Checklist found={found} />}
          <Conflicts found={found} />
          <Requested found={found} />
          {!preparing && <Places found={found} />}
          <Screening found={found} />
          <Refer found={found} />
          {publish && (
            <Section title={t.next}>
              <Step transition={publish} found={found}>
                {t.publishing}
              </Step>
            </Section>
          )}
          <Renewal found={found} />
          <OtherSteps found={found} />
          {found.statements.length > 0 && (
            <Section title={t.said}>
              <Statements statements={found.statements} />
            </Section>
          )}
          <Tracks found={found} me={viewer.person.id} />
          {!preparing && found.myRoles.includes('SCHOOL') && <Sent found={found} />}
        </div>
        <CaseAside found={found} />
      </div>
    </Page>
  );
}

function WaitingFor({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const who = useMessages(roleWords);
  if (!found.state.waitingFor.length) return null;
  return <span>{t.waits(found.state.waitingFor.map((role) => who[role]).join(', '))}</span>;
}

function Idle({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const who = useMessages(roleWords);
  const waited = found.state.waitingFor;
  const mine = waited.some((role) => found.myRoles.includes(role));
  if (!waited.length || mine || hasToSettle(found) || hasToAnswer(found) || hasToBring(found)) return null;
  return <Notice title={t.idle}>{t.idleMore(waited.map((role) => who[role]).join(', '))}</Notice>;
}

function Remarks({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const time = useTime();
  return (
    <Section title={t.remarks}>
      <ul className={styles.remarks}>
        {found.remarks.map((remark) => (
          <li key={remark.id} className={styles.remark}>
            {remark.criterionCode && (
              <Link href={path.criterion(found.number, remark.criterionCode)}>{remark.criterionCode}</Link>
            )}{' '}
            {remark.text} <span className="quiet small">{time.day(remark.createdAt)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Steps with a place of their own: on this page or on another. */
const ELSEWHERE = [
  'submit',
  'accept_submission',
  'start_review',
  'close_review',
  'send_report_to_school',
  'finish_accuracy_check',
  'publish',
];
/** Steps of no other screen: those that have one are taken there. */
function OtherSteps({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const steps = found.transitions.filter(({ name, general }) => general && !ELSEWHERE.includes(name));
  if (!steps.length) return null;
  const signed = found.transitions.some(({ name }) => name === 'sign' || name === 'publish');
  return (
    <Section title={t.next}>
      {signed && found.signatures.total > 1 && (
        <p className="quiet">{t.signed(found.signatures.done, found.signatures.total)}</p>
      )}
      <CaseSteps steps={steps} id={found.id} version={found.version} outcomes={found.process.outcomes} />
    </Section>
  );
}
