// Opening an evaluation: which school, on which framework, by which process, until when.
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Button } from '../../design/Button';
import { Chooser } from '../../design/Chooser';
import { Select, TextField } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { DefinitionList, Page, PageHeader, Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import styles from '../work.module.css';
import { momentOf, untilDay } from './dates';
import { KindOfSchool } from './KindOfSchool';

const query = graphql(`query NewCase {
  viewer {
    calls { id title { ru en } processCode framework { id } }
    schools(first: 100) { id name { ru en } schoolKind municipality { name { ru en } } }
    processes { code title { ru en } blinding blindingNote { ru en } states { code title { ru en } } deadlines { name title { ru en } days workingDays after atOpening } }
  }
  frameworks(first: 50) { nodes { id code number title { ru en } state } }
}`);
type Data = ResultOf<typeof query>;
type Process = NonNullable<Data['viewer']>['processes'][number];

const open = graphql(
  `mutation OpenEvaluation($input: OpenEvaluationInput!) { openEvaluation(input: $input) {
    __typename ... on Evaluation { number } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Новая оценка', en: 'New evaluation' },
  back: { ru: 'Оценки', en: 'Evaluations' },
  entry: { ru: (call: string) => `Заявка на «${call}»`, en: (call: string) => `An entry in “${call}”` },
  school: { ru: 'Школа', en: 'School' },
  schoolHint: { ru: 'Начните писать название', en: 'Begin to write its name' },
  chooseSchool: { ru: 'Выберите школу из списка.', en: 'Choose the school from the list.' },
  framework: { ru: 'Система критериев', en: 'Framework' },
  process: { ru: 'Порядок', en: 'Process' },
  deadlines: { ru: 'Сроки', en: 'Deadlines' },
  deadlinesMore: {
    ru: 'Подставлены обычные сроки, до 18:00 каждого дня. Идут по порядку стадий.',
    en: 'The usual ones are filled in, until 18:00 of the day. They follow the order of the stages.',
  },
  edition: { ru: (n: number) => `версия ${n}`, en: (n: number) => `version ${n}` },
  later: { ru: 'Эти сроки пойдут от своих стадий', en: 'These run from stages to come' },
  length: {
    ru: (days: number, working: boolean, stage: string) =>
      `${days} ${working ? russian(days, 'рабочий день', 'рабочих дня', 'рабочих дней') : russian(days, 'день', 'дня', 'дней')} со стадии «${stage}»`,
    en: (days: number, working: boolean, stage: string) =>
      `${days} ${working ? 'working ' : ''}${english(days, 'day', 'days')} from “${stage}”`,
  },
  OPEN: { ru: 'Открытая экспертиза', en: 'Open examination' },
  SINGLE_BLIND: { ru: 'Слепая экспертиза', en: 'Single-blind examination' },
  DOUBLE_BLIND: { ru: 'Двойная слепая экспертиза', en: 'Double-blind examination' },
  go: { ru: 'Открыть оценку', en: 'Open the evaluation' },
});

export function NewCaseScreen() {
  const t = useMessages(words);
  const reading = useRead(query, {});
  const data = reading.data;
  const process = data?.viewer?.processes[0];
  return (
    <Page width="reading">
      <PageHeader title={t.title} back={{ href: path.cases, title: t.back }} />
      {data?.viewer && process ? (
        <Form data={data} viewer={data.viewer} first={process} />
      ) : (
        <Waiting reading={reading} lines={8} />
      )}
    </Page>
  );
}

function Form({ data, viewer, first }: { data: Data; viewer: NonNullable<Data['viewer']>; first: Process }) {
  const t = useMessages(words);
  const local = useLocal();
  const router = useRouter();
  const act = useAct(open, ({ openEvaluation }) => openEvaluation);
  const [key] = useState(() => crypto.randomUUID());
  const [school, setSchool] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const [read] = useSearch();
  const known = viewer.schools.find(({ id }) => id === school);
  const call = viewer.calls.find(({ id }) => id === read('call'));
  const [chosenFramework, setFramework] = useState(data.frameworks.nodes[0]?.id ?? '');
  const [chosenCode, setCode] = useState(first.code);
  const framework = call?.framework.id ?? chosenFramework;
  const code = call?.processCode ?? chosenCode;
  const process = viewer.processes.find((one) => one.code === code) ?? first;
  const atOpening = process.deadlines.filter((one) => one.atOpening);
  const later = process.deadlines.filter(({ after }) => after !== null);
  const stage = (code: string | null) => {
    const found = process.states.find((one) => one.code === code);
    return found ? local(found.title) : '';
  };
  const [days, setDays] = useState<Record<string, string>>({});
  const dayOf = (name: string, usual: number) => days[name] ?? untilDay(usual);
  const problems = act.trouble?.kind === 'invalid' ? act.trouble.problems : [];

  const versions = (code: string) => data.frameworks.nodes.filter((one) => one.code === code).length;
  const named = (one: Data['frameworks']['nodes'][number]) =>
    versions(one.code) > 1 ? `${local(one.title)}, ${t.edition(one.number)}` : local(one.title);

  async function go() {
    setMissing(!school);
    if (!school) return;
    const done = await act.run({
      input: {
        callId: call?.id ?? null,
        idempotencyKey: `${key} ${school} ${framework} ${process.code} ${JSON.stringify(days)}`.slice(0, 200),
        schoolId: school,
        frameworkVersionId: framework,
        processCode: process.code,
        deadlines: atOpening.map(({ name, days: usual }) => ({
          name,
          dueAt: momentOf(dayOf(name, usual)),
        })),
      },
    });
    if (done) router.history.push(path.evaluation(done.number));
  }
  return (
    <div className="stack-far">
      {call && <p>{t.entry(local(call.title))}</p>}
      <div className={styles.form}>
        <Chooser
          label={t.school}
          hint={t.schoolHint}
          value={school}
          onChange={(chosen) => {
            setSchool(chosen);
            setMissing(false);
          }}
          problem={missing && t.chooseSchool}
          items={viewer.schools.map((one) => ({
            id: one.id,
            title: local(one.name),
            detail: one.municipality ? local(one.municipality.name) : undefined,
          }))}
        />
        {known && <KindOfSchool key={known.id} school={known} />}
        {!call && (
          <Select
            label={t.framework}
            value={framework}
            onChange={setFramework}
            options={data.frameworks.nodes
              .filter(({ state }) => state === 'PUBLISHED')
              .map((one) => ({ value: one.id, title: named(one) }))}
          />
        )}
        {!call && viewer.processes.length > 1 && (
          <Select
            label={t.process}
            value={code}
            onChange={setCode}
            options={viewer.processes.map((one) => ({ value: one.code, title: local(one.title) }))}
          />
        )}
        <Notice title={t[process.blinding]}>{local(process.blindingNote)}</Notice>
      </div>
      <Section title={t.deadlines}>
        <p className="quiet">{t.deadlinesMore}</p>
        <div className={styles.dates}>
          {atOpening.map(({ name, title, days: usual }, place) => {
            const wrong = problems.find((one) => one.path === `input.deadlines.${place}.dueAt`)?.message;
            return (
              <TextField
                key={name}
                label={local(title)}
                type="date"
                value={dayOf(name, usual)}
                onChange={(day) => setDays({ ...days, [name]: day })}
                problem={wrong && local(wrong)}
              />
            );
          })}
        </div>
        {later.length > 0 && (
          <>
            <h3>{t.later}</h3>
            <DefinitionList
              pairs={later.map(({ name, title, days: usual, workingDays, after }) => ({
                key: name,
                term: local(title),
                is: t.length(usual, workingDays, stage(after)),
              }))}
            />
          </>
        )}
      </Section>
      <Trouble act={act} />
      <div>
        <Button look="primary" pending={act.pending} onClick={() => void go()}>
          {t.go}
        </Button>
      </div>
    </div>
  );
}
