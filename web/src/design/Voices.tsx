// Needs against results: what matters to families and how content they are, beside the score; a chart, and its table.
import { messages, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { BarRow, useShare } from './AnswerBars';
import bars from './AnswerBars.module.css';
import { Disclosure } from './Disclosure';
import { type Beside, foremost, type Rating, type VoiceData } from './said';
import { Table } from './Table';

const words = messages({
  CHOSEN: { ru: 'Просят развивать прежде всего', en: 'Want it developed first' },
  MATTERS: { ru: 'Говорят, что это важно', en: 'Say that it matters' },
  CONTENT: { ru: 'Довольны', en: 'Are content' },
  rated: { ru: 'Оценка', en: 'Score' },
  unrated: { ru: 'оценки пока нет', en: 'no score yet' },
  outOf: {
    ru: (score: string, most: string) => `${score} из ${most}`,
    en: (score: string, most: string) => `${score} of ${most}`,
  },
  foremost: {
    ru: (titles: string) => `Чаще другого семьи называют: ${titles}.`,
    en: (titles: string) => `Families name most often: ${titles}.`,
  },
  quoted: { ru: (title: string) => `«${title}»`, en: (title: string) => `“${title}”` },
  together: {
    ru: 'Между ними разница может быть и случайной: их интервалы перекрываются.',
    en: 'Between these the difference may be chance: their intervals overlap.',
  },
  level: {
    ru: 'Какое из пожеланий чаще, по этим ответам сказать нельзя: интервалы перекрываются.',
    en: 'These answers cannot tell which wish is more frequent: the intervals overlap.',
  },
  interval: {
    ru: 'Тонкая черта и числа в скобках – где с вероятностью 95 % лежит доля, если бы ответили все, кого спрашивали. Серая полоса – балл на своей шкале. Опрос оценку не меняет.',
    en: 'The thin line and the numbers in brackets: where, with 95% confidence, the share would lie if all who were asked had answered. The grey bar is the score on its scale. A survey changes no score.',
  },
  table: { ru: 'То же таблицей', en: 'The same as a table' },
  criterion: { ru: 'Критерий', en: 'Criterion' },
  asked: { ru: 'О чём спросили', en: 'What was asked' },
  share: { ru: 'Сколько так ответили', en: 'How many said so' },
  answered: { ru: 'Ответили', en: 'Answered' },
});

type Props = {
  beside: readonly Beside<VoiceData>[];
  /** Whose score it is: of the experts, or of the school itself. */
  scoreOf?: string;
};

export function Voices({ beside, scoreOf }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const told = useShare();
  const rated = useRated();
  const first = foremost(beside.flatMap(({ said }) => said));
  const titleOf = ({ option, question }: VoiceData) => t.quoted(local(option ?? question));
  return (
    <div className="stack">
      {first === null && <p className="prose">{t.level}</p>}
      {first && first.length > 0 && (
        <p className="prose">
          {t.foremost(first.map((voice) => `${titleOf(voice)} – ${told(voice)}`).join('; '))}{' '}
          {first.length > 1 && t.together}
        </p>
      )}
      <ul className={bars.blocks}>
        {beside.map(({ rating, said }) => (
          <li key={rating.code} className="stack-near">
            <h3 className={bars.criterion}>{local(rating.title)}</h3>
            <ul className={bars.options}>
              {said.map((voice) => (
                <BarRow
                  key={keyOf(voice)}
                  title={
                    <>
                      {t[voice.says]}
                      {voice.option && <span className="quiet">: {local(voice.option)}</span>}
                    </>
                  }
                  value={voice.share}
                  ends={voice}
                >
                  {told(voice)}
                </BarRow>
              ))}
              <BarRow title={scoreOf ?? t.rated} value={rating.share} score>
                {rated(rating)}
              </BarRow>
            </ul>
          </li>
        ))}
      </ul>
      <p className="quiet small">{t.interval}</p>
      <Disclosure title={t.table}>
        <Table
          caption={t.table}
          rows={beside.flatMap(({ rating, said }) => said.map((voice) => ({ rating, voice })))}
          rowKey={({ voice }) => `${voice.criterionCode} ${keyOf(voice)}`}
          columns={[
            {
              key: 'criterion',
              title: t.criterion,
              heading: true,
              cell: ({ rating }) => local(rating.title),
            },
            {
              key: 'asked',
              title: t.asked,
              cell: ({ voice }) =>
                voice.option ? `${local(voice.question)}: ${local(voice.option)}` : local(voice.question),
            },
            { key: 'share', title: t.share, cell: ({ voice }) => `${voice.chosen}: ${told(voice)}` },
            { key: 'answered', title: t.answered, numeric: true, cell: ({ voice }) => voice.answered },
            { key: 'rated', title: scoreOf ?? t.rated, cell: ({ rating }) => rated(rating) },
          ]}
        />
      </Disclosure>
    </div>
  );
}

const keyOf = ({ says, question, option }: VoiceData) => `${says} ${question.ru} ${option?.ru ?? ''}`;

function useRated(): (rating: Rating) => string {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  return ({ score, maximum, level }) => {
    if (score === null) return t.unrated;
    const points = maximum === null ? decimal(score) : t.outOf(decimal(score), decimal(maximum));
    return level ? `${local(level)} · ${points}` : points;
  };
}
