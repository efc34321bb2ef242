// A published result in brief: the words and the sentence every observer screen uses for it.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { useTime } from '../app/time';
import { StateBadge } from '../design/StateBadge';

export const resultFields = graphql(`
  fragment ResultFields on Publication {
    number kind publishedAt correctedBy total totalMaximum validFrom validTo
    outcome { code title { ru en } positive }
    framework { id code number title { ru en } }
    source { ru en }
  }
`);
export type ResultData = ResultOf<typeof resultFields>;

const words = messages({
  total: {
    ru: (total: string, most: string) => `${total} балла из ${most}`,
    en: (total: string, most: string) => `${total} points of ${most}`,
  },
  until: { ru: (day: string) => `действует до ${day}`, en: (day: string) => `valid until ${day}` },
  others: { ru: 'результат другой организации', en: 'published by others' },
  corrected: {
    ru: (number: number) => `заменён записью № ${number}`,
    en: (number: number) => `replaced by No. ${number}`,
  },
});

/** A favourable decision with conditions is not the same as one without: shape and word say so. */
export function OutcomeBadge({ outcome }: { outcome: NonNullable<ResultData['outcome']> }) {
  const local = useLocal();
  const tone = !outcome.positive ? 'bad' : outcome.code.includes('conditions') ? 'warn' : 'good';
  return <StateBadge tone={tone}>{local(outcome.title)}</StateBadge>;
}

export function useTotal(): (result: Pick<ResultData, 'total' | 'totalMaximum'>) => string | null {
  const t = useMessages(words);
  const decimal = useDecimal();
  return ({ total, totalMaximum }) =>
    total === null
      ? null
      : totalMaximum === null
        ? decimal(total)
        : t.total(decimal(total, 2), decimal(totalMaximum));
}

/** Decision, total, validity: one line. */
export function ResultLine({ result }: { result: ResultData }) {
  const t = useMessages(words);
  const time = useTime();
  const total = useTotal()(result);
  return (
    <span className="row">
      {result.outcome && <OutcomeBadge outcome={result.outcome} />}
      {total && <strong className="figures">{total}</strong>}
      {!result.outcome && <span className="quiet">{t.others}</span>}
      {result.validTo && <span className="quiet">{t.until(time.day(result.validTo))}</span>}
      {result.correctedBy && <StateBadge tone="warn">{t.corrected(result.correctedBy)}</StateBadge>}
    </span>
  );
}
