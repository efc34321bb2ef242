// How far the panel agrees, beside its matrix: a help to talk by, which changes no score and says so.
import { graphql, type ResultOf } from '../../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../../app/language';
import { useDecimal } from '../../app/numbers';
import { Disclosure } from '../../design/Disclosure';
import { DefinitionList, Section } from '../../design/Page';

export const agreementFields = graphql(`
  fragment AgreementFields on PanelAgreement {
    experts criteria enough expertsNeeded criteriaNeeded exact adjacent comparable
    coefficients { name value lower upper }
    severities { review { id label { ru en } expert { name { ru en } } } leniency raw }
  }
`);
type Found = ResultOf<typeof agreementFields>;

const words = messages({
  title: { ru: 'Согласие экспертов', en: 'Agreement of the experts' },
  changes: {
    ru: 'Эти числа ничего не меняют: баллы, позиции и решение остаются такими, какими их поставили люди.',
    en: 'These numbers change nothing: scores, positions and the decision stay as people made them.',
  },
  few: {
    ru: (experts: number, criteria: number, needExperts: number, needCriteria: number) =>
      `Слишком мало, чтобы судить: ${experts} ${russian(experts, 'эксперт', 'эксперта', 'экспертов')} и ${criteria} ${russian(criteria, 'общий критерий', 'общих критерия', 'общих критериев')}, а нужно хотя бы ${needExperts} и ${needCriteria}. Смотрите на сами баллы.`,
    en: (experts: number, criteria: number, needExperts: number, needCriteria: number) =>
      `Too few to say: ${english(experts, '1 expert', `${experts} experts`)} and ${english(criteria, '1 shared criterion', `${criteria} shared criteria`)}, where ${needExperts} and ${needCriteria} are needed at least. Look at the scores themselves.`,
  },
  exact: { ru: 'Пары баллов совпадают', en: 'Pairs of scores that are equal' },
  adjacent: { ru: 'Совпадают или соседние', en: 'Equal or neighbouring' },
  percent: { ru: (share: string) => `${share} %`, en: (share: string) => `${share} %` },
  alpha: { ru: 'Альфа Криппендорфа', en: 'Krippendorff’s alpha' },
  single: { ru: 'ICC(A,1): надёжность одного эксперта', en: 'ICC(A,1): reliability of one expert' },
  mean: { ru: 'ICC(A,k): надёжность среднего комиссии', en: 'ICC(A,k): reliability of the panel’s mean' },
  interval: {
    ru: (value: string, low: string, high: string) => `${value} (от ${low} до ${high})`,
    en: (value: string, low: string, high: string) => `${value} (${low} to ${high})`,
  },
  alike: { ru: 'баллы не различаются', en: 'the scores do not vary' },
  meaning: {
    ru: '1 – полное согласие, 0 – как если бы баллы ставили наугад. В скобках – где значение может лежать на самом деле (95 %). Чем шире промежуток, тем меньше значит число. У ровной школы оно мало и тогда, когда баллы близки.',
    en: '1 is full agreement, 0 what scoring at random would give. In brackets: where the value may really lie (95 %). The wider the range, the less the number means. For an even school it is low even where scores lie close.',
  },
  severity: { ru: 'Кто строже, кто мягче', en: 'Who is stricter, who milder' },
  severityMore: {
    ru: 'Насколько баллы эксперта выше или ниже, чем у остальных, в долях шкалы. Оценка осторожная: при малом числе баллов она ближе к нулю. Строгость – не ошибка.',
    en: 'How far an expert’s scores lie above or below the others’, in parts of the scale. The estimate is cautious: with few scores it stays near zero. To be strict is no mistake.',
  },
  milder: { ru: (share: string) => `мягче на ${share} %`, en: (share: string) => `milder by ${share} %` },
  stricter: {
    ru: (share: string) => `строже на ${share} %`,
    en: (share: string) => `stricter by ${share} %`,
  },
  even: { ru: 'как остальные', en: 'like the others' },
  apart: {
    ru: 'У части экспертов нет общих критериев, даже через других: сравнивать их нельзя.',
    en: 'Some experts share no criterion, not even through others: they cannot be compared.',
  },
});

export function PanelAgreement({ found }: { found: Found }) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const percent = (share: string | null) => share && t.percent(decimal((Number(share) * 100).toFixed(0)));
  const names: Record<string, string> = { 'ICC(A,1)': t.single, 'ICC(A,k)': t.mean };
  return (
    <Section title={t.title}>
      <div className="stack">
        <p className="quiet">{t.changes}</p>
        {!found.enough && (
          <p>{t.few(found.experts, found.criteria, found.expertsNeeded, found.criteriaNeeded)}</p>
        )}
        <DefinitionList
          pairs={[
            { term: t.exact, is: percent(found.exact) },
            { term: t.adjacent, is: percent(found.adjacent) },
            ...found.coefficients.map(({ name, value, lower, upper }) => ({
              key: name,
              term: names[name] ?? t.alpha,
              is:
                value === null
                  ? t.alike
                  : lower !== null && upper !== null
                    ? t.interval(decimal(value, 2), decimal(lower, 2), decimal(upper, 2))
                    : decimal(value, 2),
            })),
          ]}
        />
        {found.coefficients.length > 0 && <p className="quiet small">{t.meaning}</p>}
        {!found.comparable && <p>{t.apart}</p>}
        {found.severities.length > 0 && (
          <Disclosure title={t.severity}>
            <Severities of={found.severities} />
          </Disclosure>
        )}
      </div>
    </Section>
  );
}

function Severities({ of }: { of: Found['severities'] }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const told = (leniency: string) => {
    const share = (Math.abs(Number(leniency)) * 100).toFixed(0);
    if (share === '0') return t.even;
    return Number(leniency) > 0 ? t.milder(decimal(share)) : t.stricter(decimal(share));
  };
  return (
    <div className="stack-near">
      <p className="quiet small">{t.severityMore}</p>
      <DefinitionList
        pairs={of.map(({ review, leniency }) => ({
          key: review.id,
          term: local(review.expert?.name ?? review.label),
          is: told(leniency),
        }))}
      />
    </div>
  );
}
