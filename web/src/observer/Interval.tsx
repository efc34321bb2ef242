// A mean with its 95 % interval as a dot on a line from 0 to 100, said in words too.
import { messages, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import styles from './observer.module.css';

const words = messages({
  interval: {
    ru: (lower: string, upper: string) => `С вероятностью 95 % среднее лежит между ${lower} и ${upper}.`,
    en: (lower: string, upper: string) => `With 95 % confidence the mean lies between ${lower} and ${upper}.`,
  },
  range: {
    ru: (lowest: string, highest: string) => `Наименьший итог ${lowest}, наибольший ${highest}.`,
    en: (lowest: string, highest: string) => `The lowest total is ${lowest}, the highest ${highest}.`,
  },
});

type Props = {
  of: {
    mean: string;
    lower: string | null;
    upper: string | null;
    lowest: string | null;
    highest: string | null;
  };
};

export function Interval({ of: { mean, lower, upper, lowest, highest } }: Props) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const place = (value: string) => `${Math.max(0, Math.min(100, Number(value)))}%`;
  return (
    <figure>
      <svg className={styles.interval} aria-hidden="true">
        <line className={styles.axis} x1="0" x2="100%" y1="20" y2="20" />
        {[0, 25, 50, 75, 100].map((tick) => (
          <line key={tick} className={styles.axis} x1={`${tick}%`} x2={`${tick}%`} y1="16" y2="24" />
        ))}
        {lower !== null && upper !== null && (
          <line className={styles.spread} x1={place(lower)} x2={place(upper)} y1="20" y2="20" />
        )}
        <circle className={styles.dot} cx={place(mean)} cy="20" r="6" />
      </svg>
      <figcaption className="quiet small">
        {lower !== null && upper !== null && t.interval(decimal(lower, 2), decimal(upper, 2))}{' '}
        {lowest !== null && highest !== null && t.range(decimal(lowest, 2), decimal(highest, 2))}
      </figcaption>
    </figure>
  );
}
