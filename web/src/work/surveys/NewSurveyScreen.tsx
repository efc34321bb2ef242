// A new survey: begun from a ready questionnaire, every word of which can be changed; whom it asks; until when.
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Button } from '../../design/Button';
import { Checkbox, Select, TextArea, TextField } from '../../design/Field';
import { Page, PageHeader, Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { momentOf, untilDay } from '../secretary/dates';
import work from '../work.module.css';
import { Questions } from './Questions';
import { type SurveysData, surveysQuery } from './surveyQuery';
import styles from './surveys.module.css';
import { keyed, type SurveyKind, templates } from './templates';

const make = graphql(
  `mutation MakeSurvey($input: MakeSurveyInput!) { makeSurvey(input: $input) {
    __typename ... on Survey { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Новый опрос', en: 'New survey' },
  back: { ru: 'Опросы', en: 'Surveys' },
  kind: { ru: 'О чём', en: 'About' },
  kindHint: {
    ru: 'Смена вида ставит вопросы из готовой анкеты.',
    en: 'Another kind brings the questions of its ready questionnaire.',
  },
  SATISFACTION: { ru: 'удовлетворённость', en: 'satisfaction' },
  NEEDS: { ru: 'запросы и ожидания', en: 'needs' },
  name: { ru: 'Название', en: 'Title' },
  nameEn: { ru: 'Название по-английски', en: 'Title in English' },
  intro: { ru: 'Что сказать в начале', en: 'What to say first' },
  introEn: { ru: 'То же по-английски', en: 'The same in English' },
  until: { ru: 'До какого дня', en: 'Until which day' },
  threshold: { ru: 'Не показывать группы меньше', en: 'Show no groups smaller than' },
  quota: { ru: 'Сколько ответов нужно', en: 'How many answers are wanted' },
  questions: { ru: 'Вопросы', en: 'Questions' },
  linked: {
    ru: 'Укажите, о каком критерии вопрос или вариант: тогда ответы встанут рядом с оценкой этого критерия.',
    en: 'Say which criterion a question or an option is about: then answers stand beside its score.',
  },
  open: { ru: 'Опубликовать итоги вместе с результатом', en: 'Publish the figures with the result' },
  openHint: {
    ru: 'Только суммы по всем ответившим, без текстов. Об этом скажут тем, кого спрашивают.',
    en: 'Sums over all who answered only, no texts. Those who are asked are told so.',
  },
  groups: { ru: 'Кого спрашиваем', en: 'Whom it asks' },
  groupsMore: {
    ru: 'Например, родители 5а и ученики 5а. Приглашений будет не больше, чем людей в группе.',
    en: 'Such as the parents of 5a and the pupils of 5a. There will be no more invitations than people.',
  },
  group: { ru: (n: number) => `Группа ${n}`, en: (n: number) => `Group ${n}` },
  people: { ru: 'Сколько в ней людей', en: 'How many people' },
  addGroup: { ru: 'Ещё группа', en: 'Another group' },
  remove: { ru: 'Убрать', en: 'Remove' },
  go: { ru: 'Начать опрос', en: 'Open the survey' },
  fixed: {
    ru: 'После начала вопросы уже не изменить. Если ошиблись, закройте опрос и начните другой.',
    en: 'Once it is open, questions cannot be changed. If something is wrong, close the survey and open another.',
  },
});

export function NewSurveyScreen() {
  const t = useMessages(words);
  const number = useParam('number');
  const reading = useRead(surveysQuery, { number });
  const found = reading.data?.viewer?.evaluation;
  if (reading.data && !found?.myRoles.includes('SECRETARY')) return <NotFoundScreen />;
  return (
    <Page width="reading">
      <PageHeader title={t.title} back={{ href: path.surveys(number), title: t.back }} />
      {found ? <Form found={found} number={number} /> : <Waiting reading={reading} lines={8} />}
    </Page>
  );
}

type Group = { key: string; title: string; people: string };
const newGroup = (): Group => ({ key: crypto.randomUUID(), title: '', people: '' });
const whole = (typed: string) => typed.replace(/\D/g, '').slice(0, 5);

function Form({ found, number }: { found: SurveysData; number: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const router = useRouter();
  const act = useAct(make, ({ makeSurvey }) => makeSurvey);
  const [key] = useState(() => crypto.randomUUID());
  const [kind, setKind] = useState<SurveyKind>('SATISFACTION');
  const [title, setTitle] = useState(templates.SATISFACTION.title);
  const [intro, setIntro] = useState(templates.SATISFACTION.intro);
  const [questions, setQuestions] = useState(() => templates.SATISFACTION.questions.map(keyed));
  const [groups, setGroups] = useState([newGroup()]);
  const [until, setUntil] = useState(untilDay(14));
  const [threshold, setThreshold] = useState('5');
  const [quota, setQuota] = useState('');
  const [open, setOpen] = useState(true);
  const wrong = (field: string) => {
    const problem = problemAt(act.trouble, field);
    return problem && local(problem);
  };

  function begin(chosen: SurveyKind) {
    setKind(chosen);
    setTitle(templates[chosen].title);
    setIntro(templates[chosen].intro);
    setQuestions(templates[chosen].questions.map(keyed));
  }
  async function go() {
    const asked = {
      kind,
      title,
      intro,
      questions: questions.map(({ kind, title, options, profile, criterion, optionCriteria }) => ({
        kind,
        title,
        options,
        profile,
        criterionCode: criterion || null,
        optionCriterionCodes: optionCriteria,
      })),
      groups: groups.map((one) => ({ title: { ru: one.title }, population: Number(one.people) })),
      threshold: Number(threshold),
      quota: quota ? Number(quota) : null,
      closesAt: momentOf(until),
      public: open,
    };
    const sent = `${key} ${await digest(JSON.stringify(asked))}`;
    if (await act.run({ input: { ...asked, evaluationId: found.id, idempotencyKey: sent } }))
      router.history.push(path.surveys(number));
  }
  const change = (place: number, changed: Partial<Group>) =>
    setGroups(groups.map((one, at) => (at === place ? { ...one, ...changed } : one)));
  return (
    <div className="stack-far">
      <div className={work.form}>
        <Select
          label={t.kind}
          hint={t.kindHint}
          value={kind}
          onChange={begin}
          options={[
            { value: 'SATISFACTION', title: t.SATISFACTION },
            { value: 'NEEDS', title: t.NEEDS },
          ]}
        />
        <TextField
          label={t.name}
          value={title.ru}
          onChange={(ru) => setTitle({ ...title, ru })}
          problem={wrong('title.ru')}
        />
        <TextField
          label={t.nameEn}
          optional
          value={title.en}
          onChange={(en) => setTitle({ ...title, en })}
          problem={wrong('title.en')}
        />
        <TextArea
          label={t.intro}
          optional
          rows={2}
          value={intro.ru}
          onChange={(ru) => setIntro({ ...intro, ru })}
          problem={wrong('intro.ru')}
        />
        <TextArea
          label={t.introEn}
          optional
          rows={2}
          value={intro.en}
          onChange={(en) => setIntro({ ...intro, en })}
          problem={wrong('intro.en')}
        />
      </div>
      <Section title={t.questions}>
        <p className="quiet">{t.linked}</p>
        <Questions
          questions={questions}
          onChange={setQuestions}
          wrong={wrong}
          criteria={found.criteria}
          about={kind}
        />
      </Section>
      <Section title={t.groups}>
        <p className="quiet">{t.groupsMore}</p>
        {groups.map((one, place) => (
          <div key={one.key} className={styles.pair}>
            <TextField
              label={t.group(place + 1)}
              value={one.title}
              onChange={(typed) => change(place, { title: typed })}
              problem={wrong(`groups.${place}.title.ru`)}
            />
            <TextField
              label={t.people}
              inputMode="numeric"
              value={one.people}
              onChange={(typed) => change(place, { people: whole(typed) })}
              problem={wrong(`groups.${place}.population`)}
            />
          </div>
        ))}
        <div className="row">
          <Button small onClick={() => setGroups([...groups, newGroup()])}>
            {t.addGroup}
          </Button>
          {groups.length > 1 && (
            <Button small onClick={() => setGroups(groups.slice(0, -1))}>
              {t.remove}
            </Button>
          )}
        </div>
      </Section>
      <div className={work.dates}>
        <TextField
          label={t.until}
          type="date"
          value={until}
          onChange={setUntil}
          problem={wrong('closesAt')}
        />
        <TextField
          label={t.threshold}
          inputMode="numeric"
          value={threshold}
          onChange={(typed) => setThreshold(whole(typed))}
          problem={wrong('threshold')}
        />
        <TextField
          label={t.quota}
          optional
          inputMode="numeric"
          value={quota}
          onChange={(typed) => setQuota(whole(typed))}
          problem={wrong('quota')}
        />
      </div>
      <Checkbox label={t.open} hint={t.openHint} checked={open} onChange={setOpen} />
      <Trouble act={act} />
      <p className="quiet">{t.fixed}</p>
      <div>
        <Button look="primary" pending={act.pending} onClick={() => void go()}>
          {t.go}
        </Button>
      </div>
    </div>
  );
}

/** What was asked, in few characters: the same request again is the same request. */
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
