// How much of a territory is served below a threshold that the reader chooses: shares with intervals, no list of schools.
import { useState } from 'react';
import { graphql, type ResultOf } from '../app/graph';
import { messages, russian, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { useRead } from '../app/read';
import { BarRow, useShare } from '../design/AnswerBars';
import bars from '../design/AnswerBars.module.css';
import { Select } from '../design/Field';
import { endOf, useDay } from './day';
import styles from './observer.module.css';

export const belowFields = graphql(`
  fragment BelowFields on TerritoryBelow {
    threshold schools below share lower upper pupils pupilsLower pupilsUpper
  }
`);
type Found = ResultOf<typeof belowFields>;
const query = graphql(
  `query Below($id: ID!, $points: Decimal, $asOf: DateTime) {
    territory(id: $id, asOf: $asOf) { id frameworks { framework { id } below(points: $points) { ...BelowFields } } }
  }`,
  [belowFields],
);

const words = messages({
  title: { ru: 'Сколько школ не дотягивают', en: 'How many fall short' },
  threshold: { ru: 'Порог', en: 'Threshold' },
  points: {
    ru: (points: string, most: string) => `${points} из ${most}`,
    en: (points: string, most: string) => `${points} of ${most}`,
  },
  schools: {
    ru: (count: string, of: number) =>
      `${count} из ${of} ${russian(of, 'оценённой школы', 'оценённых школ', 'оценённых школ')}`,
    en: (count: string, of: number) => `${count} of ${of} schools evaluated`,
  },
  pupils: { ru: 'Учеников в таких школах', en: 'Pupils in such schools' },
  more: {
    ru: 'В скобках – 95 % интервал для всех школ территории, если оценённые отобраны без умысла. Когда оценены все, неопределённости нет.',
    en: 'In brackets: the 95% interval for all schools of the territory, if those evaluated were not picked on purpose. Once all are, nothing is uncertain.',
  },
});

const SHARES = [0.5, 0.6, 0.7, 0.8];

type Props = { territory: string; framework: string; maximum: number; usual: Found };

export function Below({ territory, framework, maximum, usual }: Props) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const told = useShare();
  const [points, setPoints] = useState(String(Number(usual.threshold)));
  const chosen = Number(points) !== Number(usual.threshold);
  const reading = useRead(query, { id: territory, points, asOf: endOf(useDay()) }, { pause: !chosen });
  const asked = reading.data?.territory?.frameworks.find((one) => one.framework.id === framework)?.below;
  const found = chosen ? (asked ?? usual) : usual;
  const pupils = { share: found.pupils, lower: found.pupilsLower, upper: found.pupilsUpper };
  return (
    <div className="stack-near">
      <h4 className={styles.method}>{t.title}</h4>
      <div className={styles.adding}>
        <Select
          label={t.threshold}
          value={points}
          onChange={setPoints}
          options={SHARES.map((share) => {
            const value = String(Number((share * maximum).toFixed(2)));
            return { value, title: t.points(decimal(value), decimal(maximum)) };
          })}
        />
      </div>
      <ul className={bars.options} aria-live="polite">
        <BarRow title={t.schools(decimal(found.below), found.schools)} value={found.share} ends={found}>
          {told(found)}
        </BarRow>
        {found.pupils !== null && (
          <BarRow title={t.pupils} value={found.pupils} ends={pupils}>
            {told(pupils)}
          </BarRow>
        )}
      </ul>
      <p className="quiet small">{t.more}</p>
    </div>
  );
}
