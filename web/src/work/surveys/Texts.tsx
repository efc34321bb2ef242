// What people wrote. The secretary reads it first: a text may betray who wrote it, or slander somebody.
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import work from '../work.module.css';
import type { SurveyData } from './surveyQuery';

const moderate = graphql(
  `mutation ModerateSurveyText($input: ModerateSurveyTextInput!) { moderateSurveyText(input: $input) {
    __typename ... on Survey { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const open = graphql(
  `mutation OpenSurveyTexts($input: OpenSurveyTextsInput!) { openSurveyTexts(input: $input) {
    __typename ... on Survey { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  waiting: {
    ru: (count: number) => `Текстов, которые ещё не открыты: ${count}.`,
    en: (count: number) => `Texts not opened yet: ${count}.`,
  },
  waitingMore: {
    ru: 'По словам иногда узнают человека, поэтому в деле останется запись о том, кто их открыл и когда.',
    en: 'Words can give a person away, so an entry stays in the case: who opened them, and when.',
  },
  open: { ru: 'Открыть тексты', en: 'Open the texts' },
  title: { ru: 'Своими словами', en: 'In their own words' },
  more: {
    ru: 'Пока вы не решили, текст видите только вы. Не показывайте того, по чему узнают человека.',
    en: 'Until you decide, only you see a text. Show nothing by which somebody can be recognised.',
  },
  WAITING: { ru: 'ждёт вашего решения', en: 'waits for your decision' },
  SHOWN: { ru: 'показан', en: 'shown' },
  WITHHELD: { ru: 'не показан', en: 'withheld' },
  show: { ru: 'Показать', en: 'Show' },
  withhold: { ru: 'Не показывать', en: 'Withhold' },
});
const tones = { WAITING: 'warn', SHOWN: 'good', WITHHELD: 'neutral' } as const;

export function Texts({ survey, secretary }: { survey: SurveyData; secretary: boolean }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(moderate, ({ moderateSurveyText }) => moderateSurveyText);
  const opening = useAct(open, ({ openSurveyTexts }) => openSurveyTexts);
  if (!survey.texts.length && !survey.textsToOpen) return null;
  const decide = (textId: string, show: boolean) => void act.run({ input: { textId, show } });
  const asked = survey.questions.filter(({ code }) => survey.texts.some((one) => one.questionCode === code));
  return (
    <div className="stack">
      <h3>{t.title}</h3>
      {survey.textsToOpen > 0 && (
        <>
          <p>
            {t.waiting(survey.textsToOpen)} <span className="quiet">{t.waitingMore}</span>
          </p>
          <div>
            <Button
              pending={opening.pending}
              onClick={() => void opening.run({ input: { surveyId: survey.id } })}
            >
              {t.open}
            </Button>
          </div>
          <Trouble act={opening} />
        </>
      )}
      {secretary && !survey.textsToOpen && <p className="quiet">{t.more}</p>}
      <Trouble act={act} />
      {asked.map(({ code, title }) => (
        <div key={code} className="stack-near">
          <h4>{local(title)}</h4>
          <ul className={work.remarks}>
            {survey.texts
              .filter(({ questionCode }) => questionCode === code)
              .map(({ id, text, state }) => (
                <li key={id} className={work.remark}>
                  <p className="prose">{text}</p>
                  {secretary && (
                    <div className="row">
                      <StateBadge tone={tones[state]}>{t[state]}</StateBadge>
                      {state !== 'SHOWN' && (
                        <Button small pending={act.pending} onClick={() => decide(id, true)}>
                          {t.show}
                        </Button>
                      )}
                      {state !== 'WITHHELD' && (
                        <Button small pending={act.pending} onClick={() => decide(id, false)}>
                          {t.withhold}
                        </Button>
                      )}
                    </div>
                  )}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
