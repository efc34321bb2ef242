// The school reads the draft report and points at factual errors, until the deadline.
import { useEffect, useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { transitionFields } from '../../design/ActionButton';
import { Button } from '../../design/Button';
import { Deadline, deadlineFields } from '../../design/Deadline';
import { EmptyState } from '../../design/EmptyState';
import { Select, TextArea } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { Page, PageHeader, Section } from '../../design/Page';
import { ScoreWords, scaleFields } from '../../design/RadioScale';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { Claim } from '../case/Claim';
import { Step } from '../case/Step';
import styles from '../work.module.css';

const query = graphql(
  `query Accuracy($number: String!) { viewer { evaluation(number: $number) {
    id number version school { name { ru en } }
    currentDeadline { ...DeadlineFields }
    transitions { ...TransitionFields }
    criteria { code title { ru en } scored }
    report { summary strengths recommendations total conditions { text criterionCode owner dueOn } proposedOutcome { title { ru en } } }
    consensus { criterion { code title { ru en } scale { ...ScaleFields } } value position }
    accuracyClaims { id criterionCode text answer accepted createdAt }
  } } }`,
  [transitionFields, deadlineFields, scaleFields],
);
type Found = NonNullable<NonNullable<ResultOf<typeof query>['viewer']>['evaluation']>;

const claimError = graphql(
  `mutation ClaimError($input: ClaimErrorInput!) { claimError(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const withdrawClaim = graphql(
  `mutation WithdrawClaim($input: WithdrawClaimInput!) { withdrawClaim(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Проверка фактов', en: 'Factual-accuracy check' },
  lead: {
    ru: 'Прочитайте проект отчёта. Если в нём неверен факт – число, дата, название, пропущенный документ, – укажите это: комиссия ответит на каждое замечание до решения. С оценкой можно не соглашаться в апелляции, здесь – только факты.',
    en: 'Read the draft report. Where a fact is wrong – a figure, a date, a name, a document overlooked – point at it: the panel answers every claim before the decision. Scores are for an appeal; here it is facts only.',
  },
  none: { ru: 'Проекта отчёта ещё нет', en: 'There is no draft yet' },
  noneMore: {
    ru: 'Когда комиссия экспертов направит отчёт школе, он появится здесь, и начнётся срок для замечаний.',
    en: 'When the panel sends its report to the school it will stand here, and the time for claims begins.',
  },
  report: { ru: 'Проект отчёта', en: 'Draft report' },
  strong: { ru: 'Что хорошо', en: 'What is strong' },
  improve: { ru: 'Что улучшить', en: 'What should improve' },
  positions: { ru: 'Позиция комиссии по критериям', en: 'The panel’s position by criterion' },
  claims: { ru: 'Замечания школы', en: 'Claims of the school' },
  noClaims: { ru: 'Замечаний нет.', en: 'No claims.' },
  where: { ru: 'К чему относится', en: 'What it concerns' },
  whole: { ru: 'К отчёту в целом', en: 'The report as a whole' },
  what: { ru: 'Что неверно и как на самом деле', en: 'What is wrong, and how it really is' },
  add: { ru: 'Добавить замечание', en: 'Add the claim' },
  addFirst: {
    ru: 'Одно замечание написано, но не добавлено. Добавьте его или сотрите: после завершения проверки добавить будет нельзя.',
    en: 'One claim is written but not added. Add it or clear it: after the check is finished none can be added.',
  },
  withdraw: { ru: 'Отозвать', en: 'Withdraw' },
});

export function AccuracyScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const [unsent, setUnsent] = useState(false);
  const reading = useRead(query, { number: useParam('number') });
  const viewer = reading.data?.viewer;
  if (!viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  const found = viewer.evaluation;
  if (!found) return <NotFoundScreen />;
  const finish = found.transitions.find(({ name }) => name === 'finish_accuracy_check');
  return (
    <Page width="reading">
      <PageHeader
        title={t.title}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
        lead={t.lead}
        facts={found.currentDeadline && <Deadline {...found.currentDeadline} />}
      />
      {found.report ? (
        <div className="stack-far">
          <Draft found={found} report={found.report} />
          <Section title={t.claims}>
            <Claims found={found} onUnsent={setUnsent} />
          </Section>
          {finish &&
            (unsent ? <Notice tone="warn">{t.addFirst}</Notice> : <Step transition={finish} found={found} />)}
        </div>
      ) : (
        <EmptyState title={t.none}>{t.noneMore}</EmptyState>
      )}
    </Page>
  );
}

function Draft({ found, report }: { found: Found; report: NonNullable<Found['report']> }) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <>
      <Section title={t.report}>
        <p className="prose">{report.summary}</p>
        {report.strengths && <h3>{t.strong}</h3>}
        <p className="prose">{report.strengths}</p>
        {report.recommendations && <h3>{t.improve}</h3>}
        <p className="prose">{report.recommendations}</p>
      </Section>
      <Section title={t.positions}>
        <dl className="stack">
          {found.consensus.map((one) => (
            <div key={one.criterion.code}>
              <dt>
                <strong>
                  {one.criterion.code}. {local(one.criterion.title)} –{' '}
                  <ScoreWords scale={one.criterion.scale} value={one.value} />
                </strong>
              </dt>
              <dd className="prose">{one.position}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

type ClaimsProps = { found: Found; onUnsent: (is: boolean) => void };

function Claims({ found, onUnsent }: ClaimsProps) {
  const t = useMessages(words);
  const mayClaim = found.transitions.find(({ name }) => name === 'claim_error')?.available ?? false;
  const withdraw = useAct(withdrawClaim, (data) => data.withdrawClaim);
  return (
    <>
      {found.accuracyClaims.length === 0 && <p className="quiet">{t.noClaims}</p>}
      <ul className={styles.remarks}>
        {found.accuracyClaims.map((claim) => (
          <li key={claim.id} className={styles.remark}>
            <Claim claim={claim} />
            {mayClaim && (
              <Button
                small
                look="plain"
                pending={withdraw.pending}
                onClick={() => void withdraw.run({ input: { claimId: claim.id } })}
              >
                {t.withdraw}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Trouble act={withdraw} />
      {mayClaim && <NewClaim found={found} onUnsent={onUnsent} />}
    </>
  );
}

function NewClaim({ found, onUnsent }: ClaimsProps) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(claimError, (data) => data.claimError);
  const [code, setCode] = useState('');
  const [text, setText] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const wrong = problemAt(act.trouble, 'text');

  const unsent = text.trim() !== '';
  useEffect(() => {
    onUnsent(unsent);
    return () => onUnsent(false);
  }, [unsent, onUnsent]);

  async function add() {
    const done = await act.run({
      input: { evaluationId: found.id, idempotencyKey: key, criterionCode: code || null, text },
    });
    if (!done) return;
    setText('');
    setKey(crypto.randomUUID());
  }
  return (
    <div className={styles.form}>
      <Select
        label={t.where}
        value={code}
        onChange={setCode}
        options={[
          { value: '', title: t.whole },
          ...found.criteria
            .filter(({ scored }) => scored)
            .map((one) => ({ value: one.code, title: `${one.code}. ${local(one.title)}` })),
        ]}
      />
      <TextArea label={t.what} rows={4} value={text} onChange={setText} problem={wrong && local(wrong)} />
      <Trouble act={act} />
      <div>
        <Button pending={act.pending} onClick={() => void add()}>
          {t.add}
        </Button>
      </div>
    </div>
  );
}
