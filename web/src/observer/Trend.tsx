// How a school's total changed from one evaluation to the next: a line on the framework's whole scale, and its table.
import { messages, useLocal, useMessages } from '../app/language';
import { usePoints } from '../app/numbers';
import { useTime } from '../app/time';
import { Section } from '../design/Page';
import { Table } from '../design/Table';
import styles from './observer.module.css';
import type { ResultData } from './result';

const words = messages({
  title: { ru: 'Как менялся результат', en: 'How the result changed' },
  more: {
    ru: 'Только оценки по одной и той же версии методики. Небольшая разница ничего не значит.',
    en: 'Only evaluations on the same version of the framework. A small difference means nothing.',
  },
  day: { ru: 'Когда решено', en: 'Decided on' },
  total: { ru: 'Итог', en: 'Total' },
});

const [WIDTH, HEIGHT, EDGE] = [480, 160, 32];
/** Two totals this near to each other, as a share of the width, would be written over each other. */
const NEAREST = 0.1;
type Series = ResultData[];

/** Standing results with a total, the earliest first, by framework version; one alone is no change. */
export function seriesOf(history: readonly ResultData[]): Series[] {
  const found = new Map<string, Series>();
  for (const result of [...history].reverse()) {
    if (result.correctedBy !== null || result.kind === 'WITHDRAWAL' || result.total === null) continue;
    found.set(result.framework.id, [...(found.get(result.framework.id) ?? []), result]);
  }
  return [...found.values()].filter((series) => series.length > 1);
}

/** How far along the picture each day lies; all equally far from each other where their totals would overlap. */
export function along(days: readonly number[]): number[] {
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const found = days.map((day) => (last > first ? (day - first) / (last - first) : 0));
  const tight = found.some((place, index) => index > 0 && place - (found[index - 1] ?? 0) < NEAREST);
  return tight ? days.map((_, index) => index / (days.length - 1)) : found;
}

const when = (result: ResultData) => result.decidedOn ?? result.publishedAt;

export function Trend({ history }: { history: readonly ResultData[] }) {
  const t = useMessages(words);
  const series = seriesOf(history);
  if (series.length === 0) return null;
  return (
    <Section title={t.title}>
      <p className="quiet small">{t.more}</p>
      {series.map((results) => (
        <Line key={results[0]?.framework.id} results={results} />
      ))}
    </Section>
  );
}

function Line({ results }: { results: Series }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const total = usePoints();
  const places = along(results.map((result) => Date.parse(when(result))));
  const points = results.map((result, index) => {
    const share = Math.min(Number(result.total) / Number(result.totalMaximum ?? 100), 1);
    return {
      result,
      x: EDGE + (WIDTH - 2 * EDGE) * (places[index] ?? 0),
      y: HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share,
    };
  });
  const most = total(results[0]?.totalMaximum ?? '100');
  const ends = [results[0], results.at(-1)].map((result) => {
    const [year, month] = result ? when(result).split('-') : [];
    return `${month}.${year}`;
  });
  const title = results[0] ? local(results[0].framework.title) : '';
  const said = results.map((result) => `${time.day(when(result))}: ${total(result.total ?? '')}`);
  return (
    <div className="stack-near">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}. ${said.join('; ')}`}
        className={styles.trend}
      >
        {[HEIGHT - EDGE, EDGE].map((height, top) => (
          <g key={height}>
            <line x1={EDGE} y1={height} x2={WIDTH - EDGE} y2={height} />
            <text className={styles.trendScale} x={EDGE - 6} y={height + 4} textAnchor="end">
              {top ? most : '0'}
            </text>
          </g>
        ))}
        {ends.map((month, last) => (
          <text
            key={last ? 'last' : 'first'}
            className={styles.trendScale}
            x={last ? WIDTH - EDGE : EDGE}
            y={HEIGHT - 12}
            textAnchor="middle"
          >
            {month}
          </text>
        ))}
        <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" />
        {/* A total stands below a high point and above a low one, clear of the ends of the scale. */}
        {points.map(({ result, x, y }) => (
          <g key={result.number}>
            <circle cx={x} cy={y} r={4} />
            <text x={x} y={y + (y < HEIGHT / 2 ? 20 : -9)} textAnchor="middle">
              {total(result.total ?? '')}
            </text>
          </g>
        ))}
      </svg>
      <Table
        caption={title}
        captionShown
        columns={[
          { key: 'day', title: t.day, heading: true, cell: (result) => time.day(when(result)) },
          { key: 'total', title: t.total, numeric: true, cell: (result) => total(result.total ?? '') },
        ]}
        rows={results}
        rowKey={({ number }) => number}
      />
    </div>
  );
}
