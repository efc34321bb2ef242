// How a school's total changed from one evaluation to the next: a line on the framework's whole scale, and its table.
import { messages, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
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

const [WIDTH, HEIGHT, EDGE] = [480, 160, 24];
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
  const decimal = useDecimal();
  const days = results.map((result) => Date.parse(when(result)));
  const [first = 0, last = 0] = [days[0], days[days.length - 1]];
  const points = results.map((result, place) => {
    const share = Math.min(Number(result.total) / Number(result.totalMaximum ?? 100), 1);
    return {
      result,
      // Decisions of one day stand in their order: at one place they would cover each other.
      x:
        EDGE +
        (WIDTH - 2 * EDGE) *
          (last > first
            ? ((days[place] ?? 0) - first) / (last - first)
            : place / Math.max(results.length - 1, 1)),
      y: HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share,
    };
  });
  const title = results[0] ? local(results[0].framework.title) : '';
  const said = results.map((result) => `${time.day(when(result))}: ${decimal(result.total ?? '', 2)}`);
  return (
    <div className="stack-near">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}. ${said.join('; ')}`}
        className={styles.trend}
      >
        <line x1={EDGE} y1={HEIGHT - EDGE} x2={WIDTH - EDGE} y2={HEIGHT - EDGE} />
        <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" />
        {points.map(({ result, x, y }) => (
          <g key={result.number}>
            <circle cx={x} cy={y} r={4} />
            <text x={x} y={y - 9} textAnchor="middle">
              {decimal(result.total ?? '', 2)}
            </text>
          </g>
        ))}
      </svg>
      <Table
        caption={title}
        captionShown
        columns={[
          { key: 'day', title: t.day, heading: true, cell: (result) => time.day(when(result)) },
          { key: 'total', title: t.total, numeric: true, cell: (result) => decimal(result.total ?? '', 2) },
        ]}
        rows={results}
        rowKey={({ number }) => number}
      />
    </div>
  );
}
