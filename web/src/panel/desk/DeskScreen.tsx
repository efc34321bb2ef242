// The expert's desk: criteria, evidence and my assessment side by side; on a narrow screen one after another.

import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useDecimal } from '../../app/numbers';
import { useParam, useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { ActionButton } from '../../design/ActionButton';
import { Button } from '../../design/Button';
import { Deadline } from '../../design/Deadline';
import { EmptyState } from '../../design/EmptyState';
import { Link } from '../../design/Link';
import { Page, PageHeader } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { useShortcuts } from '../../design/Shortcuts';
import { StateBadge, StateShapeIcon } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { SteppingAside } from '../SteppingAside';
import { Assessment } from './Assessment';
import styles from './desk.module.css';
import { type DeskData, deskQuery } from './deskQuery';
import { Reader } from './Reader';
import { isComplete, type ReviewInWork, samePlace, useReview } from './useReview';

const submitReview = graphql(
  `mutation SubmitReview($input: SubmitReviewInput!) { submitReview(input: $input) {
    __typename ... on Review { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Рабочий стол эксперта', en: 'Expert’s desk' },
  none: { ru: 'У вас нет заключения по этой оценке', en: 'You have no review in this evaluation' },
  noneMore: {
    ru: 'Рабочий стол есть только у экспертов, назначенных в комиссию.',
    en: 'Only experts seated in the panel have a desk here.',
  },
  criteria: { ru: 'Критерии', en: 'Criteria' },
  evidence: { ru: 'Документы', en: 'Evidence' },
  mine: { ru: 'Моя оценка', en: 'My assessment' },
  done: { ru: 'Оценено', en: 'Scored' },
  handed: { ru: 'заключение сдано', en: 'review handed in' },
  complete: { ru: 'оценён', en: 'scored' },
  begun: { ru: 'начат', en: 'begun' },
  untouched: { ru: 'не начат', en: 'not begun' },
  next: { ru: 'Следующий критерий', en: 'Next criterion' },
});
const nextWords = { ru: 'Следующий критерий', en: 'Next criterion' };
const beforeWords = { ru: 'Предыдущий критерий', en: 'Previous criterion' };

export function DeskScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const reading = useRead(deskQuery, { number: useParam('number') });
  const viewer = reading.data?.viewer;
  if (!viewer)
    return (
      <Page width="full">
        <Waiting reading={reading} head lines={12} />
      </Page>
    );
  const found = viewer.evaluation;
  if (!found) return <NotFoundScreen />;
  if (!found.myReview)
    return (
      <Page width="reading">
        <PageHeader
          title={t.title}
          back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
        />
        <EmptyState title={t.none}>{t.noneMore}</EmptyState>
      </Page>
    );
  return <Desk key={found.id} found={found} person={viewer.person.id} />;
}

const SIDES = ['criteria', 'evidence', 'mine'] as const;

function Desk({ found, person }: { found: DeskData; person: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const review = useReview(found, person);
  const scored = found.criteria.filter(({ scored: is }) => is);
  const place = Math.max(
    0,
    scored.findIndex(({ code }) => code === read('c')),
  );
  const criterion = scored[place];
  const side = SIDES.find((one) => one === read('side')) ?? 'mine';
  const mayWrite = found.transitions.some(({ name, available }) => name === 'score' && available);
  const go = (to: number) => {
    const next = scored[Math.min(Math.max(to, 0), scored.length - 1)];
    if (next) write({ c: next.code, v: null, p: null, m: null, a: null });
  };
  useShortcuts([
    { press: 'j', does: nextWords, act: () => go(place + 1) },
    { press: 'k', does: beforeWords, act: () => go(place - 1) },
  ]);
  if (!criterion) return null;
  return (
    <Page width="full">
      <PageHeader
        title={local(found.school.name)}
        documentTitle={`${t.title}: ${local(found.school.name)}`}
        back={{ href: path.evaluation(found.number), title: found.number }}
        facts={
          <>
            {found.myReview?.state === 'SUBMITTED' && <StateBadge tone="good">{t.handed}</StateBadge>}
            {found.currentDeadline && <Deadline {...found.currentDeadline} />}
          </>
        }
      />
      <nav className={styles.sides} aria-label={t.title}>
        {SIDES.map((one) => (
          <Button
            key={one}
            small
            look={one === side ? 'primary' : 'secondary'}
            aria-pressed={one === side}
            onClick={() => write({ side: one })}
          >
            {t[one]}
          </Button>
        ))}
      </nav>
      <div className={styles.desk} data-side={side}>
        <aside className={styles.criteria} aria-label={t.criteria}>
          <CriteriaList found={found} review={review} code={criterion.code} />
        </aside>
        <section className={styles.evidence} aria-label={t.evidence}>
          <Reader
            found={found}
            code={criterion.code}
            onCite={
              mayWrite
                ? (cited) => {
                    const { citations } = review.written(criterion.code);
                    if (citations.some((one) => samePlace(one, cited))) return false;
                    review.change(criterion.code, { citations: [...citations, cited] });
                    return true;
                  }
                : null
            }
          />
        </section>
        <section className={styles.mine} aria-label={t.mine}>
          <Assessment found={found} criterion={criterion} review={review} mayWrite={mayWrite} />
          {place < scored.length - 1 && (
            <Button onClick={() => go(place + 1)}>
              {t.next} <kbd>J</kbd>
            </Button>
          )}
          <HandIn found={found} review={review} />
          <SteppingAside found={found} />
        </section>
      </div>
    </Page>
  );
}

function CriteriaList({ found, review, code }: { found: DeskData; review: ReviewInWork; code: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const scored = found.criteria.filter(({ scored: is }) => is);
  const done = scored.filter((one) => isComplete(review.written(one.code))).length;
  return (
    <div className="stack">
      <Progress done={done} total={scored.length} label={t.done} />
      <ol className={styles.list}>
        {scored.map((one) => {
          const written = review.written(one.code);
          const complete = isComplete(written);
          const begun = written.value !== null || written.justification || written.citations.length > 0;
          const state = complete ? t.complete : begun ? t.begun : t.untouched;
          return (
            <li key={one.code}>
              <Link
                href={`${path.desk(found.number, one.code)}&side=mine`}
                className={styles.entry}
                aria-current={one.code === code ? 'true' : undefined}
              >
                <StateShapeIcon shape={complete ? 'check' : begun ? 'half' : 'empty'} />
                <span className="unseen">{state}</span>
                <span>
                  {one.code}. {local(one.title)}
                </span>
                <strong className="figures">{written.value !== null && decimal(written.value)}</strong>
              </Link>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function HandIn({ found, review }: { found: DeskData; review: ReviewInWork }) {
  const act = useAct(submitReview, (data) => data.submitReview);
  const transition = found.transitions.find(({ name }) => name === 'submit_review');
  const scored = found.criteria.filter(({ scored: is }) => is);
  const complete = scored.every(({ code }) => isComplete(review.written(code)));
  if (!transition || found.myReview?.state === 'SUBMITTED') return null;
  async function handIn() {
    if (!(await review.flush())) return;
    await act.run({ input: { evaluationId: found.id, expectedVersion: review.version() } });
  }
  // What is written here may be newer than what the server said when the page was opened.
  const blockedBy = transition.blockedBy.filter(
    ({ criterionCode }) => !criterionCode || !isComplete(review.written(criterionCode)),
  );
  return (
    <div className="stack">
      <ActionButton
        transition={{
          ...transition,
          blockedBy,
          available: transition.available || (complete && !blockedBy.length),
        }}
        pending={act.pending}
        onAct={() => void handIn()}
      />
      <Trouble act={act} />
    </div>
  );
}
