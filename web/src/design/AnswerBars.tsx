// Shares of people as bars, each with the interval it lies in; the numbers stand beside them.
import type { ReactNode } from 'react';
import { messages, useMessages } from '../app/language';
import { perCent, useDecimal } from '../app/numbers';
import styles from './AnswerBars.module.css';

const words = messages({
  share: {
    ru: (share: string, lower: string, upper: string) => `${share} % (от ${lower} до ${upper})`,
    en: (share: string, lower: string, upper: string) => `${share}% (${lower} to ${upper})`,
  },
});

export type Share = { share: string | null; lower: string | null; upper: string | null };
export type AnswerBar = Share & { key: string; title: ReactNode; count?: number };

export function useShare(): (of: Share) => string | null {
  const t = useMessages(words);
  const decimal = useDecimal();
  return ({ share, lower, upper }) =>
    share === null || lower === null || upper === null
      ? null
      : t.share(decimal(perCent(share)), decimal(perCent(lower)), decimal(perCent(upper)));
}

export function AnswerBars({ bars }: { bars: readonly AnswerBar[] }) {
  const told = useShare();
  return (
    <ul className={styles.options}>
      {bars.map(({ key, title, count, ...share }) => (
        <BarRow key={key} title={title} value={share.share} ends={share}>
          {count !== undefined && <b>{count}</b>}
          <span className={count === undefined ? undefined : 'quiet'}>
            {count !== undefined && share.share !== null && ' · '}
            {told(share)}
          </span>
        </BarRow>
      ))}
    </ul>
  );
}

type RowProps = {
  title: ReactNode;
  /** From 0 to 1; null draws an empty bar. */
  value: string | number | null;
  ends?: Share;
  /** A score of experts, not a share of people. */
  score?: boolean;
  /** A title of several lines, which on a narrow screen stands above its figures. */
  long?: boolean;
  children: ReactNode;
};

/** One line: what it is, a bar from 0 to 1 with its interval, and the same in words. */
export function BarRow({ title, value, ends, score, long, children }: RowProps) {
  const place = (share: string | number) => `${Math.max(0, Math.min(1, Number(share))) * 100}%`;
  return (
    <li className={`${styles.option} ${long ? styles.long : ''}`}>
      <span>{title}</span>
      <svg className={styles.bar} aria-hidden="true">
        <rect className={styles.ground} y="1" width="100%" height="8" rx="2" />
        <rect
          className={score ? styles.score : styles.fill}
          y="1"
          width={place(value ?? 0)}
          height="8"
          rx="2"
        />
        {ends && ends.lower !== null && ends.upper !== null && (
          <g className={styles.spread}>
            <line x1={place(ends.lower)} x2={place(ends.upper)} y1="13" y2="13" />
            {[ends.lower, ends.upper].map((end, at) => (
              <line key={at === 0 ? 'lower' : 'upper'} x1={place(end)} x2={place(end)} y1="11" y2="15" />
            ))}
          </g>
        )}
      </svg>
      <span className={styles.told}>{children}</span>
    </li>
  );
}
