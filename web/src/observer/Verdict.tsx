// The answer to "is this school any good?": what was decided, in sentences, and the figure with what to hold it against.
import { messages, russian, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { useTime } from '../app/time';
import { Notice } from '../design/Notice';
import { placesRange } from '../design/places';
import { countLevels, type LevelCount } from './criteria';
import { today, useDay } from './day';
import styles from './observer.module.css';
import { hasEnded, OutcomeBadge, type ResultData, stands, useTotal } from './result';

const words = messages({
  confirmed: {
    ru: (day: string) => `Независимая комиссия подтвердила качество школы ${day}.`,
    en: (day: string) => `An independent commission confirmed the quality of the school on ${day}.`,
  },
  conditional: {
    ru: (day: string, count: number, due: string) =>
      `Независимая комиссия подтвердила качество школы ${day}, но поставила ${count} ${russian(count, 'условие', 'условия', 'условий')}: ${count === 1 ? 'его' : 'первое из них'} надо выполнить до ${due}.`,
    en: (day: string, count: number, due: string) =>
      `An independent commission confirmed the quality of the school on ${day} and set ${count === 1 ? 'a condition' : `${count} conditions`}: the ${count === 1 ? 'date for it' : 'first is due by'} ${count === 1 ? 'is ' : ''}${due}.`,
  },
  conditionalThen: {
    ru: (day: string, count: number) =>
      `Независимая комиссия подтвердила качество школы ${day} и поставила ${count} ${russian(count, 'условие', 'условия', 'условий')}.`,
    en: (day: string, count: number) =>
      `An independent commission confirmed the quality of the school on ${day} and set ${count === 1 ? 'a condition' : `${count} conditions`}.`,
  },
  became: { ru: (list: string) => `Условия: ${list}.`, en: (list: string) => `Conditions: ${list}.` },
  counted: {
    ru: (title: string, count: number) => `«${title}» – ${count}`,
    en: (title: string, count: number) => `“${title}” – ${count}`,
  },
  open: {
    ru: (count: number) => `ещё не проверено – ${count}`,
    en: (count: number) => `not checked yet – ${count}`,
  },
  openUntil: {
    ru: (count: number, due: string) => `ещё не проверено – ${count}, срок – ${due}`,
    en: (count: number, due: string) => `not checked yet – ${count}, due by ${due}`,
  },
  refused: {
    ru: (day: string) => `Независимая комиссия не подтвердила качество школы: решение от ${day}.`,
    en: (day: string) => `An independent commission did not confirm the quality of the school on ${day}.`,
  },
  until: {
    ru: (day: string) => `Решение действует до ${day}.`,
    en: (day: string) => `The decision holds until ${day}.`,
  },
  ended: {
    ru: (day: string) => `Срок решения истёк ${day}`,
    en: (day: string) => `The decision expired on ${day}`,
  },
  endedMore: {
    ru: 'Ниже – то, что нашли тогда. Новой оценки ещё не опубликовано.',
    en: 'Below is what was found then. No newer evaluation has been published.',
  },
  contest: {
    ru: (title: string, place: string, of: number) =>
      `Конкурс «${title}»: место ${place} из ${of}. Жюри оценивало конкурсную работу, а не качество школы.`,
    en: (title: string, place: string, of: number) =>
      `Competition “${title}”: place ${place} of ${of}. The jury judged the entry, not the quality of the school.`,
  },
  external: {
    ru: 'Независимую оценку провела другая организация; комиссия по ней решения не принимала.',
    en: 'Another organisation made this independent evaluation; no commission decided on it.',
  },
  highest: {
    ru: (count: number, of: number, level: string) =>
      `${count} из ${of} требований выполнены на высшем уровне шкалы – «${level}».`,
    en: (count: number, of: number, level: string) =>
      `${count} of ${of} requirements are met at the highest level of the scale, “${level}”.`,
  },
  around: {
    ru: (mean: string, count: number) =>
      `В среднем по региону – ${mean} (${count} ${russian(count, 'школа', 'школы', 'школ')}).`,
    en: (mean: string, count: number) => `The mean of the region is ${mean} (${count} schools).`,
  },
  grade: {
    ru: (grade: string) => `Оценка по правилам методики: ${grade}.`,
    en: (grade: string) => `Grade by the rules of the framework: ${grade}.`,
  },
  noTotal: {
    ru: 'Общего балла эта методика не считает: каждое требование оценивается отдельно.',
    en: 'This framework has no total: each requirement stands by itself.',
  },
});

export type Standing = { mean: string | null; schools: number };

type Props = { result: ResultData; region?: Standing | null };

export function Verdict({ result, region }: Props) {
  const t = useMessages(words);
  const time = useTime();
  const inForce = stands(result);
  const ended = hasEnded(result, useDay() ?? today());
  const day = time.day(result.decidedOn ?? result.publishedAt);
  const due = result.conditions.map(({ dueOn }) => dueOn).sort()[0];
  const became = result.conditions.flatMap(({ stateTitle }) => stateTitle ?? []);
  const local = useLocal();
  const contest = result.competition;
  const sentence = contest
    ? t.contest(local(contest.title), placesRange(contest.firstPlace, contest.lastPlace), contest.entries)
    : !result.outcome
      ? t.external
      : !result.outcome.positive
        ? t.refused(day)
        : due
          ? inForce && !became.length
            ? t.conditional(day, result.conditions.length, time.day(due))
            : t.conditionalThen(day, result.conditions.length)
          : t.confirmed(day);
  return (
    <div className="stack">
      {inForce && ended && result.validTo && (
        <Notice tone="warn" title={t.ended(time.day(result.validTo))}>
          {t.endedMore}
        </Notice>
      )}
      <div className={styles.verdict}>
        <div className="stack-near">
          <div className={styles.outcome}>
            <OutcomeBadge result={result} />
          </div>
          <p className={styles.sentence}>
            {sentence}{' '}
            {became.length > 0 && <Became conditions={result.conditions} inForce={inForce && !ended} />}{' '}
            {inForce &&
              !ended &&
              result.validTo &&
              result.outcome?.positive &&
              t.until(time.day(result.validTo))}
          </p>
        </div>
        <Figure result={result} region={region ?? null} />
      </div>
    </div>
  );
}

/** How many of the conditions became what, in the words of the process, and how many are still open. */
function Became({ conditions, inForce }: { conditions: ResultData['conditions']; inForce: boolean }) {
  const t = useMessages(words);
  const time = useTime();
  const local = useLocal();
  const titles = conditions.flatMap(({ stateTitle }) => (stateTitle ? local(stateTitle) : []));
  const open = conditions.filter(({ stateTitle }) => stateTitle === null);
  const due = open.map(({ dueOn }) => dueOn).sort()[0];
  const parts = [...new Set(titles)].map((title) =>
    t.counted(title, titles.filter((one) => one === title).length),
  );
  if (due) parts.push(inForce ? t.openUntil(open.length, time.day(due)) : t.open(open.length));
  return t.became(parts.join(', '));
}

function Figure({ result, region }: { result: ResultData; region: Standing | null }) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const local = useLocal();
  const total = useTotal()(result);
  if (total === null) return <Levels counts={countLevels(result.criteria)} />;
  const most = Number(result.totalMaximum ?? 100);
  const share = (value: string) => `${Math.max(0, Math.min(1, Number(value) / most)) * 100}%`;
  // Half the readers have never seen this scale: the neighbours' mean tells whether the figure is high.
  const mean = region?.mean && region.schools > 1 ? region.mean : null;
  return (
    <div className={styles.figure}>
      <p className={styles.number}>{total}</p>
      {result.grade && <p>{t.grade(local(result.grade))}</p>}
      <svg className={styles.scale} aria-hidden="true">
        <rect className={styles.ground} y="3" width="100%" height="10" rx="2" />
        <rect className={styles.fill} y="3" width={share(result.total ?? '0')} height="10" rx="2" />
        {mean && <line className={styles.mean} x1={share(mean)} x2={share(mean)} y1="0" y2="16" />}
      </svg>
      {mean && region && (
        <p className={styles.meanKey}>
          <svg width="2" height="16" aria-hidden="true">
            <line className={styles.mean} x1="1" x2="1" y1="0" y2="16" />
          </svg>
          {t.around(decimal(mean, 2), region.schools)}
        </p>
      )}
    </div>
  );
}

/** Where there is no total: how many requirements stand on which level. */
function Levels({ counts }: { counts: readonly LevelCount[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const best = counts.find(({ highest }) => highest);
  if (!all) return null;
  let before = 0;
  const strips = counts.map((one) => {
    const start = before;
    before += one.count;
    return { ...one, start };
  });
  return (
    <div className={styles.figure}>
      {best && <p className={styles.told}>{t.highest(best.count, all, local(best.title))}</p>}
      <svg className={styles.scale} aria-hidden="true">
        {strips.map(({ value, start, count }, index) => (
          <rect
            key={value}
            className={styles[`level${Math.min(index + (best ? 0 : 1), 3)}`]}
            x={`${(start / all) * 100}%`}
            y="3"
            width={`${(count / all) * 100}%`}
            height="10"
          />
        ))}
      </svg>
      <ul className={styles.legend}>
        {strips.map(({ value, title, count }, index) => (
          <li key={value}>
            <svg width="12" height="12" aria-hidden="true">
              <rect
                className={styles[`level${Math.min(index + (best ? 0 : 1), 3)}`]}
                width="12"
                height="12"
                rx="2"
              />
            </svg>
            {local(title)}: <strong className="figures">{count}</strong>
          </li>
        ))}
      </ul>
      <p className="quiet small">{t.noTotal}</p>
    </div>
  );
}
