// The acts that the office took in many cases, with what became of them.
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { EmptyState } from '../../design/EmptyState';
import { Link } from '../../design/Link';
import { Page, PageHeader } from '../../design/Page';
import { Table } from '../../design/Table';
import { Waiting } from '../../design/Waiting';
import { bulkActsQuery } from './bulkQuery';

const words = messages({
  title: { ru: 'Действия по нескольким оценкам', en: 'Acts in many evaluations' },
  back: { ru: 'Оценки', en: 'Evaluations' },
  what: { ru: 'Что', en: 'What' },
  who: { ru: 'Кто', en: 'Who' },
  when: { ru: 'Когда', en: 'When' },
  done: { ru: 'Сделано', en: 'Done' },
  refused: { ru: 'Не сделано', en: 'Not done' },
  none: { ru: 'Таких действий ещё не было', en: 'There were none yet' },
  noneMore: {
    ru: 'Отметьте оценки в списке и выберите, что сделать во всех сразу. Отчёты останутся здесь.',
    en: 'Mark evaluations in the list and choose what to do in all of them. The reports stay here.',
  },
});

export function BulkActsScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const reading = useRead(bulkActsQuery, {});
  const acts = reading.data?.viewer?.bulkActs;
  return (
    <Page>
      <PageHeader title={t.title} back={{ href: path.cases, title: t.back }} />
      {!acts && <Waiting reading={reading} lines={8} />}
      {acts && (
        <Table
          caption={t.title}
          rows={acts}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t.none}>{t.noneMore}</EmptyState>}
          columns={[
            {
              key: 'what',
              title: t.what,
              heading: true,
              cell: (one) => <Link href={path.bulkAct(one.id)}>{local(one.title)}</Link>,
            },
            { key: 'who', title: t.who, cell: (one) => local(one.by.name) },
            { key: 'when', title: t.when, cell: (one) => time.moment(one.begunAt) },
            { key: 'done', title: t.done, numeric: true, cell: (one) => `${one.done} / ${one.total}` },
            { key: 'refused', title: t.refused, numeric: true, cell: (one) => one.refused },
          ]}
        />
      )}
    </Page>
  );
}
