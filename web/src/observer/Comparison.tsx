// The table of a comparison: one row a criterion, one column a school, bars on one scale.
import { messages, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { path } from '../app/paths';
import { useTime } from '../app/time';
import { Link } from '../design/Link';
import { shareOfScale } from '../design/scale';
import { type Column, Table } from '../design/Table';
import type { Standing } from './CompareScreen';
import { type CriterionData, countLevels } from './criteria';
import { today } from './day';
import { methodPath } from './methods';
import styles from './observer.module.css';
import { hasEnded, OutcomeBadge, useTotal } from './result';

const words = messages({
  criterion: { ru: 'Критерий', en: 'Criterion' },
  decision: { ru: 'Решение', en: 'Decision' },
  noDecision: { ru: 'решения комиссии не было', en: 'no decision of a commission' },
  total: { ru: 'Итог', en: 'Total' },
  levels: { ru: 'Уровни', en: 'Levels' },
  valid: { ru: 'Действует до', en: 'Valid until' },
  ended: { ru: (day: string) => `срок истёк ${day}`, en: (day: string) => `expired on ${day}` },
  decided: { ru: 'Дата', en: 'Date' },
  none: { ru: 'не опубликовано', en: 'not published' },
  method: { ru: 'Что значат критерии', en: 'What the criteria mean' },
});

type Row = { key: string; title: string; within: boolean; cell: (standing: Standing) => React.ReactNode };
type Props = {
  framework: Standing['result']['framework'];
  standings: readonly Standing[];
  /** Whether a heading says which framework it is; the name of a tab says it already. */
  headed?: boolean;
};

export function Comparison({ framework, standings, headed }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const totalOf = useTotal();
  const none = <span className="quiet">{t.none}</span>;
  const totalled = standings.some(({ result }) => result.total !== null);
  const longest = standings.reduce<readonly CriterionData[]>(
    (most, { result }) => (result.criteria.length > most.length ? result.criteria : most),
    [],
  );
  const rows: Row[] = [
    {
      key: 'decision',
      title: t.decision,
      within: false,
      cell: ({ result }) =>
        result.outcome ? <OutcomeBadge result={result} /> : <span className="quiet">{t.noDecision}</span>,
    },
    totalled
      ? {
          key: 'total',
          title: t.total,
          within: false,
          cell: ({ result }) => <strong className="figures">{totalOf(result) ?? t.none}</strong>,
        }
      : {
          key: 'levels',
          title: t.levels,
          within: false,
          cell: ({ result }) => (
            <ul className={styles.plain}>
              {countLevels(result.criteria).map(({ value, title, count }) => (
                <li key={value}>
                  {local(title)}: {count}
                </li>
              ))}
            </ul>
          ),
        },
    {
      key: 'date',
      title: t.decided,
      within: false,
      cell: ({ result }) => time.day(result.decidedOn ?? result.publishedAt),
    },
    {
      key: 'valid',
      title: t.valid,
      within: false,
      cell: ({ result }) =>
        result.validTo
          ? hasEnded(result, today())
            ? t.ended(time.day(result.validTo))
            : time.day(result.validTo)
          : '–',
    },
    ...longest.map((criterion) => ({
      key: criterion.code,
      title: `${criterion.code}. ${local(criterion.title)}`,
      within: criterion.parentCode !== null,
      cell: ({ result }: Standing) => {
        const found = result.criteria.find(({ code }) => code === criterion.code);
        const scale = found?.scale ?? longest.find(({ parentCode }) => parentCode === criterion.code)?.scale;
        return found && scale && found.score !== null ? <Score criterion={found} scale={scale} /> : none;
      },
    })),
  ];
  const columns: Column<Row>[] = [
    {
      key: 'criterion',
      title: t.criterion,
      heading: true,
      cell: (row) => <span className={row.within ? styles.within : undefined}>{row.title}</span>,
    },
    ...standings.map((standing) => ({
      key: standing.id,
      title: local(standing.name),
      cell: (row: Row) => row.cell(standing),
    })),
  ];
  return (
    <div className="stack">
      <div className="row row-apart">
        {headed && <h2 className={styles.method}>{local(framework.title)}</h2>}
        <Link href={methodPath(framework)}>{t.method}</Link>
      </div>
      <Table caption={local(framework.title)} rows={rows} rowKey={(row) => row.key} columns={columns} even />
      <ul className={`row ${styles.pressed}`}>
        {standings.map(({ id, name }) => (
          <li key={id}>
            <Link href={path.school(id)}>{local(name)}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Score({
  criterion,
  scale,
}: {
  criterion: CriterionData;
  scale: NonNullable<CriterionData['scale']>;
}) {
  const local = useLocal();
  const decimal = useDecimal();
  const share = shareOfScale(criterion.score ?? '', scale);
  return (
    <div className={styles.score}>
      <span className="figures">
        {criterion.level ? local(criterion.level) : decimal(criterion.score ?? '')}
      </span>
      <svg className={styles.scoreBar} aria-hidden="true">
        <rect className={styles.ground} width="100%" height="6" rx="2" />
        <rect className={styles.fill} width={`${share * 100}%`} height="6" rx="2" />
      </svg>
    </div>
  );
}
