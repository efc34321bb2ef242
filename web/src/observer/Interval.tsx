// A mean with its 95 % interval as a dot on a line, on the framework's own scale; the words stand beside it.
import { messages, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import styles from './observer.module.css';

const words = messages({
  interval: {
    ru: (lower: string, upper: string) => `95 % интервал: от ${lower} до ${upper}`,
    en: (lower: string, upper: string) => `95% interval: ${lower} to ${upper}`,
  },
  wide: {
    ru: 'школ слишком мало, чтобы судить о среднем',
    en: 'too few schools to tell anything by the mean',
  },
});

export type Summary = { mean: string; lower: string | null; upper: string | null };

/** Without two schools there is no interval; with a few it can be wider than the scale, and then it tells nothing. */
export function tellsNothing({ lower, upper }: Summary, maximum: number): boolean {
  return lower === null || upper === null || Number(lower) < 0 || Number(upper) > maximum;
}

export function Interval({ of: summary, maximum }: { of: Summary; maximum: number }) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const { mean, lower, upper } = summary;
  const place = (value: string) => `${Math.max(0, Math.min(1, Number(value) / maximum)) * 100}%`;
  return (
    <div className={styles.intervalBox}>
      <svg className={styles.interval} aria-hidden="true">
        <line className={styles.axis} x1="0" x2="100%" y1="10" y2="10" />
        {[0, 25, 50, 75, 100].map((tick) => (
          <line key={tick} className={styles.axis} x1={`${tick}%`} x2={`${tick}%`} y1="6" y2="14" />
        ))}
        {lower !== null && upper !== null && (
          <line className={styles.spread} x1={place(lower)} x2={place(upper)} y1="10" y2="10" />
        )}
        <circle className={styles.dot} cx={place(mean)} cy="10" r="5" />
      </svg>
      <p className="quiet small">
        {tellsNothing(summary, maximum) || lower === null || upper === null
          ? t.wide
          : t.interval(decimal(lower, 2), decimal(upper, 2))}
      </p>
    </div>
  );
}
