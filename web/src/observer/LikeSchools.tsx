// A school beside schools of like context, in two sentences: a mean with its interval and a band, never a rank.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { Section } from '../design/Page';

export const likeSchoolsFields = graphql(`
  fragment LikeSchoolsFields on LikeSchools { schools fewestPupils mostPupils mean lower upper band }
`);
type Found = ResultOf<typeof likeSchoolsFields>;

const words = messages({
  title: { ru: 'Среди похожих школ', en: 'Among schools like it' },
  rural: { ru: 'Сельских школ региона', en: 'Rural schools of the region' },
  town: { ru: 'Городских школ региона', en: 'Town schools of the region' },
  who: {
    ru: (kind: string, count: number, few: string, many: string) =>
      `${kind}, где учится от ${few} до ${many} детей, с результатом по той же методике: ${count}.`,
    en: (kind: string, count: number, few: string, many: string) =>
      `${kind} with ${few} to ${many} pupils and a result on the same framework: ${count}.`,
  },
  mean: {
    ru: (mean: string, low: string, high: string) =>
      `Среднее у них – ${mean}; с учётом случайности от ${low} до ${high}.`,
    en: (mean: string, low: string, high: string) =>
      `Their mean is ${mean}; allowing for chance, ${low} to ${high}.`,
  },
  LOWER: {
    ru: 'Итог школы – в нижней четверти.',
    en: 'The total of this school is in the lower quarter.',
  },
  MIDDLE: {
    ru: 'Итог школы – в средней половине.',
    en: 'The total of this school is in the middle half.',
  },
  UPPER: {
    ru: 'Итог школы – в верхней четверти.',
    en: 'The total of this school is in the upper quarter.',
  },
  UNCLEAR: {
    ru: 'По стольким школам нельзя уверенно сказать, в какой части она стоит. Мест в списке Ареопаг не раздаёт.',
    en: 'So many schools cannot tell with confidence where it stands. Areopag gives no ranks.',
  },
});

export function LikeSchools({ found, rural }: { found: Found; rural: boolean }) {
  const t = useMessages(words);
  const decimal = useDecimal();
  const { lower, upper } = found;
  return (
    <Section title={t.title}>
      <p className="prose">
        {t.who(
          rural ? t.rural : t.town,
          found.schools,
          decimal(found.fewestPupils),
          decimal(found.mostPupils),
        )}{' '}
        {lower !== null &&
          upper !== null &&
          t.mean(decimal(found.mean, 2), decimal(lower, 2), decimal(upper, 2))}{' '}
        {t[found.band]}
      </p>
    </Section>
  );
}
