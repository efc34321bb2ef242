// The questions of a survey while it is being written.
import { useState } from 'react';
import { type LocalizedText, messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Checkbox, Select, TextArea, TextField } from '../../design/Field';
import styles from './surveys.module.css';
import { type DraftQuestion, type KeyedQuestion, keyed, type SurveyKind } from './templates';

const words = messages({
  question: { ru: (n: number) => `Вопрос ${n}`, en: (n: number) => `Question ${n}` },
  english: { ru: 'По-английски', en: 'In English' },
  kind: { ru: 'Как отвечают', en: 'How it is answered' },
  CHOICE: { ru: 'один из вариантов', en: 'one of the options' },
  SCALE: { ru: 'ступень шкалы', en: 'a step of a scale' },
  TEXT: { ru: 'своими словами', en: 'in one’s own words' },
  options: { ru: 'Варианты, по одному в строке', en: 'Options, one a line' },
  optionsEn: { ru: 'Варианты по-английски', en: 'Options in English' },
  scaleHint: { ru: 'От низшей ступени к высшей.', en: 'From the lowest to the highest.' },
  profile: { ru: 'Вопрос о том, кто отвечает', en: 'It asks who answers' },
  profileHint: {
    ru: 'По нему можно будет смотреть результаты отдельно.',
    en: 'Results can then be looked at by it.',
  },
  criterion: { ru: 'О каком критерии спрашиваем', en: 'The criterion it asks about' },
  optionCriteria: { ru: 'О каких критериях варианты', en: 'The criteria that options are about' },
  none: { ru: 'ни о каком', en: 'none' },
  NEEDS_hint: {
    ru: 'Укажите, если верхние ступени значат «мне это важно».',
    en: 'Name it where the upper steps mean “it matters to me”.',
  },
  SATISFACTION_hint: {
    ru: 'Укажите, если верхние ступени значат «я этим доволен».',
    en: 'Name it where the upper steps mean “I am content with it”.',
  },
  add: { ru: 'Ещё вопрос', en: 'Another question' },
  remove: { ru: 'Убрать вопрос', en: 'Remove the question' },
});

type Props = {
  questions: readonly KeyedQuestion[];
  onChange: (questions: KeyedQuestion[]) => void;
  wrong: (field: string) => string | undefined;
  criteria: readonly CriterionOf[];
  about: SurveyKind;
};
type CriterionOf = { code: string; title: LocalizedText };
const blank: DraftQuestion = {
  kind: 'CHOICE',
  title: { ru: '', en: '' },
  options: [],
  profile: false,
  criterion: '',
  optionCriteria: [],
};

export function Questions({ questions, onChange, wrong, criteria, about }: Props) {
  const t = useMessages(words);
  const put = (place: number, changed: Partial<DraftQuestion>) =>
    onChange(questions.map((one, at) => (at === place ? { ...one, ...changed } : one)));
  return (
    <>
      <ol className={styles.questions}>
        {questions.map((question, place) => (
          <li key={question.key} className={styles.question}>
            <div className={styles.pair}>
              <TextField
                label={t.question(place + 1)}
                value={question.title.ru}
                onChange={(ru) => put(place, { title: { ...question.title, ru } })}
                problem={wrong(`questions.${place}.title.ru`)}
              />
              <TextField
                label={t.english}
                optional
                value={question.title.en}
                onChange={(en) => put(place, { title: { ...question.title, en } })}
                problem={wrong(`questions.${place}.title.en`)}
              />
            </div>
            <Select
              label={t.kind}
              value={question.kind}
              onChange={(kind) =>
                put(place, {
                  kind,
                  profile: kind === 'CHOICE' && question.profile,
                  criterion: kind === 'SCALE' ? question.criterion : '',
                  optionCriteria: kind === 'CHOICE' ? question.optionCriteria : [],
                  options: kind === 'TEXT' ? [] : question.options,
                })
              }
              options={(['CHOICE', 'SCALE', 'TEXT'] as const).map((kind) => ({
                value: kind,
                title: t[kind],
              }))}
            />
            {question.kind !== 'TEXT' && (
              <Options
                question={question}
                onChange={(options) =>
                  put(place, { options, optionCriteria: question.optionCriteria.slice(0, options.length) })
                }
                problem={wrong(`questions.${place}.options`)}
              />
            )}
            {question.kind === 'CHOICE' && (
              <Checkbox
                label={t.profile}
                hint={t.profileHint}
                checked={question.profile}
                onChange={(profile) =>
                  put(place, { profile, optionCriteria: profile ? [] : question.optionCriteria })
                }
              />
            )}
            {question.kind === 'SCALE' && (
              <CriterionField
                label={t.criterion}
                hint={t[`${about}_hint`]}
                criteria={criteria}
                value={question.criterion}
                onChange={(criterion) => put(place, { criterion })}
                problem={wrong(`questions.${place}.criterionCode`)}
              />
            )}
            {question.kind === 'CHOICE' && !question.profile && question.options.length > 0 && (
              <Disclosure title={t.optionCriteria} open={question.optionCriteria.some(Boolean)}>
                <div className={styles.pair}>
                  {question.options.map((option, at) => (
                    <CriterionField
                      // biome-ignore lint/suspicious/noArrayIndexKey: options are lines, known by their place
                      key={at}
                      label={option.ru}
                      criteria={criteria}
                      value={question.optionCriteria[at] ?? ''}
                      onChange={(code) =>
                        put(place, {
                          optionCriteria: question.options.map((_, other) =>
                            other === at ? code : (question.optionCriteria[other] ?? ''),
                          ),
                        })
                      }
                      problem={wrong(`questions.${place}.optionCriterionCodes.${at}`)}
                    />
                  ))}
                </div>
              </Disclosure>
            )}
            {questions.length > 1 && (
              <div>
                <Button small onClick={() => onChange(questions.filter((_, at) => at !== place))}>
                  {t.remove}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      <div>
        <Button small onClick={() => onChange([...questions, keyed(blank)])}>
          {t.add}
        </Button>
      </div>
    </>
  );
}

type CriterionFieldProps = {
  label: string;
  hint?: string;
  criteria: readonly CriterionOf[];
  value: string;
  onChange: (code: string) => void;
  problem: string | undefined;
};

/** The criterion that answers stand beside, or none. */
function CriterionField({ criteria, ...field }: CriterionFieldProps) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <Select
      {...field}
      options={[
        { value: '', title: t.none },
        ...criteria.map(({ code, title }) => ({ value: code, title: `${code}. ${local(title)}` })),
      ]}
    />
  );
}

type OptionsProps = {
  question: DraftQuestion;
  onChange: (options: DraftQuestion['options']) => void;
  problem: string | undefined;
};

/** Options are lines of text; the nth line in English belongs to the nth in Russian. */
function Options({ question, onChange, problem }: OptionsProps) {
  const t = useMessages(words);
  const [ru, setRu] = useState(question.options.map((one) => one.ru).join('\n'));
  const [en, setEn] = useState(question.options.map((one) => one.en).join('\n'));
  function put(russian: string, english: string) {
    setRu(russian);
    setEn(english);
    const lines = english.split('\n');
    onChange(
      russian
        .split('\n')
        .map((line, place) => ({ ru: line.trim(), en: lines[place]?.trim() ?? '' }))
        .filter((one) => one.ru),
    );
  }
  return (
    <div className={styles.pair}>
      <TextArea
        label={t.options}
        hint={question.kind === 'SCALE' ? t.scaleHint : undefined}
        rows={3}
        value={ru}
        onChange={(typed) => put(typed, en)}
        problem={problem}
      />
      <TextArea label={t.optionsEn} optional rows={3} value={en} onChange={(typed) => put(ru, typed)} />
    </div>
  );
}
