// The same act in many cases: which act, with what, in which of them it can be taken and in which not; then begin.
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Button } from '../../design/Button';
import { Deadline } from '../../design/Deadline';
import { Disclosure } from '../../design/Disclosure';
import { EmptyState } from '../../design/EmptyState';
import { Select, TextArea, TextField } from '../../design/Field';
import { Link } from '../../design/Link';
import { Notice } from '../../design/Notice';
import { Page, PageHeader, Section } from '../../design/Page';
import { Reasons } from '../../design/Reasons';
import { Table } from '../../design/Table';
import { Trouble } from '../../design/Trouble';
import { Waiting } from '../../design/Waiting';
import { filterOf } from '../secretary/filter';
import { chosenQuery, previewQuery } from './bulkQuery';

type Choice = NonNullable<
  NonNullable<ResultOf<typeof chosenQuery>['viewer']>['chosenCases']
>['choices'][number];
type Chosen = { ids: string[] | null; filter: ReturnType<typeof filterOf> | null };

const begin = graphql(
  `mutation BeginBulkAct($input: BeginBulkActInput!) { beginBulkAct(input: $input) {
    __typename ... on BulkAct { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Действие по нескольким оценкам', en: 'One act in many evaluations' },
  back: { ru: 'Оценки', en: 'Evaluations' },
  chosen: { ru: (count: number) => `Выбрано оценок: ${count}`, en: (count: number) => `Chosen: ${count}` },
  nothing: {
    ru: 'В выбранных оценках нечего сделать сразу',
    en: 'Nothing can be done in all of these at once',
  },
  nothingMore: {
    ru: 'Вернитесь к списку и выберите оценки, где ход за секретариатом или идёт срок.',
    en: 'Go back to the list and choose evaluations that wait for the secretariat or whose deadline runs.',
  },
  what: { ru: 'Что сделать', en: 'What to do' },
  option: {
    ru: (title: string, can: number) => `${title} (${can})`,
    en: (title: string, can: number) => `${title} (${can})`,
  },
  why: { ru: 'Причина', en: 'Reason' },
  whyHint: { ru: 'Остаётся в истории каждой оценки.', en: 'Stays in the history of every evaluation.' },
  day: { ru: 'До какого дня', en: 'Until which day' },
  dayHint: {
    ru: 'Включительно, по времени каждой школы. Срок, который и так позже, не изменится.',
    en: 'Inclusive, in each school’s time. A deadline that is later already stays.',
  },
  can: { ru: (count: number) => `Можно сделать: ${count}`, en: (count: number) => `Can be done: ${count}` },
  cannot: { ru: (count: number) => `Нельзя: ${count}`, en: (count: number) => `Cannot: ${count}` },
  school: { ru: 'Школа', en: 'School' },
  stage: { ru: 'Стадия', en: 'Stage' },
  due: { ru: 'Срок', en: 'Deadline' },
  reasons: { ru: 'Почему нельзя', en: 'Why not' },
  final: { ru: 'Отменить этот шаг нельзя', en: 'This step cannot be undone' },
  how: {
    ru: 'Сервер сделает это по одной оценке от вашего имени. Если оценка тем временем изменится, её не тронут и скажут об этом в отчёте. Страницу можно закрыть.',
    en: 'The server does it case by case in your name. A case that changes meanwhile is left alone, and the report says so. You can close the page.',
  },
  go: { ru: (count: number) => `Сделать в ${count}`, en: (count: number) => `Do it in ${count}` },
});

export function ChosenScreen() {
  const t = useMessages(words);
  const [read] = useSearch();
  const ids = read('ids');
  const chosen: Chosen = ids ? { ids: ids.split(','), filter: null } : { ids: null, filter: filterOf(read) };
  const reading = useRead(chosenQuery, chosen);
  const found = reading.data?.viewer?.chosenCases;
  return (
    <Page>
      <PageHeader
        title={t.title}
        back={{ href: path.cases, title: t.back }}
        lead={found && t.chosen(found.total)}
      />
      {!found && <Waiting reading={reading} lines={8} />}
      {found && found.choices.length === 0 && <EmptyState title={t.nothing}>{t.nothingMore}</EmptyState>}
      {found && found.choices.length > 0 && <Choosing chosen={chosen} choices={found.choices} />}
    </Page>
  );
}

function Choosing({ chosen, choices }: { chosen: Chosen; choices: readonly Choice[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const [action, setAction] = useState(choices[0]?.action ?? '');
  const choice = choices.find((one) => one.action === action);
  if (!choice) return null;
  return (
    <div className="stack-far">
      <Select
        label={t.what}
        value={action}
        onChange={setAction}
        options={choices.map((one) => ({ value: one.action, title: t.option(local(one.title), one.can) }))}
      />
      <Beginning key={action} chosen={chosen} choice={choice} />
    </div>
  );
}

function Beginning({ chosen, choice }: { chosen: Chosen; choice: Choice }) {
  const t = useMessages(words);
  const local = useLocal();
  const router = useRouter();
  const act = useAct(begin, (data) => data.beginBulkAct);
  const reading = useRead(previewQuery, { ...chosen, action: choice.action });
  const [text, setText] = useState('');
  const [day, setDay] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const preview = reading.data?.viewer?.chosenCases?.preview;
  if (!preview) return <Waiting reading={reading} lines={6} />;
  const can = preview.filter(({ available }) => available);
  const cannot = preview.filter(({ available }) => !available);
  const extending = choice.action === 'extend_deadline';
  const wrongText = problemAt(act.trouble, 'text');
  const wrongDay = problemAt(act.trouble, 'day');
  async function go() {
    const evaluationIds = can.map(({ evaluation }) => evaluation.id);
    const input = { idempotencyKey: key, evaluationIds, step: choice.action, text, day: day || null };
    const begun = await act.run({ input });
    if (begun) router.history.push(path.bulkAct(begun.id));
  }
  return (
    <>
      <div className="stack">
        {choice.asksDay && (
          <TextField
            label={t.day}
            hint={extending ? t.dayHint : undefined}
            type="date"
            value={day}
            onChange={setDay}
            problem={wrongDay && local(wrongDay)}
          />
        )}
        {(extending || choice.asks) && (
          <TextArea
            label={choice.asks ? local(choice.asks) : t.why}
            hint={t.whyHint}
            rows={2}
            value={text}
            onChange={setText}
            problem={wrongText && local(wrongText)}
          />
        )}
        {choice.irreversible && <Notice title={t.final} />}
        <p className="quiet">{t.how}</p>
        <Trouble act={act} />
        <div>
          <Button look="primary" pending={act.pending} disabled={!can.length} onClick={() => void go()}>
            {t.go(can.length)}
          </Button>
        </div>
      </div>
      {cannot.length > 0 && (
        <Section title={t.cannot(cannot.length)}>
          <Cases rows={cannot} caption={t.cannot(cannot.length)} reasons />
        </Section>
      )}
      <Disclosure title={t.can(can.length)}>
        <Cases rows={can} caption={t.can(can.length)} />
      </Disclosure>
    </>
  );
}

type Previewed = NonNullable<
  NonNullable<ResultOf<typeof previewQuery>['viewer']>['chosenCases']
>['preview'][number];

function Cases({
  rows,
  caption,
  reasons = false,
}: {
  rows: readonly Previewed[];
  caption: string;
  reasons?: boolean;
}) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={({ evaluation }) => evaluation.id}
      columns={[
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
        { key: 'stage', title: t.stage, cell: ({ evaluation }) => local(evaluation.state.title) },
        reasons
          ? { key: 'reasons', title: t.reasons, cell: ({ blockedBy }) => <Reasons reasons={blockedBy} /> }
          : {
              key: 'due',
              title: t.due,
              cell: ({ evaluation }) =>
                evaluation.currentDeadline ? <Deadline {...evaluation.currentDeadline} short /> : '—',
            },
      ]}
    />
  );
}
