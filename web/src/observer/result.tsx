// A published result in brief: the words every observer screen uses for it.
import { graphql, type ResultOf } from '../app/graph';
import { messages, russian, useLanguage, useLocal, useMessages } from '../app/language';
import { usePoints } from '../app/numbers';
import { useTime } from '../app/time';
import { placesRange } from '../design/places';
import { StateBadge } from '../design/StateBadge';
import { countLevels, levelFields } from './criteria';
import { today, useDay } from './day';
import styles from './observer.module.css';

/** For screens that ask for criteria and conditions in full by themselves. */
export const briefFields = graphql(`
  fragment BriefFields on Publication {
    number kind publishedAt correctedBy pdfUrl total totalMaximum decidedOn validFrom validTo
    outcome { code title { ru en } positive }
    grade { ru en }
    framework { id code number title { ru en } }
    source { ru en }
    competition { id title { ru en } firstPlace lastPlace entries }
  }
`);
export const resultFields = graphql(
  `fragment ResultFields on Publication {
    ...BriefFields
    conditions { dueOn stateTitle { ru en } }
    criteria { ...LevelFields }
  }`,
  [briefFields, levelFields],
);
export type ResultData = ResultOf<typeof resultFields>;

const words = messages({
  total: {
    ru: (total: string, most: string) =>
      `${total} ${total.includes(',') ? 'балла' : russian(Number(total), 'балл', 'балла', 'баллов')} из ${most}`,
    en: (total: string, most: string) => `${total} points of ${most}`,
  },
  until: { ru: (day: string) => `действует до ${day}`, en: (day: string) => `valid until ${day}` },
  ended: { ru: (day: string) => `срок истёк ${day}`, en: (day: string) => `expired on ${day}` },
  others: { ru: 'результат другой организации', en: 'published by others' },
  contest: {
    ru: (title: string, place: string, of: number) => `конкурс «${title}», место ${place} из ${of}`,
    en: (title: string, place: string, of: number) => `competition “${title}”, place ${place} of ${of}`,
  },
  withdrawn: { ru: 'Результат отозван', en: 'Result withdrawn' },
  suspended: { ru: 'Результат приостановлен', en: 'Result suspended' },
  withdrawnBy: {
    ru: (number: number) => `отозван записью № ${number}`,
    en: (number: number) => `withdrawn by No. ${number}`,
  },
  suspendedBy: {
    ru: (number: number) => `приостановлен записью № ${number}`,
    en: (number: number) => `suspended by No. ${number}`,
  },
  followed: {
    ru: (number: number) => `дополнен записью № ${number}`,
    en: (number: number) => `added to by No. ${number}`,
  },
  corrected: {
    ru: (number: number) => `заменён записью № ${number}`,
    en: (number: number) => `replaced by No. ${number}`,
  },
});

/** Whether the decision of a record stands: it was neither withdrawn nor replaced by a later record. */
export function stands({ kind, correctedBy }: Pick<ResultData, 'kind' | 'correctedBy'>): boolean {
  return kind !== 'WITHDRAWAL' && correctedBy === null;
}

/**
 * A favourable decision with conditions is not the same as one without: shape and word say so. What a jury gave an entry
 * is no decision about the school, and a decision that stands no more or has run out is past: neither is good nor bad.
 */
export function OutcomeBadge({
  result,
}: {
  result: Pick<ResultData, 'outcome' | 'competition' | 'kind' | 'correctedBy' | 'validTo'> & {
    conditions: readonly unknown[];
  };
}) {
  const local = useLocal();
  const on = useDay() ?? today();
  if (!result.outcome) return null;
  if (result.competition || !stands(result) || hasEnded(result, on))
    return (
      <StateBadge tone="neutral" shape="full">
        {local(result.outcome.title)}
      </StateBadge>
    );
  const tone = !result.outcome.positive ? 'bad' : result.conditions.length ? 'warn' : 'good';
  return <StateBadge tone={tone}>{local(result.outcome.title)}</StateBadge>;
}

export function useTotal(): (result: Pick<ResultData, 'total' | 'totalMaximum'>) => string | null {
  const t = useMessages(words);
  const points = usePoints();
  return ({ total, totalMaximum }) => {
    if (total === null) return null;
    return totalMaximum === null ? points(total) : t.total(points(total), points(totalMaximum));
  };
}

const printed = messages({ pdf: { ru: 'Отчёт для печати (PDF)', en: 'Report for printing (PDF)' } });

/** The record on paper, in the reader's language. */
export function PrintedReport({ of: { pdfUrl } }: { of: { pdfUrl: string } }) {
  const t = useMessages(printed);
  const language = useLanguage();
  return <a href={`${pdfUrl}?lang=${language}`}>{t.pdf}</a>;
}

const certificate = messages({
  page: { ru: 'Свидетельство и его проверка', en: 'Certificate, and whether it holds' },
});

/** The certificate of a decision made here: a page of the server, with the PDF and what became of it. */
export function Certificate({ of: { number, outcome, kind, source } }: { of: Certified }) {
  const t = useMessages(certificate);
  const language = useLanguage();
  if (!outcome || source || kind === 'WITHDRAWAL') return null;
  return <a href={`/certificates/${number}?lang=${language}`}>{t.page}</a>;
}

type Certified = Pick<ResultData, 'number' | 'outcome' | 'kind'> & { source: unknown };

/** Whether the day until which a decision holds was over on a day. */
export function hasEnded({ validTo }: { validTo: string | null }, on: string): boolean {
  return validTo !== null && validTo < on;
}

type Told = Pick<ResultData, 'kind'> & { because?: { kind: string } | null };

/**
 * Decision, total or levels, validity: a line or two. `after` is the record that was published about this one, where it
 * is at hand: a withdrawal replaces nothing.
 */
export function ResultLine({ result, after }: { result: ResultData & Told; after?: Told | undefined }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const total = useTotal()(result);
  const contest = result.competition;
  const levels = countLevels(result.criteria);
  const on = useDay() ?? today();
  const withdrawal = after?.because?.kind === 'SUSPENSION' ? t.suspendedBy : t.withdrawnBy;
  const followed = after?.because?.kind === 'FOLLOW_UP';
  const ceased = after?.kind === 'WITHDRAWAL' ? withdrawal : followed ? t.followed : t.corrected;
  return (
    <span className={styles.result}>
      {result.kind === 'WITHDRAWAL' && (
        <StateBadge tone="bad" shape="square">
          {result.because?.kind === 'SUSPENSION' ? t.suspended : t.withdrawn}
        </StateBadge>
      )}
      <OutcomeBadge result={result} />
      {total && <strong className="figures">{total}</strong>}
      {contest && (
        <span>
          {t.contest(
            local(contest.title),
            placesRange(contest.firstPlace, contest.lastPlace),
            contest.entries,
          )}
        </span>
      )}
      {!total && !contest && levels.length > 0 && (
        <span>{levels.map(({ title, count }) => `${local(title)}: ${count}`).join(' · ')}</span>
      )}
      {result.kind !== 'WITHDRAWAL' && !result.outcome && <span className="quiet">{t.others}</span>}
      {result.validTo && stands(result) && (
        <span className="quiet">
          {hasEnded(result, on) ? t.ended(time.day(result.validTo)) : t.until(time.day(result.validTo))}
        </span>
      )}
      {result.correctedBy && (
        <StateBadge tone={followed ? 'neutral' : 'warn'}>{ceased(result.correctedBy)}</StateBadge>
      )}
    </span>
  );
}
