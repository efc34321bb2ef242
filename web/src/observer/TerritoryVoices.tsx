// What families of a territory say of criteria, beside how their schools are rated: with intervals, never school by school.
import { graphql, type ResultOf } from '../app/graph';
import { messages, russian, useLocal, useMessages } from '../app/language';
import { perCent, useDecimal } from '../app/numbers';
import { BarRow, useShare } from '../design/AnswerBars';
import bars from '../design/AnswerBars.module.css';
import { Disclosure } from '../design/Disclosure';
import { Table } from '../design/Table';
import styles from './observer.module.css';

export const territoryVoiceFields = graphql(`
  fragment TerritoryVoiceFields on TerritoryVoice {
    criterionCode criterionTitle { ru en } says schools answered share lower upper rated ratedLower ratedUpper
  }
`);
type Voice = ResultOf<typeof territoryVoiceFields>;

const words = messages({
  title: {
    ru: 'Чего ждут семьи и как оценены их школы',
    en: 'What families need, and how their schools are rated',
  },
  CHOSEN: { ru: 'Просят развивать прежде всего', en: 'Want it developed first' },
  MATTERS: { ru: 'Говорят, что это важно', en: 'Say that it matters' },
  CONTENT: { ru: 'Довольны', en: 'Are content' },
  rated: { ru: 'Средний балл, доля шкалы', en: 'Mean score, share of its scale' },
  unrated: { ru: 'нет оценок', en: 'no scores' },
  oneSchool: {
    ru: (share: string) => `${share} % (одна школа: интервала нет)`,
    en: (share: string) => `${share}% (one school: no interval)`,
  },
  few: {
    ru: (share: string) => `${share} % (школ слишком мало)`,
    en: (share: string) => `${share}% (too few schools to tell)`,
  },
  more: {
    ru: 'Учтены школы, чей последний результат публикует опрос; каждая – по числу тех, кого спрашивали. Черта и числа в скобках – 95 % интервал. Где интервалы перекрываются, разница может быть и случайной.',
    en: 'Schools whose latest result publishes a survey; each counts as many as were to be asked. The line and the numbers in brackets are 95% intervals. Where they overlap, a difference may be chance.',
  },
  table: { ru: 'То же таблицей', en: 'The same as a table' },
  criterion: { ru: 'Критерий', en: 'Criterion' },
  says: { ru: 'Что говорят', en: 'What is said' },
  share: { ru: 'Доля', en: 'Share' },
  basis: { ru: 'Сколько ответов', en: 'Answers' },
  of: {
    ru: (answered: string, schools: number) =>
      `${answered}, ${schools} ${russian(schools, 'школа', 'школы', 'школ')}`,
    en: (answered: string, schools: number) =>
      `${answered}, ${schools} ${schools === 1 ? 'school' : 'schools'}`,
  },
});

export function TerritoryVoices({ voices }: { voices: readonly Voice[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const told = useShare();
  if (voices.length === 0) return null;
  const codes = [...new Set(voices.map(({ criterionCode }) => criterionCode))];
  const rated = ({ schools, rated: share, ratedLower: lower, ratedUpper: upper }: Voice) => {
    if (share === null) return t.unrated;
    // Two schools that differ say so little of all others that the interval is the whole scale.
    if (lower === null || upper === null || (Number(lower) === 0 && Number(upper) === 1))
      return t[schools === 1 ? 'oneSchool' : 'few'](decimal(perCent(share)));
    return told({ share, lower, upper });
  };
  return (
    <div className="stack-near">
      <h4 className={styles.method}>{t.title}</h4>
      <p className="quiet small">{t.more}</p>
      <ul className={bars.blocks}>
        {codes.map((code) => {
          const said = voices.filter(({ criterionCode }) => criterionCode === code);
          const [first] = said;
          return (
            first && (
              <li key={code} className="stack-near">
                <h5 className={bars.criterion}>{local(first.criterionTitle)}</h5>
                <ul className={bars.options}>
                  {said.map((voice) => (
                    <BarRow key={voice.says} title={t[voice.says]} value={voice.share} ends={voice}>
                      {told(voice)}
                    </BarRow>
                  ))}
                  <BarRow
                    title={t.rated}
                    value={first.rated}
                    ends={{ share: first.rated, lower: first.ratedLower, upper: first.ratedUpper }}
                    score
                  >
                    {rated(first)}
                  </BarRow>
                </ul>
              </li>
            )
          );
        })}
      </ul>
      <Disclosure title={t.table}>
        <Table
          caption={t.title}
          rows={voices}
          rowKey={({ criterionCode, says }) => `${criterionCode} ${says}`}
          columns={[
            {
              key: 'criterion',
              title: t.criterion,
              heading: true,
              cell: (voice) => local(voice.criterionTitle),
            },
            { key: 'says', title: t.says, cell: (voice) => t[voice.says] },
            { key: 'share', title: t.share, cell: told },
            { key: 'basis', title: t.basis, cell: (voice) => t.of(decimal(voice.answered), voice.schools) },
            { key: 'rated', title: t.rated, cell: rated },
          ]}
        />
      </Disclosure>
    </div>
  );
}
