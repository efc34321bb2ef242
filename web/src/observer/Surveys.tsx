// What families said: needs beside results, and the figures of the surveys that a result rests on.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { perCent, useDecimal } from '../app/numbers';
import { useTime } from '../app/time';
import { AnswerBars } from '../design/AnswerBars';
import bars from '../design/AnswerBars.module.css';
import { Disclosure } from '../design/Disclosure';
import { Section } from '../design/Page';
import { besideOf, ratingsOf, voiceFields } from '../design/said';
import { Voices } from '../design/Voices';
import type { CriterionData } from './criteria';

export const surveyFields = graphql(
  `fragment PublishedSurveyFields on PublishedSurvey {
    kind title { ru en } closedOn population invited respondents responseRate threshold
    questions { title { ru en } answered unsaid mean options { title { ru en } count share lower upper } }
    voices { ...VoiceFields }
  }`,
  [voiceFields],
);
type Survey = ResultOf<typeof surveyFields>;

const words = messages({
  title: { ru: 'Что говорят семьи', en: 'What families say' },
  more: {
    ru: 'Ответы анонимны. Здесь только суммы по всем ответившим, отдельных ответов и слов нет.',
    en: 'Answers are anonymous. Here are only sums over all who answered; no single answers, no words.',
  },
  experts: { ru: 'Оценка экспертов', en: 'The experts’ score' },
  response: {
    ru: (answered: string, invited: string, rate: string, population: string, day: string) =>
      `Ответили ${answered} из ${invited} приглашённых (${rate} %); всего таких людей ${population}. Опрос закрыт ${day}.`,
    en: (answered: string, invited: string, rate: string, population: string, day: string) =>
      `${answered} of ${invited} invited answered (${rate}%); there are ${population} such people. Closed on ${day}.`,
  },
  few: {
    ru: (threshold: number) =>
      `Ответов слишком мало: о группах меньше ${threshold} человек ничего не показывают.`,
    en: (threshold: number) => `Too few answers: nothing is told of fewer than ${threshold} people.`,
  },
  all: { ru: 'Все вопросы и ответы', en: 'All questions and answers' },
  answered: {
    ru: (answered: number, unsaid: number) =>
      `Ответили ${answered}${unsaid ? `, пропустили вопрос ${unsaid}` : ''}`,
    en: (answered: number, unsaid: number) =>
      `${answered} answered${unsaid ? `, ${unsaid} left the question out` : ''}`,
  },
  mean: {
    ru: (mean: string, most: number) => `в среднем ${mean} из ${most}`,
    en: (mean: string, most: number) => `mean ${mean} of ${most}`,
  },
});

type Result = {
  surveys: readonly Survey[];
  criteria: readonly CriterionData[];
  totalMaximum: string | null;
};

export function Surveys({ of: { surveys, criteria, totalMaximum } }: { of: Result }) {
  const t = useMessages(words);
  if (surveys.length === 0) return null;
  const beside = besideOf(
    ratingsOf(criteria, totalMaximum),
    surveys.flatMap(({ voices }) => voices),
  );
  return (
    <Section title={t.title}>
      <p className="quiet small">{t.more}</p>
      {beside.length > 0 && <Voices beside={beside} scoreOf={t.experts} />}
      {surveys.map((survey) => (
        <Figures key={`${survey.kind} ${survey.title.ru} ${survey.closedOn}`} survey={survey} />
      ))}
    </Section>
  );
}

function Figures({ survey }: { survey: Survey }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const time = useTime();
  return (
    <div className="stack-near">
      <h3>{local(survey.title)}</h3>
      <p>
        {t.response(
          decimal(survey.respondents),
          decimal(survey.invited),
          perCent(survey.responseRate ?? '0'),
          decimal(survey.population),
          time.day(survey.closedOn),
        )}
      </p>
      {survey.questions.length === 0 ? (
        <p className="quiet">{t.few(survey.threshold)}</p>
      ) : (
        <Disclosure title={t.all}>
          <div className="stack">
            {survey.questions.map((question) => (
              <div key={question.title.ru} className="stack-near">
                <h4 className={bars.criterion}>{local(question.title)}</h4>
                <p className="quiet small">
                  {[
                    t.answered(question.answered, question.unsaid),
                    question.mean && t.mean(decimal(question.mean, 2), question.options.length),
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </p>
                <AnswerBars
                  bars={question.options.map(({ title, ...option }) => ({
                    ...option,
                    key: title.ru,
                    title: local(title),
                  }))}
                />
              </div>
            ))}
          </div>
        </Disclosure>
      )}
    </div>
  );
}
