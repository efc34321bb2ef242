// What was answered: for each option its share with its interval; of everybody, or of a part that is large enough.
import { useState } from 'react';
import { messages, useLocal, useMessages } from '../../app/language';
import { useDecimal } from '../../app/numbers';
import { useRead } from '../../app/read';
import { AnswerBars } from '../../design/AnswerBars';
import { Select } from '../../design/Field';
import { Notice } from '../../design/Notice';
import work from '../work.module.css';
import { type ResultsData, type SurveyData, someResults } from './surveyQuery';

const words = messages({
  group: { ru: 'Кто', en: 'Who' },
  all: { ru: 'все', en: 'everybody' },
  unsaid: { ru: 'не ответили на этот вопрос', en: 'left this question out' },
  about: {
    ru: (count: number) => `Анкет: ${count}`,
    en: (count: number) => `Forms: ${count}`,
  },
  of: {
    ru: (count: number, population: number) => `Анкет: ${count}; всего таких людей ${population}`,
    en: (count: number, population: number) => `Forms: ${count}; there are ${population} such people`,
  },
  hidden: { ru: 'Здесь людей слишком мало', en: 'These are too few' },
  hiddenMore: {
    ru: (threshold: number) =>
      `Ответы показываются группами не меньше чем из ${threshold} человек, и так, чтобы меньшую нельзя было вычислить вычитанием.`,
    en: (threshold: number) =>
      `Answers are shown for ${threshold} people or more, and so that a smaller group cannot be found by subtracting.`,
  },
  answered: {
    ru: (answered: number, unsaid: number) =>
      `Ответили ${answered}${unsaid ? `, пропустили вопрос ${unsaid}` : ''}`,
    en: (answered: number, unsaid: number) =>
      `${answered} answered${unsaid ? `, ${unsaid} left the question out` : ''}`,
  },
  fewAnswered: {
    ru: 'На этот вопрос здесь ответили слишком мало людей.',
    en: 'Too few people answered this question here.',
  },
  mean: {
    ru: (mean: string, most: number) => `в среднем ${mean} из ${most}`,
    en: (mean: string, most: number) => `mean ${mean} of ${most}`,
  },
  interval: {
    ru: 'В скобках – где с вероятностью 95 % лежит доля, если бы ответили все.',
    en: 'In brackets: where, with 95% confidence, the share would lie if everybody had answered.',
  },
});

export function Results({ survey, whole }: { survey: SurveyData; whole: ResultsData }) {
  const t = useMessages(words);
  const local = useLocal();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const where = Object.entries(chosen).flatMap(([attribute, value]) =>
    value === '*' ? [] : [{ attribute, value }],
  );
  const reading = useRead(someResults, { id: survey.id, where }, { pause: where.length === 0 });
  const node = reading.data?.node;
  const found = where.length === 0 ? whole : node?.__typename === 'Survey' ? node.results : undefined;
  const all = { value: '*', title: t.all };
  const attributes = [
    ...(survey.groups.length > 1
      ? [
          {
            code: 'group',
            title: t.group,
            options: survey.groups.map(({ code, title }) => ({ value: code, title: local(title) })),
          },
        ]
      : []),
    ...survey.questions
      .filter(({ profile }) => profile)
      .map(({ code, title, options }) => ({
        code,
        title: local(title),
        options: [
          ...options.map((one) => ({ value: one.code, title: local(one.title) })),
          { value: '', title: t.unsaid },
        ],
      })),
  ];
  return (
    <div className="stack">
      {attributes.length > 0 && (
        <div className={work.filters}>
          {attributes.map(({ code, title, options }) => (
            <Select
              key={code}
              label={title}
              value={chosen[code] ?? '*'}
              onChange={(value) => setChosen({ ...chosen, [code]: value })}
              options={[all, ...options]}
            />
          ))}
        </div>
      )}
      <div aria-live="polite">
        {found === null && <Notice title={t.hidden}>{t.hiddenMore(survey.threshold)}</Notice>}
        {found && (
          <p className="quiet">
            {found.population === null
              ? t.about(found.respondents)
              : t.of(found.respondents, found.population)}
          </p>
        )}
      </div>
      {found && (
        <>
          {survey.questions
            .filter(({ kind, profile }) => kind !== 'TEXT' && !profile)
            .map((asked) => (
              <Question
                key={asked.code}
                asked={asked}
                found={found.questions.find(({ code }) => code === asked.code)}
              />
            ))}
          <p className="quiet small">{t.interval}</p>
        </>
      )}
    </div>
  );
}

type QuestionProps = {
  asked: SurveyData['questions'][number];
  /** Undefined where too few answered the question. */
  found: ResultsData['questions'][number] | undefined;
};

function Question({ asked, found }: QuestionProps) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  if (!found)
    return (
      <div className="stack-near">
        <h3>{local(asked.title)}</h3>
        <p className="quiet small">{t.fewAnswered}</p>
      </div>
    );
  const told = [
    t.answered(found.answered, found.unsaid),
    found.mean && t.mean(decimal(found.mean, 2), asked.options.length),
  ];
  return (
    <div className="stack-near">
      <h3>{local(asked.title)}</h3>
      <p className="quiet small">{told.filter(Boolean).join(', ')}</p>
      <AnswerBars
        bars={found.options.map(({ code, ...option }) => {
          const known = asked.options.find((one) => one.code === code);
          return { ...option, key: code, title: known && local(known.title) };
        })}
      />
    </div>
  );
}
