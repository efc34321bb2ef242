// How the schools of a territory are rated on each criterion: which are weak, and how sure that is.
import { graphql, type ResultOf } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { BarRow } from '../design/AnswerBars';
import bars from '../design/AnswerBars.module.css';
import { shareOfScale } from '../design/scale';
import styles from './observer.module.css';

export const territoryCriterionFields = graphql(`
  fragment TerritoryCriterionFields on TerritoryCriterion {
    criterionCode criterionTitle { ru en } parentCode schools mean lower upper
    scale { kind minimum maximum step levels { value title { ru en } } }
  }
`);
type Rated = ResultOf<typeof territoryCriterionFields>;

const words = messages({
  title: { ru: 'Как оценены критерии', en: 'How each criterion is rated' },
  more: {
    ru: 'Средняя оценка школ этой территории, по последнему результату каждой, в порядке методики. Черта и числа в скобках – 95 % интервал. Где интервалы перекрываются, разница может быть и случайной.',
    en: 'The mean score of this territory’s schools, by the latest result of each, in the framework’s order. The line and the numbers in brackets are 95% intervals. Where they overlap, a difference may be chance.',
  },
  of: {
    ru: (mean: string, most: string) => `${mean} из ${most}`,
    en: (mean: string, most: string) => `${mean} of ${most}`,
  },
  ends: {
    ru: (lower: string, upper: string) => `(от ${lower} до ${upper})`,
    en: (lower: string, upper: string) => `(${lower} to ${upper})`,
  },
  few: { ru: '(школ слишком мало)', en: '(too few schools to tell)' },
  alike: { ru: '(у всех школ одинаково)', en: '(the same in all schools)' },
  schools: {
    ru: (count: number) => `${count} ${russian(count, 'школа', 'школы', 'школ')}`,
    en: (count: number) => `${count} ${english(count, 'school', 'schools')}`,
  },
});

type Props = {
  criteria: readonly Rated[];
  /** How many schools have a result: told again only where a criterion has fewer. */
  schools: number;
};

export function TerritoryCriteria({ criteria, schools }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  // Of one school its own page tells more.
  if (!criteria.some((one) => one.schools > 1)) return null;
  const groups = new Set(criteria.map(({ parentCode }) => parentCode));
  // A group has no scale of its own: it is drawn on that of its members.
  const scaleOf = ({ scale, criterionCode }: Rated) =>
    scale ?? criteria.find((one) => one.parentCode === criterionCode && one.scale)?.scale ?? null;
  const sure = (one: Rated) => {
    const { lower, upper } = one;
    const scale = scaleOf(one);
    if (lower === null || upper === null) return t.few;
    if (lower === upper) return t.alike;
    if (scale && (Number(lower) < Number(scale.minimum) || Number(upper) > Number(scale.maximum)))
      return t.few;
    return t.ends(decimal(lower, 2), decimal(upper, 2));
  };
  const share = (one: Rated, value: string | null) => {
    const scale = scaleOf(one);
    return value === null || scale === null ? null : String(shareOfScale(value, scale));
  };
  return (
    <div className="stack-near">
      <h4 className={styles.method}>{t.title}</h4>
      <p className="quiet small">{t.more}</p>
      <Levels criteria={criteria} />
      <ul className={bars.options}>
        {criteria.map((one) => {
          const title = `${one.criterionCode}. ${local(one.criterionTitle)}`;
          const most = scaleOf(one)?.maximum;
          const mean = decimal(one.mean, 2);
          return (
            <BarRow
              key={one.criterionCode}
              long
              title={groups.has(one.criterionCode) ? <strong>{title}</strong> : title}
              value={share(one, one.mean)}
              ends={{
                share: share(one, one.mean),
                lower: share(one, one.lower),
                upper: share(one, one.upper),
              }}
            >
              {most ? t.of(mean, decimal(most)) : mean}{' '}
              <span className="quiet nowrap">
                {sure(one)}
                {one.schools !== schools && ` · ${t.schools(one.schools)}`}
              </span>
            </BarRow>
          );
        })}
      </ul>
    </div>
  );
}

/** What the numbers of levels mean: a line for each scale, with its criteria where there are several. */
function Levels({ criteria }: { criteria: readonly Rated[] }) {
  const local = useLocal();
  const decimal = useDecimal();
  const scales = new Map<string, string[]>();
  for (const { criterionCode, scale } of criteria) {
    if (!scale?.levels.length) continue;
    const told = scale.levels
      .map(({ value, title }) => `${decimal(value)}\u00a0– ${local(title)}`)
      .join(', ');
    scales.set(told, [...(scales.get(told) ?? []), criterionCode]);
  }
  return [...scales].map(([told, codes]) => (
    <p key={told} className="quiet small">
      {scales.size > 1 ? `${codes.join(', ')}: ${told}` : told}
    </p>
  ));
}
