// One case: where it stands, who holds it up and until when, what I can do, and what happened.

import { messages, useLanguage, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { LinkButton } from '../../design/Button';
import { Deadline } from '../../design/Deadline';
import { Disclosure } from '../../design/Disclosure';
import { Link } from '../../design/Link';
import { Notice } from '../../design/Notice';
import { Openings } from '../../design/Openings';
import { DefinitionList, Page, PageHeader, Section } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { StateBadge, StateShapeIcon } from '../../design/StateBadge';
import { Waiting } from '../../design/Waiting';
import { Checklist } from '../school/Checklist';
import { Requested } from '../school/Requested';
import { Sent } from '../school/Sent';
import { AdoptVersion } from '../secretary/AdoptVersion';
import { ExtendDeadline } from '../secretary/ExtendDeadline';
import { Holds } from '../secretary/Holds';
import { Refer } from '../secretary/Refer';
import { Renewal, RenewalLinks } from '../secretary/Renewal';
import { Screening } from '../secretary/Screening';
import styles from '../work.module.css';
import { CaseState } from './CaseState';
import { Conflicts, hasToSettle } from './Conflicts';
import { type CaseData, caseQuery } from './caseQuery';
import { hasToBring } from './DocumentRequests';
import { CaseSteps } from './GeneralSteps';
import { Letters } from './Letters';
import { hasToAnswer, MoreTime } from './MoreTime';
import { nameOf, ProcessPicture } from './ProcessPicture';
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
  stages: { ru: 'Стадии', en: 'Stages' },
  deadlines: { ru: 'Сроки', en: 'Deadlines' },
  behind: { ru: 'Сроки пройденных стадий', en: 'Deadlines of stages that are over' },
  remarks: { ru: 'Что нужно доработать', en: 'What must be completed' },
  panel: { ru: 'Экспертная комиссия', en: 'Panel' },
  lead: { ru: 'ведущий эксперт', en: 'lead' },
  handed: { ru: 'заключение сдано', en: 'review handed in' },
  reviewing: { ru: 'оценено критериев', en: 'criteria scored' },
  file: { ru: 'Сроки для моего календаря', en: 'Deadlines for my calendar' },
  history: { ru: 'История', en: 'History' },
  hidden: { ru: 'Чья это школа, от вас скрыто', en: 'Which school it is, is hidden from you' },
  doubleBlind: { ru: 'Двойная слепая экспертиза', en: 'Double-blind examination' },
  openings: { ru: 'Кто открывал скрытое', en: 'Who opened what is hidden' },
  next: { ru: 'Что сделать', en: 'What to do' },
  desk: { ru: 'К рабочему столу эксперта', en: 'To the desk' },
  matrix: { ru: 'Сводная таблица оценок', en: 'Scores side by side' },
  report: { ru: 'Отчёт', en: 'Report' },
  meeting: { ru: 'Заседание комиссии', en: 'Meeting' },
  evidence: { ru: 'Документы', en: 'Evidence' },
  accuracy: { ru: 'Проверка фактов', en: 'Accuracy check' },
  formPanel: { ru: 'Сформировать комиссию экспертов', en: 'Form the panel' },
  places: { ru: 'Разделы этой оценки', en: 'Parts of this evaluation' },
  said: { ru: 'Что было сказано', en: 'What was said' },
  signed: {
    ru: (done: number, total: number) => `Подписали: ${done} из ${total}`,
    en: (done: number, total: number) => `Signed by ${done} of ${total}`,
  },
  published: { ru: 'Результат опубликован', en: 'The result is published' },
  see: { ru: 'Посмотреть, что видят все', en: 'See what everybody sees' },
  holds: { ru: (day: string) => `Действует до ${day}`, en: (day: string) => `Holds until ${day}` },
  decided: { ru: 'Решение', en: 'Decision' },
  surveys: { ru: 'Опросы', en: 'Surveys' },
  askPeople: { ru: 'Провести опрос', en: 'Make a survey' },
  answered: {
    ru: (answered: number, issued: number) => `ответили ${answered} из ${issued}`,
    en: (answered: number, issued: number) => `${answered} of ${issued} answered`,
  },
  publishing: {
    ru: 'Станут открыты всем: баллы и позиция комиссии по каждому критерию, отчёт, решение с условиями, итоги голосования, особые мнения, замечания школы и документы, которые школа разрешила назвать. Имена экспертов не публикуются.',
    en: 'Open to everybody will be: scores and the panel’s position on each criterion, the report, the decision with its conditions, the vote, dissents, the school’s remarks, and documents the school allowed to be named. Names of experts are not published.',
  },
});

export function CaseScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const language = useLanguage();
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
        <aside className="stack-far" aria-label={t.stages}>
          <Section title={t.stages}>
            <Stages found={found} />
            <ProcessPicture found={found} />
            <AdoptVersion found={found} />
          </Section>
          <Section title={t.deadlines}>
            <Deadlines found={found} behind={false} />
            {found.deadlines.some(({ behind }) => behind) && (
              <Disclosure title={t.behind}>
                <Deadlines found={found} behind />
              </Disclosure>
            )}
            <a href={path.deadlinesFile(language)}>{t.file}</a>
            <MoreTime found={found} />
            <ExtendDeadline found={found} />
          </Section>
          {found.decision && (
            <Section title={t.decided}>
              <p>{local(found.decision.outcome.title)}</p>
              {found.decision.validTo && <p className="quiet">{t.holds(time.day(found.decision.validTo))}</p>}
            </Section>
          )}
          <Surveys found={found} />
          {found.seats.length > 0 && <Seats found={found} />}
          <Letters notices={found.notices} />
          <Holds found={found} />
          {found.openings.length > 0 && (
            <Disclosure title={t.openings}>
              <Openings openings={found.openings} />
            </Disclosure>
          )}
          <Disclosure title={t.history}>
            <dl className={styles.history}>
              {found.history.map((entry) => [
                <dt key={`${entry.at} ${entry.title.en} when`} className="quiet nowrap">
                  {time.moment(entry.at)}
                </dt>,
                <dd key={`${entry.at} ${entry.title.en} what`}>
                  {local(entry.title)} <span className="quiet">· {local(entry.by)}</span>
                  {entry.note && <span className="quiet"> · {entry.note}</span>}
                </dd>,
              ])}
            </dl>
          </Disclosure>
        </aside>
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

/** Those of stages to come and of this one, or those of stages that are over. */
function Deadlines({ found, behind }: { found: CaseData; behind: boolean }) {
  const local = useLocal();
  return (
    <DefinitionList
      pairs={found.deadlines
        .filter((deadline) => deadline.behind === behind)
        .map((deadline) => ({
          key: deadline.name,
          term: local(deadline.title),
          is: <Deadline {...deadline} still={deadline.name !== found.currentDeadline?.name} />,
        }))}
    />
  );
}

function Stages({ found }: { found: CaseData }) {
  const local = useLocal();
  const states = found.process.states;
  const here = states.findIndex(({ code }) => code === found.state.code);
  const over = found.standing === 'IN_FORCE' || found.standing === 'ENDED';
  // What may happen to a result later, and other ends, are no stages that everybody has before them.
  const end = states.findIndex(({ code, final }) => final || code === 'published');
  return (
    <ol className="stack-near" style={{ listStyle: 'none', padding: 0 }}>
      {states.map(
        (state, place) =>
          (place <= end || place === here) && (
            <li key={state.code} className={styles.stage} aria-current={place === here ? 'step' : undefined}>
              <StateShapeIcon shape={place < here || over ? 'check' : place === here ? 'half' : 'empty'} />
              {local(nameOf(found, state))}
            </li>
          ),
      )}
    </ol>
  );
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
const AFTER_REVIEW = [
  'consensus',
  'accuracy_check',
  'finalisation',
  'commission',
  'decided',
  'reply',
  'signing',
  'published',
  'suspended',
  'withdrawn',
  'expired',
  'site_visit',
];

function Places({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const roles = found.myRoles;
  const state = found.state.code;
  const panel = roles.includes('EXPERT') || roles.includes('LEAD');
  const commission = roles.includes('COMMISSION') || roles.includes('CHAIR');
  const secretary = roles.includes('SECRETARY');
  const links = [
    panel &&
      ['individual_review', ...AFTER_REVIEW].includes(state) && {
        href: path.desk(found.number),
        title: t.desk,
      },
    secretary &&
      ['panel_formation', 'individual_review'].includes(state) && {
        href: path.panel(found.number),
        title: t.formPanel,
      },
    (panel || secretary || commission) &&
      AFTER_REVIEW.includes(state) && { href: path.matrix(found.number), title: t.matrix },
    (panel || secretary || commission) &&
      AFTER_REVIEW.includes(state) && { href: path.report(found.number), title: t.report },
    found.documents.length > 0 && { href: path.evidence(found.number), title: t.evidence },
    AFTER_REVIEW.slice(1).includes(state) &&
      roles.includes('SCHOOL') && { href: path.accuracy(found.number), title: t.accuracy },
    (commission || secretary) &&
      ['commission', 'decided', 'published'].includes(state) && {
        href: path.meeting(found.number),
        title: t.meeting,
      },
  ].filter((link) => !!link);
  if (!links.length) return null;
  return (
    <Section title={t.places}>
      <div className="row">
        {links.map(({ href, title }, place) => (
          <LinkButton key={href} href={href} look={place === 0 ? 'primary' : 'secondary'}>
            {title}
          </LinkButton>
        ))}
      </div>
    </Section>
  );
}

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

/** People around the school who were asked; for the secretary also the way to ask them. */
function Surveys({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const may = found.myRoles.includes('SECRETARY') && !found.state.final;
  if (!found.surveys.length && !may) return null;
  return (
    <Section title={t.surveys}>
      {found.surveys.map(({ id, title, answered, issued }) => (
        <p key={id}>
          <Link href={path.surveys(found.number)}>{local(title)}</Link>{' '}
          <span className="quiet">{t.answered(answered, issued)}</span>
        </p>
      ))}
      {may && !found.surveys.length && <Link href={path.surveys(found.number)}>{t.askPeople}</Link>}
    </Section>
  );
}

function Seats({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <Section title={t.panel}>
      <ul className="stack">
        {found.seats.map((seat) => (
          <li key={seat.id} className="stack-near">
            <span>
              {local(seat.person.name)} {seat.lead && <span className="quiet">· {t.lead}</span>}
            </span>
            {seat.reviewState === 'SUBMITTED' ? (
              <StateBadge tone="good">{t.handed}</StateBadge>
            ) : (
              seat.progress && <Progress {...seat.progress} label={t.reviewing} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
