// The published results of a competition, by place; equal entries share their places.
import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useParam, useSearch } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Decimal } from '../design/Decimal';
import { EmptyState } from '../design/EmptyState';
import { Link } from '../design/Link';
import { Page, PageHeader } from '../design/Page';
import { placesRange } from '../design/places';
import { Table } from '../design/Table';
import { Waiting } from '../design/Waiting';
import { TurnPages } from './TurnPages';

const query = graphql(`query Competition($id: ID!, $after: String) {
  publications(filter: { competitionId: $id }, orderBy: COMPETITION_PLACE, first: 100, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      number school { id name { ru en } } outcome { title { ru en } }
      competition { title { ru en } firstPlace lastPlace entries score }
    }
} }`);

const words = messages({
  title: { ru: 'Конкурс', en: 'Competition' },
  lead: {
    ru: (published: number, entries: number) =>
      `Опубликованы итоги ${published} из ${entries} заявок. Места – по среднему оценок жюри; равные заявки делят места.`,
    en: (published: number, entries: number) =>
      `Results of ${published} of ${entries} entries are published. Places follow the mean of the jury’s scores; equal entries share them.`,
  },
  none: { ru: 'Итоги ещё не опубликованы', en: 'No results are published yet' },
  noneMore: {
    ru: 'Они появятся здесь, когда жюри закончит и секретарь опубликует итоги.',
    en: 'They stand here once the jury is done and the secretary publishes.',
  },
  place: { ru: 'Место', en: 'Place' },
  school: { ru: 'Школа', en: 'School' },
  score: { ru: 'Оценка жюри, %', en: 'Jury’s score, %' },
  outcome: { ru: 'Награда', en: 'Award' },
});

export function CompetitionScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const reading = useRead(query, { id: useParam('id'), after: read('after') || null });
  const found = reading.data?.publications;
  const rows = (found?.nodes ?? []).flatMap((one) =>
    one.competition ? [{ ...one, competition: one.competition }] : [],
  );
  const first = rows[0];
  return (
    <Page>
      <PageHeader
        title={first ? local(first.competition.title) : t.title}
        lead={first && found && t.lead(found.totalCount, first.competition.entries)}
      />
      {!found && <Waiting reading={reading} lines={8} />}
      {found && (
        <Table
          caption={t.title}
          rows={rows}
          rowKey={({ number }) => String(number)}
          empty={<EmptyState title={t.none}>{t.noneMore}</EmptyState>}
          columns={[
            {
              key: 'place',
              title: t.place,
              cell: ({ competition }) => placesRange(competition.firstPlace, competition.lastPlace),
            },
            {
              key: 'school',
              title: t.school,
              heading: true,
              cell: ({ number, school }) => <Link href={path.publication(number)}>{local(school.name)}</Link>,
            },
            {
              key: 'score',
              title: t.score,
              numeric: true,
              cell: ({ competition }) => <Decimal value={competition.score} />,
            },
            {
              key: 'outcome',
              title: t.outcome,
              cell: ({ outcome }) => (outcome ? local(outcome.title) : '—'),
            },
          ]}
        />
      )}
      {found && (
        <TurnPages
          next={found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null}
          begun={!!read('after')}
          turn={(after) => write({ after }, { push: true })}
        />
      )}
    </Page>
  );
}
