// Two to four schools side by side, and only where they were evaluated on the same framework version.
import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useSearch } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { LinkButton } from '../design/Button';
import { Decimal } from '../design/Decimal';
import { EmptyState } from '../design/EmptyState';
import { Link } from '../design/Link';
import { Notice } from '../design/Notice';
import { Page, PageHeader, Section } from '../design/Page';
import { Table } from '../design/Table';
import { Waiting } from '../design/Waiting';
import { criterionFields } from './criteria';
import { OutcomeBadge, resultFields } from './result';

const query = graphql(
  `query Compare($a: ID!, $b: ID!, $c: ID!, $d: ID!) {
    a: school(id: $a) { ...ComparedFields }
    b: school(id: $b) { ...ComparedFields }
    c: school(id: $c) { ...ComparedFields }
    d: school(id: $d) { ...ComparedFields }
  }`,
  [
    graphql(
      `fragment ComparedFields on PublishedSchool {
        id name { ru en } latest { ...ResultFields criteria { ...CriterionFields } }
      }`,
      [resultFields, criterionFields],
    ),
  ],
);

const words = messages({
  title: { ru: 'Сравнение школ', en: 'Schools side by side' },
  lead: {
    ru: 'Сравнивать можно только оценки по одной версии критериев. Смотрите на обоснования, а не только на числа.',
    en: 'Only evaluations on the same version of the criteria can be compared. Read the reasons, not just the numbers.',
  },
  none: { ru: 'Выберите школы', en: 'Choose schools' },
  noneMore: {
    ru: 'Отметьте в списке школ от двух до четырёх и нажмите «Сравнить».',
    en: 'Tick two to four schools in the list and press “Compare”.',
  },
  list: { ru: 'К списку школ', en: 'To the list of schools' },
  criterion: { ru: 'Критерий', en: 'Criterion' },
  total: { ru: 'Итог', en: 'Total' },
  decision: { ru: 'Решение', en: 'Decision' },
  alone: {
    ru: 'По этой системе критериев оценена только одна из выбранных школ, сравнивать не с чем.',
    en: 'Only one of the chosen schools was evaluated on this framework; there is nothing to compare with.',
  },
});

export function CompareScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const [read] = useSearch();
  const ids = read('schools').split(',').filter(Boolean).slice(0, 4);
  const [a = '', b = '', c = '', d = ''] = ids;
  const reading = useRead(query, { a, b, c, d }, { pause: ids.length === 0 });
  const data = reading.data;
  const schools = data
    ? [data.a, data.b, data.c, data.d].flatMap((one) => (one?.latest ? [{ ...one, latest: one.latest }] : []))
    : [];
  const groups = [...new Set(schools.map(({ latest }) => latest.framework.id))].map((id) =>
    schools.filter(({ latest }) => latest.framework.id === id),
  );
  return (
    <Page>
      <PageHeader title={t.title} lead={t.lead} />
      {ids.length === 0 && (
        <EmptyState title={t.none} action={<LinkButton href={path.schools}>{t.list}</LinkButton>}>
          {t.noneMore}
        </EmptyState>
      )}
      {ids.length > 0 && !data && <Waiting reading={reading} lines={10} />}
      <div className="stack-far">
        {groups.map((group) => {
          const [first] = group;
          if (!first) return null;
          const title = local(first.latest.framework.title);
          if (group.length < 2)
            return (
              <Notice key={first.id} title={`${local(first.name)}: ${title}`}>
                {t.alone}
              </Notice>
            );
          const rows = first.latest.criteria.length ? first.latest.criteria : [];
          return (
            <Section key={first.latest.framework.id} title={title}>
              <Table
                caption={title}
                folding={false}
                rows={[
                  { code: 'total', title: null },
                  ...rows.map(({ code, title: name }) => ({ code, title: name })),
                ]}
                rowKey={(row) => row.code}
                columns={[
                  {
                    key: 'criterion',
                    title: t.criterion,
                    heading: true,
                    cell: (row) => (row.title ? `${row.code}. ${local(row.title)}` : t.total),
                  },
                  ...group.map((school) => ({
                    key: school.id,
                    title: local(school.name),
                    cell: (row: { code: string }) => {
                      if (row.code === 'total')
                        return (
                          <span className="stack-near">
                            {school.latest.total !== null && (
                              <Decimal value={school.latest.total} places={2} />
                            )}
                            {school.latest.outcome && <OutcomeBadge outcome={school.latest.outcome} />}
                            <Link href={path.school(school.id)}>{local(school.name)}</Link>
                          </span>
                        );
                      const found = school.latest.criteria.find(({ code }) => code === row.code);
                      return found?.level ? local(found.level) : <Decimal value={found?.score} />;
                    },
                  })),
                ]}
              />
            </Section>
          );
        })}
      </div>
    </Page>
  );
}
