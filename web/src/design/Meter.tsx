// A score on its scale, with the scale's own word for it; a ring marks what the school gave itself.
import type { ReactNode } from 'react';
import { type LocalizedText, messages, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import styles from './State.module.css';
import { type Scale, shareOfScale } from './scale';

const words = messages({
  of: {
    ru: (value: string, most: string) => `${value} из ${most}`,
    en: (value: string, most: string) => `${value} of ${most}`,
  },
  none: { ru: 'не оценено', en: 'not scored' },
  own: { ru: (value: string) => `самооценка ${value}`, en: (value: string) => `own score ${value}` },
});

type Props = {
  label: ReactNode;
  value: string | null;
  /** Marks stand between its levels when there are few. */
  scale: Scale;
  level?: LocalizedText | null;
  selfScore?: string | null;
};

export function Meter({ label, value, scale, level, selfScore }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const { kind, minimum, maximum, step } = scale;
  const place = (score: string) => shareOfScale(score, scale) * 100;
  const count =
    kind === 'LEVELS'
      ? Math.round((Number(maximum) - Number(minimum)) / Number(step)) + (Number(minimum) > 0 ? 1 : 0)
      : 0;
  return (
    <div className={styles.meter}>
      <div className={styles.meterHead}>
        <span>{label}</span>
        <span className={styles.value}>
          {value === null ? (
            <span className="quiet">{t.none}</span>
          ) : (
            <>
              <strong>{level ? local(level) : t.of(decimal(value), decimal(maximum))}</strong>
              {level && <span className="quiet"> · {t.of(decimal(value), decimal(maximum))}</span>}
            </>
          )}
          {selfScore != null && <span className="quiet"> · {t.own(decimal(selfScore))}</span>}
        </span>
      </div>
      <svg className={styles.bar} aria-hidden="true">
        <rect className={styles.ground} y="2" width="100%" height="8" rx="2" />
        {value !== null && (
          <rect className={styles.fill} y="2" width={`${place(value)}%`} height="8" rx="2" />
        )}
        {count > 1 &&
          count <= 12 &&
          Array.from({ length: count - 1 }, (_, index) => `${((index + 1) / count) * 100}%`).map((x) => (
            <line key={x} className={styles.tick} x1={x} x2={x} y1="2" y2="10" />
          ))}
        {selfScore != null && <circle className={styles.own} cx={`${place(selfScore)}%`} cy="6" r="5" />}
      </svg>
    </div>
  );
}
