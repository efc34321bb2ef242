// The commission's meeting on one case: the report, the quorum now, the motion, the vote, dissent, the decision.

import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { transitionFields } from '../../design/ActionButton';
import { LinkButton } from '../../design/Button';
import { Derivations, derivationFields } from '../../design/Derivation';
import { EmptyState } from '../../design/EmptyState';
import { Page, PageHeader, Section } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { StateBadge } from '../../design/StateBadge';
import { Waiting } from '../../design/Waiting';
import { ReportText } from '../lead/ReportScreen';
import { PanelStepButton } from '../PanelStepButton';
import styles from '../panel.module.css';
import { SteppingAside } from '../SteppingAside';
import { Agenda } from './Agenda';
import { Minutes, minutesFields } from './Minutes';
import { MotionForm } from './MotionForm';
import { Voting } from './Voting';

const query = graphql(
  `query Meeting($number: String!) { viewer { person { id } evaluation(number: $number) {
    id number version myRoles school { name { ru en } } state { code }
    transitions { ...TransitionFields }
    framework { title { ru en } }
    criteria { code title { ru en } scored }
    process { outcomes { code title { ru en } positive } }
    report {
      summary strengths recommendations version total derivation { ...DerivationFields }
      proposedOutcome { code title { ru en } }
      conditions { text criterionCode owner dueOn }
    }
    accuracyClaims { id text answer accepted }
    minutes { ...MinutesFields }
    meeting {
      heldAt sittingId position plannedMinutes castingVote quorum eligible present quorumReached
      members { person { id name { ru en } } chair recused voted choice dissent }
      motion {
        id round outcome { code title { ru en } positive } validFrom validTo reasons
        conditions { text criterionCode owner dueOn } votesFor votesAgainst abstained carried byCastingVote
      }
    }
    decision { outcome { title { ru en } } decidedAt votesFor votesAgainst abstained }
  } } }`,
  [transitionFields, derivationFields, minutesFields],
);
type Viewer = NonNullable<ResultOf<typeof query>['viewer']>;
export type MeetingData = NonNullable<Viewer['evaluation']>;

const words = messages({
  title: { ru: 'Заседание комиссии', en: 'Meeting of the commission' },
  held: { ru: (moment: string) => `заседание ${moment}`, en: (moment: string) => `meets ${moment}` },
  none: { ru: 'Заседание ещё не назначено', en: 'No meeting has been called' },
  noneMore: {
    ru: 'Секретарь назначит его, когда отчёт будет готов и на замечания школы ответят.',
    en: 'The secretary calls it once the report is final and the school’s claims are answered.',
  },
  quorum: { ru: 'Кворум', en: 'Quorum' },
  voted: { ru: 'Проголосовали', en: 'Voted' },
  needed: {
    ru: (quorum: number, eligible: number) => `Чтобы решать, нужно ${quorum} из ${eligible} голосов.`,
    en: (quorum: number, eligible: number) => `${quorum} of ${eligible} votes are needed to decide.`,
  },
  casting: {
    ru: 'При равенстве голосов решает голос председателя.',
    en: 'When votes are equal, the chair’s vote decides.',
  },
  castingDecided: {
    ru: 'Голоса разделились поровну: решает голос председателя.',
    en: 'The votes are equal: the chair’s vote decides.',
  },
  reached: { ru: 'кворум есть', en: 'quorum reached' },
  missing: { ru: 'кворума пока нет', en: 'no quorum yet' },
  members: { ru: 'Члены комиссии', en: 'Members' },
  chair: { ru: 'председатель', en: 'chair' },
  aside: { ru: 'отвод', en: 'stepped aside' },
  hasVoted: { ru: 'голос подан', en: 'voted' },
  notVoted: { ru: 'ещё не голосовал', en: 'has not voted' },
  FOR: { ru: 'за', en: 'for' },
  AGAINST: { ru: 'против', en: 'against' },
  ABSTAIN: { ru: 'воздержался', en: 'abstained' },
  derivation: { ru: 'Как получился итог', en: 'How the total comes about' },
  decision: { ru: 'Решение принято', en: 'Decided' },
  counted: {
    ru: (yes: number, no: number, abstained: number) => `за ${yes}, против ${no}, воздержались ${abstained}`,
    en: (yes: number, no: number, abstained: number) => `${yes} for, ${no} against, ${abstained} abstained`,
  },
  matrix: { ru: 'Оценки рядом', en: 'Scores side by side' },
  dissent: { ru: 'Особое мнение', en: 'Dissenting opinion' },
});

export function MeetingScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const reading = useRead(query, { number: useParam('number') });
  const viewer = reading.data?.viewer;
  if (!viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={12} />
      </Page>
    );
  const found = viewer.evaluation;
  if (!found) return <NotFoundScreen />;
  const { meeting } = found;
  return (
    <Page>
      <PageHeader
        title={t.title}
        documentTitle={`${t.title}: ${local(found.school.name)}`}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
        lead={local(found.school.name)}
        facts={meeting && t.held(time.moment(meeting.heldAt))}
        action={<LinkButton href={path.matrix(found.number)}>{t.matrix}</LinkButton>}
      />
      {meeting ? (
        <div className={styles.columns}>
          <div className="stack-far">
            {found.decision && (
              <Section title={t.decision}>
                <p>
                  <strong>{local(found.decision.outcome.title)}</strong> ·{' '}
                  {t.counted(found.decision.votesFor, found.decision.votesAgainst, found.decision.abstained)}
                </p>
              </Section>
            )}
            <MotionForm found={found} />
            <Voting found={found} me={viewer.person.id} />
            <PanelStepButton name="decide" found={found} />
            <Minutes found={found} />
            {found.report && <ReportText report={found.report} />}
            {found.report && found.report.derivation.length > 0 && (
              <Section title={t.derivation}>
                <Derivations results={found.report.derivation} />
              </Section>
            )}
          </div>
          <aside className="stack-far" aria-label={t.quorum}>
            <Agenda found={found} meeting={meeting} />
            <Quorum meeting={meeting} />
            <Members found={found} meeting={meeting} />
            <SteppingAside found={found} />
          </aside>
        </div>
      ) : (
        <EmptyState title={t.none}>{t.noneMore}</EmptyState>
      )}
    </Page>
  );
}

type Meeting = NonNullable<MeetingData['meeting']>;

function Quorum({ meeting }: { meeting: Meeting }) {
  const t = useMessages(words);
  return (
    <Section title={t.quorum}>
      <Progress done={meeting.present} total={meeting.eligible} label={t.voted} />
      <p>{t.needed(meeting.quorum, meeting.eligible)}</p>
      {meeting.castingVote && (
        <p className="quiet">{meeting.motion?.byCastingVote ? t.castingDecided : t.casting}</p>
      )}
      <StateBadge tone={meeting.quorumReached ? 'good' : 'neutral'}>
        {meeting.quorumReached ? t.reached : t.missing}
      </StateBadge>
    </Section>
  );
}

function Members({ found, meeting }: { found: MeetingData; meeting: Meeting }) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <Section title={t.members}>
      <ul className={styles.list}>
        {meeting.members.map((member) => (
          <li key={member.person.id} className="stack-near">
            <span className="row">
              {local(member.person.name)}
              {member.chair && <span className="quiet">{t.chair}</span>}
              {member.recused ? (
                <StateBadge tone="warn" shape="square">
                  {t.aside}
                </StateBadge>
              ) : member.choice ? (
                <StateBadge tone={member.choice === 'AGAINST' ? 'warn' : 'good'} shape="full">
                  {t[member.choice]}
                </StateBadge>
              ) : (
                found.meeting?.motion && (
                  <StateBadge tone={member.voted ? 'good' : 'neutral'}>
                    {member.voted ? t.hasVoted : t.notVoted}
                  </StateBadge>
                )
              )}
            </span>
            {member.dissent && (
              <span className={styles.quote}>
                {t.dissent}: {member.dissent}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
