// The panel's report: the lead writes it, the panel agrees, the school's claims are answered.
import { useEffect, useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { dropDraft, keepDraft, readDraft } from '../../app/drafts';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useDecimal } from '../../app/numbers';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { transitionFields } from '../../design/ActionButton';
import { Button, LinkButton } from '../../design/Button';
import { Derivations, derivationFields } from '../../design/Derivation';
import { EmptyState } from '../../design/EmptyState';
import { Select, TextArea } from '../../design/Field';
import { LeftDraft } from '../../design/LeftDraft';
import { Notice } from '../../design/Notice';
import { DefinitionList, Page, PageHeader, Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { PanelStepButton } from '../PanelStepButton';
import styles from '../panel.module.css';
import { Claims } from './Claims';
import { ConditionsField, conditionsFrom, conditionsInput } from './ConditionsField';

const query = graphql(
  `query Report($number: String!) { viewer { evaluation(number: $number) {
    id number version school { name { ru en } } state { code }
    transitions { ...TransitionFields }
    framework { maximum }
    criteria { code title { ru en } scored }
    process { outcomes { code title { ru en } } }
    report {
      summary strengths recommendations version total
      derivation { ...DerivationFields }
      proposedOutcome { code title { ru en } }
      conditions { text criterionCode owner dueOn }
    }
    agreements { person { name { ru en } } agreed at }
    accuracyClaims { id criterionCode text answer accepted }
  } } }`,
  [transitionFields, derivationFields],
);
export type ReportData = NonNullable<NonNullable<ResultOf<typeof query>['viewer']>['evaluation']>;

const writeReport = graphql(
  `mutation WriteReport($input: WriteReportInput!) { writeReport(input: $input) {
    __typename ... on Report { version } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Отчёт комиссии', en: 'The panel’s report' },
  matrix: { ru: 'Оценки рядом', en: 'Scores side by side' },
  summary: { ru: 'Общий вывод', en: 'Summary' },
  summaryHint: {
    ru: 'Его прочитают родители: просто и по существу.',
    en: 'Parents will read it: plain and to the point.',
  },
  strengths: { ru: 'Что хорошо', en: 'What is strong' },
  recommendations: { ru: 'Что улучшить', en: 'What should improve' },
  outcome: { ru: 'Предлагаемое решение', en: 'Proposed decision' },
  choose: { ru: 'не выбрано', en: 'not chosen' },
  conditions: { ru: 'Условия', en: 'Conditions' },
  save: { ru: 'Сохранить отчёт', en: 'Save the report' },
  saved: { ru: (clock: string) => `Сохранено ${clock}`, en: (clock: string) => `Saved ${clock}` },
  lapse: {
    ru: 'После изменения отчёта или позиции согласие нужно получить заново.',
    en: 'After a change of the report or a position everybody agrees anew.',
  },
  total: { ru: 'Общий балл', en: 'Total' },
  of: {
    ru: (total: string, most: string) => `${total} из ${most}`,
    en: (total: string, most: string) => `${total} of ${most}`,
  },
  notYet: { ru: 'появится, когда будут все позиции', en: 'stands here once all positions are written' },
  derivation: { ru: 'Как получился итог', en: 'How the total comes about' },
  agreements: { ru: 'Согласие комиссии', en: 'Agreement of the panel' },
  agreed: { ru: 'согласен', en: 'agreed' },
  waiting: { ru: 'ещё нет', en: 'not yet' },
  none: { ru: 'Отчёта ещё нет', en: 'There is no report yet' },
  noneMore: {
    ru: 'Ведущий эксперт напишет его, когда будут позиции по критериям.',
    en: 'The lead writes it once the positions stand.',
  },
  by: { ru: (day: string) => `до ${day}`, en: (day: string) => `by ${day}` },
  saveFirst: {
    ru: 'Отчёт изменён, но не сохранён. Сохраните его: согласие и отправка относятся к сохранённому тексту.',
    en: 'The report is changed but not saved. Save it: agreeing and sending concern the saved text.',
  },
  next: { ru: 'Дальше', en: 'Next' },
});

export function ReportScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const [unsaved, setUnsaved] = useState(false);
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
  const mayWrite = found.transitions.some(({ name, available }) => name === 'write_report' && available);
  const { report } = found;
  // Where criteria do not apply to the school, less can be reached than the framework allows.
  const most = report?.derivation.find(({ maximum }) => maximum !== null)?.maximum ?? found.framework.maximum;
  const total = report?.total ? t.of(decimal(report.total, 2), decimal(most ?? '100')) : t.notYet;
  return (
    <Page>
      <PageHeader
        title={t.title}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
        action={<LinkButton href={path.matrix(found.number)}>{t.matrix}</LinkButton>}
      />
      <div className={styles.columns}>
        <div className="stack-far">
          {mayWrite ? (
            <Form key={report?.version ?? 0} found={found} onUnsaved={setUnsaved} />
          ) : report ? (
            <ReportText report={report} />
          ) : (
            <EmptyState title={t.none}>{t.noneMore}</EmptyState>
          )}
          <Claims found={found} />
        </div>
        <aside className="stack-far" aria-label={t.next}>
          {found.framework.maximum !== null && (
            <DefinitionList pairs={[{ term: t.total, is: <strong className="figures">{total}</strong> }]} />
          )}
          {report && report.derivation.length > 0 && (
            <Section title={t.derivation}>
              <Derivations results={report.derivation} />
            </Section>
          )}
          {found.agreements.length > 0 && (
            <Section title={t.agreements}>
              <ul className={styles.list}>
                {found.agreements.map(({ person, agreed }) => (
                  <li key={person.name.en} className="row">
                    {local(person.name)}
                    <StateBadge tone={agreed ? 'good' : 'neutral'}>
                      {agreed ? t.agreed : t.waiting}
                    </StateBadge>
                  </li>
                ))}
              </ul>
              <p className="quiet small">{t.lapse}</p>
            </Section>
          )}
          {unsaved ? (
            <Notice tone="warn">{t.saveFirst}</Notice>
          ) : (
            <>
              <PanelStepButton name="agree" found={found} />
              <PanelStepButton name="send_report_to_school" found={found} />
            </>
          )}
        </aside>
      </div>
    </Page>
  );
}

export function ReportText({ report }: { report: Omit<NonNullable<ReportData['report']>, 'derivation'> }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  return (
    <>
      <Section title={t.summary}>
        <p className="prose">{report.summary}</p>
      </Section>
      <Section title={t.strengths}>
        <p className="prose">{report.strengths}</p>
      </Section>
      <Section title={t.recommendations}>
        <p className="prose">{report.recommendations}</p>
      </Section>
      {report.proposedOutcome && (
        <Section title={t.outcome}>
          <p>{local(report.proposedOutcome.title)}</p>
          <ol className="stack-near">
            {report.conditions.map((one) => (
              <li key={one.text}>
                {one.text} <span className="quiet">{`${one.owner}, ${t.by(time.day(one.dueOn))}`}</span>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}

type Fields = {
  summary: string;
  strengths: string;
  recommendations: string;
  outcome: string;
  conditions: ReturnType<typeof conditionsFrom>;
};
type Kept = { fields: Fields; base: number };

const alike = (one: Fields, other: Fields) =>
  one.summary === other.summary &&
  one.strengths === other.strengths &&
  one.recommendations === other.recommendations &&
  one.outcome === other.outcome &&
  JSON.stringify(conditionsInput(one.conditions)) === JSON.stringify(conditionsInput(other.conditions));

function Form({ found, onUnsaved }: { found: ReportData; onUnsaved: (is: boolean) => void }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const { report } = found;
  const act = useAct(writeReport, (data) => data.writeReport);
  const [saved] = useState<Fields>(() => ({
    summary: report?.summary ?? '',
    strengths: report?.strengths ?? '',
    recommendations: report?.recommendations ?? '',
    outcome: report?.proposedOutcome?.code ?? '',
    conditions: conditionsFrom(report?.conditions ?? []),
  }));
  const [fields, setFields] = useState(saved);
  const [left, setLeft] = useState<Fields | null>(null);
  const { summary, strengths, recommendations, outcome, conditions } = fields;
  const base = report?.version ?? 0;
  const draftKey = `report ${found.id}`;
  const unsaved = fields !== saved;
  const change = (by: Partial<Fields>) => {
    const next = { ...fields, ...by };
    setFields(next);
    void keepDraft(draftKey, { fields: next, base } satisfies Kept);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for each version of the report
  useEffect(() => {
    void readDraft<Kept>(draftKey).then((draft) => {
      if (!draft || alike(draft.fields, saved)) return;
      if (draft.base === base) setFields(draft.fields);
      else setLeft(draft.fields);
    });
  }, [draftKey, base]);
  useEffect(() => {
    onUnsaved(unsaved);
    const leave = (event: BeforeUnloadEvent) => unsaved && event.preventDefault();
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      onUnsaved(false);
    };
  }, [unsaved, onUnsaved]);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const problems = act.trouble?.kind === 'invalid' ? act.trouble.problems : [];

  async function save() {
    const done = await act.run({
      input: {
        evaluationId: found.id,
        expectedVersion: report?.version ?? 0,
        summary,
        strengths,
        recommendations,
        proposedOutcome: outcome || null,
        conditions: conditionsInput(conditions),
      },
    });
    if (!done) return;
    setSavedAt(Date.now());
    await dropDraft(draftKey);
  }
  return (
    <div className={styles.form}>
      {left && (
        <LeftDraft
          text={[left.summary, left.strengths, left.recommendations].filter(Boolean).join('\n\n')}
          onTake={() => {
            change(left);
            setLeft(null);
          }}
          onDrop={() => {
            void dropDraft(draftKey);
            setLeft(null);
          }}
        />
      )}
      <TextArea
        label={t.summary}
        hint={t.summaryHint}
        rows={6}
        value={summary}
        onChange={(summary) => change({ summary })}
      />
      <TextArea
        label={t.strengths}
        rows={5}
        value={strengths}
        onChange={(strengths) => change({ strengths })}
      />
      <TextArea
        label={t.recommendations}
        rows={5}
        value={recommendations}
        onChange={(recommendations) => change({ recommendations })}
      />
      <Select
        label={t.outcome}
        value={outcome}
        onChange={(outcome) => change({ outcome })}
        options={[
          { value: '', title: t.choose },
          ...found.process.outcomes.map(({ code, title }) => ({ value: code, title: local(title) })),
        ]}
      />
      <Section title={t.conditions}>
        <ConditionsField
          value={conditions}
          onChange={(conditions) => change({ conditions })}
          criteria={found.criteria}
          problems={problems}
        />
      </Section>
      <Trouble act={act} />
      <div className="row">
        <Button look="secondary" pending={act.pending} onClick={() => void save()}>
          {t.save}
        </Button>
        <span className="quiet small" role="status">
          {savedAt !== null && t.saved(time.clock(savedAt))}
        </span>
      </div>
    </div>
  );
}
