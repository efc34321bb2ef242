// How evenly a territory serves its pupils: in sentences, each with how sure one can be.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { DefinitionList } from '../design/Page';
import styles from './observer.module.css';

export const equityFields = graphql(`
  fragment EquityFields on TerritoryEquity {
    spread spreadLower spreadUpper everybody worstServed gap gapLower gapUpper
  }
`);

const words = messages({
  title: { ru: 'Насколько ровно', en: 'How evenly' },
  spread: { ru: 'Разброс между школами', en: 'Spread between schools' },
  spreadIs: {
    ru: (value: string, ends: string) => `балл школы обычно отличается от среднего на ${value}${ends}`,
    en: (value: string, ends: string) => `a school is usually ${value} points off the mean${ends}`,
  },
  ends: {
    ru: (lower: string, upper: string) => ` (95 % интервал: от ${lower} до ${upper})`,
    en: (lower: string, upper: string) => ` (95% interval: ${lower} to ${upper})`,
  },
  worst: { ru: 'Четверть учеников, которым хуже всего', en: 'The quarter of pupils served worst' },
  worstIs: {
    ru: (worst: string, all: string) =>
      `учатся в школах со средним баллом ${worst}; средний балл на всех учеников – ${all}`,
    en: (worst: string, all: string) =>
      `learn in schools with a mean of ${worst}; the mean of all pupils is ${all}`,
  },
  gap: { ru: 'Город и село', en: 'Town and country' },
  ahead: {
    ru: (points: string, ends: string) => `в городе балл выше на ${points}${ends}`,
    en: (points: string, ends: string) => `town schools are ${points} points higher${ends}`,
  },
  behind: {
    ru: (points: string, ends: string) => `в селе балл выше на ${points}${ends}`,
    en: (points: string, ends: string) => `schools in the country are ${points} points higher${ends}`,
  },
  unclear: {
    ru: (ends: string) => `разница не установлена: она может быть и случайной${ends}`,
    en: (ends: string) => `no difference is established: it may be chance${ends}`,
  },
});

export function Equity({ found }: { found: ResultOf<typeof equityFields> }) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const points = (value: string) => decimal(value, 1);
  const ends = (lower: string | null, upper: string | null) =>
    lower === null || upper === null ? '' : t.ends(points(lower), points(upper));
  return (
    <div className="stack-near">
      <h4 className={styles.method}>{t.title}</h4>
      <DefinitionList
        pairs={[
          {
            term: t.spread,
            is: t.spreadIs(points(found.spread), ends(found.spreadLower, found.spreadUpper)),
          },
          {
            term: t.worst,
            is:
              found.worstServed === null || found.everybody === null
                ? null
                : t.worstIs(points(found.worstServed), points(found.everybody)),
          },
          { term: t.gap, is: gapTold() },
        ]}
      />
    </div>
  );

  function gapTold() {
    const { gap, gapLower, gapUpper } = found;
    if (gap === null || gapLower === null || gapUpper === null) return null;
    const [lower, upper] = [Number(gapLower), Number(gapUpper)];
    if (lower <= 0 && upper >= 0) return t.unclear(t.ends(points(gapLower), points(gapUpper)));
    if (lower > 0) return t.ahead(points(gap), t.ends(points(gapLower), points(gapUpper)));
    return t.behind(points(String(-Number(gap))), t.ends(points(String(-upper)), points(String(-lower))));
  }
}
