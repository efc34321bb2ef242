// Criteria by experts with their spread; a row opens the reasons side by side and the panel's position below them.
import { useEffect, useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useDecimal } from '../../app/numbers';
import { useParam, useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { transitionFields } from '../../design/ActionButton';
import { AreaMark } from '../../design/AreaMark';
import { Button, LinkButton } from '../../design/Button';
import { Decimal } from '../../design/Decimal';
import { EmptyState } from '../../design/EmptyState';
import { TextArea } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { Page, PageHeader, Section } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { RadioScale, scaleFields } from '../../design/RadioScale';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { useDeletion } from '../../work/case/DocumentLink';
import { areaToText } from '../desk/area';
import { PanelStepButton } from '../PanelStepButton';
import styles from '../panel.module.css';
import { agreementFields, PanelAgreement } from './PanelAgreement';

const query = graphql(
  `query Matrix($number: String!) { viewer { evaluation(number: $number) {
    id number version school { name { ru en } }
    state { code }
    transitions { ...TransitionFields }
    framework { checklist { code } }
    criteria { code title { ru en } scored scale { ...ScaleFields } }
    reviews {
      id label { ru en } expert { name { ru en } }
      scores { criterion { code } value justification citations { id documentTitle page quote area { left top width height } version { id deletedAt deletedFor } } }
    }
    consensus { criterion { code } value position version spread { lowest highest median divergent reason { ru en } } }
    panelAgreement { ...AgreementFields }
  } } }`,
  [transitionFields, scaleFields, agreementFields],
);
type Found = NonNullable<NonNullable<ResultOf<typeof query>['viewer']>['evaluation']>;
type Position = Found['consensus'][number];

const writeConsensus = graphql(
  `mutation WriteConsensus($input: WriteConsensusInput!) { writeConsensus(input: $input) {
    __typename ... on Consensus { version } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Оценки рядом', en: 'Scores side by side' },
  lead: {
    ru: 'Где оценки расходятся, обсудите их. Позиция комиссии – её собственные слова, а не среднее.',
    en: 'Where scores diverge, talk. The panel’s position is in its own words, never a mean in disguise.',
  },
  none: { ru: 'Оценки экспертов ещё закрыты', en: 'The scores are still closed' },
  noneMore: {
    ru: 'Они откроются, когда все сдадут заключения и индивидуальная оценка будет закрыта.',
    en: 'They open once everybody has handed in and the individual phase is closed.',
  },
  criterion: { ru: 'Критерий', en: 'Criterion' },
  spread: { ru: 'Разброс', en: 'Spread' },
  position: { ru: 'Позиция комиссии', en: 'Panel’s position' },
  diverge: { ru: 'расходятся', en: 'diverge' },
  close: { ru: 'близки', en: 'close' },
  written: { ru: 'записана', en: 'written' },
  open: { ru: 'нет', en: 'missing' },
  done: { ru: 'Позиций записано', en: 'Positions written' },
  value: { ru: 'Балл комиссии', en: 'The panel’s value' },
  text: { ru: 'Обоснование комиссии', en: 'The panel’s reasons' },
  save: { ru: 'Сохранить позицию', en: 'Save the position' },
  saveNext: { ru: 'Сохранить и дальше', en: 'Save and go on' },
  fold: { ru: 'Свернуть', en: 'Fold' },
  page: {
    ru: (title: string, page: number) => `${title}, с. ${page}`,
    en: (title: string, page: number) => `${title}, p. ${page}`,
  },
  checklist: { ru: 'Проверка на месте', en: 'Check on the spot' },
  report: { ru: 'К отчёту', en: 'To the report' },
});

export function MatrixScreen() {
  const t = useMessages(words);
  const local = useLocal();
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
  const written = found.consensus.filter(({ value, position }) => value !== null && position.trim());
  return (
    <Page>
      <PageHeader
        title={t.title}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
        lead={t.lead}
        action={
          <div className="row">
            {found.framework.checklist.length > 0 && (
              <LinkButton href={path.checklist(found.number)}>{t.checklist}</LinkButton>
            )}
            <LinkButton href={path.report(found.number)}>{t.report}</LinkButton>
          </div>
        }
      />
      <div className="stack-far">
        <PanelStepButton name="close_review" found={found} />
        {found.consensus.length === 0 ? (
          <EmptyState title={t.none}>{t.noneMore}</EmptyState>
        ) : (
          <>
            <Progress done={written.length} total={found.consensus.length} label={t.done} />
            <Grid found={found} />
            {found.panelAgreement && <PanelAgreement found={found.panelAgreement} />}
          </>
        )}
      </div>
    </Page>
  );
}

function Grid({ found }: { found: Found }) {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const opened = read('c');
  const who = (review: Found['reviews'][number]) => local(review.expert?.name ?? review.label);
  const scoreOf = (review: Found['reviews'][number], code: string) =>
    review.scores.find(({ criterion }) => criterion.code === code);
  return (
    <div className="stack">
      <div className={styles.matrix}>
        <table>
          <caption className="unseen">{t.title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.criterion}</th>
              {found.reviews.map((review) => (
                <th key={review.id} scope="col">
                  {who(review)}
                </th>
              ))}
              <th scope="col">{t.spread}</th>
              <th scope="col">{t.position}</th>
            </tr>
          </thead>
          <tbody>
            {found.criteria
              .filter(({ scored }) => scored)
              .map(({ code, title }) => {
                const position = found.consensus.find(({ criterion }) => criterion.code === code);
                return (
                  <tr key={code} data-open={opened === code || undefined}>
                    <th scope="row">
                      <button
                        type="button"
                        className={styles.opener}
                        aria-expanded={opened === code}
                        onClick={() => write({ c: opened === code ? null : code })}
                      >
                        {code}. {local(title)}
                      </button>
                    </th>
                    {found.reviews.map((review) => (
                      <td key={review.id} className={styles.value}>
                        <Decimal value={scoreOf(review, code)?.value} />
                      </td>
                    ))}
                    <td>{position?.spread && <SpreadBadge spread={position.spread} />}</td>
                    <td>
                      {position?.value != null && position.position ? (
                        <StateBadge tone="good">
                          <Decimal value={position.value} />
                        </StateBadge>
                      ) : (
                        <StateBadge>{t.open}</StateBadge>
                      )}
                    </td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      </div>
      {opened && <Detail key={opened} found={found} code={opened} />}
    </div>
  );
}

function SpreadBadge({ spread }: { spread: NonNullable<Position['spread']> }) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const range =
    spread.lowest === spread.highest
      ? decimal(spread.lowest)
      : `${decimal(spread.lowest)}–${decimal(spread.highest)}`;
  return (
    <StateBadge tone={spread.divergent ? 'warn' : 'neutral'} shape={spread.divergent ? 'triangle' : 'full'}>
      {range} · {spread.divergent ? t.diverge : t.close}
    </StateBadge>
  );
}

function Detail({ found, code }: { found: Found; code: string }) {
  const t = useMessages(words);
  const deletion = useDeletion();
  const local = useLocal();
  const criterion = found.criteria.find((one) => one.code === code);
  const position = found.consensus.find((one) => one.criterion.code === code);
  if (!criterion?.scale || !position) return null;
  return (
    <section className={styles.detail} aria-label={`${code}. ${local(criterion.title)}`}>
      <h2>
        {code}. {local(criterion.title)}
      </h2>
      {position.spread?.reason && <Notice tone="warn" title={local(position.spread.reason)} />}
      <div className={styles.sides}>
        {found.reviews.map((review) => {
          const score = review.scores.find((one) => one.criterion.code === code);
          return (
            <div key={review.id} className="stack-near">
              <h3>
                {local(review.expert?.name ?? review.label)}: <Decimal value={score?.value} />
              </h3>
              <p>{score?.justification}</p>
              {score?.citations.map((cited) => (
                <a
                  key={cited.id}
                  className={styles.quote}
                  href={path.evidence(found.number, {
                    v: cited.version.id,
                    p: String(cited.page),
                    m: cited.quote,
                    a: areaToText(cited.area),
                  })}
                  target="_blank"
                  rel="noopener"
                >
                  {cited.area && <AreaMark area={cited.area} />} {t.page(cited.documentTitle, cited.page)}
                  {cited.quote && ` – «${cited.quote}»`}
                  {cited.version.deletedAt && ` (${deletion(cited.version)})`}
                </a>
              ))}
            </div>
          );
        })}
      </div>
      <PositionForm found={found} code={code} scale={criterion.scale} position={position} />
    </section>
  );
}

type FormProps = {
  found: Found;
  code: string;
  scale: NonNullable<Found['criteria'][number]['scale']>;
  position: Position;
};

function PositionForm({ found, code, scale, position }: FormProps) {
  const t = useMessages(words);
  const [, write] = useSearch();
  const act = useAct(writeConsensus, (data) => data.writeConsensus);
  const [value, setValue] = useState(position.value);
  const [text, setText] = useState(position.position);
  const mayWrite = found.transitions.some(({ name, available }) => name === 'write_consensus' && available);
  const changed = value !== position.value || text !== position.position;
  const codes = found.criteria.filter(({ scored }) => scored).map((one) => one.code);
  const next = codes[codes.indexOf(code) + 1] ?? null;

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => changed && event.preventDefault();
    window.addEventListener('beforeunload', leave);
    return () => window.removeEventListener('beforeunload', leave);
  }, [changed]);

  async function save(then: string | null) {
    const input = {
      evaluationId: found.id,
      criterionCode: code,
      expectedVersion: position.version,
      value,
      position: text,
    };
    if (await act.run({ input })) write({ c: then });
  }
  return (
    <Section title={t.position}>
      <div className={styles.form}>
        <RadioScale label={t.value} scale={scale} value={value} onChange={setValue} readOnly={!mayWrite} />
        <TextArea label={t.text} rows={5} value={text} onChange={setText} readOnly={!mayWrite} />
        <Trouble act={act} />
        {mayWrite && (
          <div className="row">
            <Button look="primary" pending={act.pending} onClick={() => void save(next)}>
              {next ? t.saveNext : t.save}
            </Button>
            <Button look="plain" onClick={() => write({ c: null })}>
              {t.fold}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}
