// Competitions: their entries ranked by the jury's scores, equal ones on shared places; and opening another.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Button, LinkButton } from '../../design/Button';
import { Decimal } from '../../design/Decimal';
import { Disclosure } from '../../design/Disclosure';
import { EmptyState } from '../../design/EmptyState';
import { Select, TextField } from '../../design/Field';
import { Link } from '../../design/Link';
import { Page, PageHeader, Section } from '../../design/Page';
import { placesRange } from '../../design/places';
import { Table } from '../../design/Table';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { CaseState } from '../case/CaseState';
import styles from '../work.module.css';

const query = graphql(`query Calls {
  viewer {
    roles
    processes { code title { ru en } ranks }
    calls {
      id title { ru en } openedAt framework { title { ru en } }
      entries {
        score firstPlace lastPlace
        evaluation { id number publicationNumber school { name { ru en } } standing state { title { ru en } } }
      }
    }
  }
  frameworks(first: 50) { nodes { id title { ru en } state } }
}`);
type Data = ResultOf<typeof query>;
type Viewer = NonNullable<Data['viewer']>;

const open = graphql(
  `mutation OpenCall($input: OpenCallInput!) { openCall(input: $input) {
    __typename ... on Call { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Конкурсы', en: 'Competitions' },
  back: { ru: 'Оценки', en: 'Evaluations' },
  none: { ru: 'Конкурсов пока нет', en: 'No competitions yet' },
  noneMore: {
    ru: 'Объявите конкурс, затем откройте в нём заявку для каждой школы.',
    en: 'Open a competition, then open an entry in it for each school.',
  },
  opened: { ru: (day: string) => `объявлен ${day}`, en: (day: string) => `opened ${day}` },
  rule: {
    ru: 'Места – по среднему оценок жюри в процентах шкалы; равные делят места.',
    en: 'Places follow the mean of the jury’s scores in per cent of the scale; equal entries share places.',
  },
  empty: { ru: 'Заявок пока нет.', en: 'No entries yet.' },
  enter: { ru: 'Открыть заявку', en: 'Open an entry' },
  place: { ru: 'Место', en: 'Place' },
  school: { ru: 'Школа', en: 'School' },
  score: { ru: 'Оценка жюри, %', en: 'Jury’s score, %' },
  stage: { ru: 'Стадия', en: 'Stage' },
  another: { ru: 'Объявить конкурс', en: 'Open a competition' },
  titleRu: { ru: 'Название по-русски', en: 'Title in Russian' },
  titleEn: { ru: 'Название по-английски', en: 'Title in English' },
  process: { ru: 'Порядок', en: 'Process' },
  framework: { ru: 'Система критериев', en: 'Framework' },
});

export function CallsScreen() {
  const t = useMessages(words);
  const reading = useRead(query, {});
  const viewer = reading.data?.viewer;
  return (
    <Page>
      <PageHeader title={t.title} back={{ href: path.cases, title: t.back }} />
      {!reading.data || !viewer ? (
        <Waiting reading={reading} lines={10} />
      ) : (
        <div className="stack-far">
          {viewer.calls.length === 0 && <EmptyState title={t.none}>{t.noneMore}</EmptyState>}
          {viewer.calls.map((call) => (
            <Call key={call.id} call={call} mayEnter={viewer.roles.includes('SECRETARY')} />
          ))}
          {viewer.roles.includes('SECRETARY') && (
            <Disclosure title={t.another} open={viewer.calls.length === 0}>
              <NewCall data={reading.data} viewer={viewer} />
            </Disclosure>
          )}
        </div>
      )}
    </Page>
  );
}

function Call({ call, mayEnter }: { call: Viewer['calls'][number]; mayEnter: boolean }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  return (
    <Section
      title={local(call.title)}
      action={mayEnter && <LinkButton href={path.newEntry(call.id)}>{t.enter}</LinkButton>}
    >
      <p className="quiet">
        {local(call.framework.title)} · {t.opened(time.day(call.openedAt))}. {t.rule}
      </p>
      <Table
        caption={local(call.title)}
        rows={call.entries}
        rowKey={({ evaluation }) => evaluation.id}
        empty={<p className="quiet">{t.empty}</p>}
        columns={[
          {
            key: 'place',
            title: t.place,
            cell: ({ firstPlace, lastPlace }) => placesRange(firstPlace, lastPlace),
          },
          {
            key: 'school',
            title: t.school,
            heading: true,
            cell: ({ evaluation }) => (
              <span className="stack-near">
                <Link href={path.evaluation(evaluation.number)}>{local(evaluation.school.name)}</Link>
                <span className="quiet small">{evaluation.number}</span>
              </span>
            ),
          },
          {
            key: 'score',
            title: t.score,
            numeric: true,
            cell: ({ score }) => (score === null ? '—' : <Decimal value={score} />),
          },
          {
            key: 'stage',
            title: t.stage,
            cell: ({ evaluation }) => (
              <CaseState standing={evaluation.standing}>{local(evaluation.state.title)}</CaseState>
            ),
          },
        ]}
      />
    </Section>
  );
}

function NewCall({ data, viewer }: { data: Data; viewer: Viewer }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(open, ({ openCall }) => openCall);
  const processes = viewer.processes.filter(({ ranks }) => ranks);
  const frameworks = data.frameworks.nodes.filter(({ state }) => state === 'PUBLISHED');
  const [process, setProcess] = useState(processes[0]?.code ?? '');
  const [framework, setFramework] = useState(frameworks[0]?.id ?? '');
  const [ru, setRu] = useState('');
  const [en, setEn] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const wrong = (field: string) => {
    const problem = problemAt(act.trouble, field);
    return problem && local(problem);
  };
  async function go() {
    const input = {
      idempotencyKey: `${key} ${process} ${framework} ${ru} ${en}`.slice(0, 200),
      processCode: process,
      frameworkVersionId: framework,
      titleRu: ru,
      titleEn: en,
    };
    if (await act.run({ input })) {
      setRu('');
      setEn('');
      setKey(crypto.randomUUID());
    }
  }
  return (
    <div className={styles.form}>
      <TextField label={t.titleRu} value={ru} onChange={setRu} problem={wrong('titleRu')} />
      <TextField label={t.titleEn} value={en} onChange={setEn} problem={wrong('titleEn')} />
      {processes.length > 1 && (
        <Select
          label={t.process}
          value={process}
          onChange={setProcess}
          options={processes.map(({ code, title }) => ({ value: code, title: local(title) }))}
        />
      )}
      <Select
        label={t.framework}
        value={framework}
        onChange={setFramework}
        options={frameworks.map(({ id, title }) => ({ value: id, title: local(title) }))}
      />
      <Trouble act={act} />
      <div>
        <Button look="primary" pending={act.pending} onClick={() => void go()}>
          {t.another}
        </Button>
      </div>
    </div>
  );
}
