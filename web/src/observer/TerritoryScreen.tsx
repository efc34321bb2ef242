// A region or municipality: its schools, and where they stand on each framework.

import { graphql } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useDecimal } from '../app/numbers';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Link } from '../design/Link';
import { Page, PageHeader, Section } from '../design/Page';
import { Table } from '../design/Table';
import { Waiting } from '../design/Waiting';
import { Interval } from './Interval';
import { ResultLine, resultFields } from './result';

const query = graphql(
  `query Territory($id: ID!) {
    territory(id: $id) {
      id kind name { ru en } schoolCount
      parent { id name { ru en } }
      municipalities { id name { ru en } schoolCount }
      frameworks { framework { id code number title { ru en } } schools mean lower upper lowest highest }
    }
    schools(filter: { territoryId: $id }, first: 100) {
      nodes { id name { ru en } latest { ...ResultFields } }
    }
  }`,
  [resultFields],
);

const words = messages({
  all: { ru: 'Все школы', en: 'All schools' },
  count: {
    ru: (count: number) => `${count} ${russian(count, 'школа', 'школы', 'школ')} в реестре`,
    en: (count: number) => `${count} ${english(count, 'school', 'schools')} in the register`,
  },
  places: { ru: 'Муниципалитеты', en: 'Municipalities' },
  place: { ru: 'Муниципалитет', en: 'Municipality' },
  schoolsTitle: { ru: 'Школы', en: 'Schools' },
  school: { ru: 'Школа', en: 'School' },
  result: { ru: 'Последний результат', en: 'Latest result' },
  none: { ru: 'ещё не оценивалась', en: 'not evaluated yet' },
  standing: { ru: 'Как оценены школы', en: 'How the schools stand' },
  nothing: { ru: 'Опубликованных результатов пока нет.', en: 'Nothing has been published yet.' },
  evaluated: {
    ru: (count: number) =>
      `${russian(count, 'оценена', 'оценены', 'оценено')} ${count} ${russian(count, 'школа', 'школы', 'школ')}`,
    en: (count: number) => `${count} ${english(count, 'school', 'schools')} evaluated`,
  },
  mean: { ru: 'средний итог', en: 'mean total' },
  noTotal: { ru: 'У этой системы критериев нет общего балла.', en: 'This framework has no total.' },
});

export function TerritoryScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const reading = useRead(query, { id: useParam('id') });
  const territory = reading.data?.territory;
  if (!reading.data)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  if (!territory) return <NotFoundScreen />;
  return (
    <Page>
      <PageHeader
        title={local(territory.name)}
        back={
          territory.parent
            ? { href: path.territory(territory.parent.id), title: local(territory.parent.name) }
            : { href: path.schools, title: t.all }
        }
        facts={t.count(territory.schoolCount)}
      />
      <div className="stack-far">
        <Section title={t.standing}>
          {territory.frameworks.length === 0 && <p className="quiet">{t.nothing}</p>}
          {territory.frameworks.map((one) => (
            <div key={one.framework.id} className="stack-near">
              <h3>
                <Link href={path.method(one.framework.id)}>{local(one.framework.title)}</Link>
              </h3>
              <p>
                {one.mean !== null && (
                  <>
                    {t.mean} <strong className="figures">{decimal(one.mean, 2)}</strong> ·{' '}
                  </>
                )}
                {t.evaluated(one.schools)}
              </p>
              {one.mean === null ? (
                <p className="quiet">{t.noTotal}</p>
              ) : (
                <Interval of={{ ...one, mean: one.mean }} />
              )}
            </div>
          ))}
        </Section>
        {territory.municipalities.length > 0 && (
          <Section title={t.places}>
            <Table
              caption={t.places}
              rows={territory.municipalities}
              rowKey={(place) => place.id}
              columns={[
                {
                  key: 'place',
                  title: t.place,
                  heading: true,
                  cell: (place) => <Link href={path.territory(place.id)}>{local(place.name)}</Link>,
                },
                { key: 'count', title: t.schoolsTitle, numeric: true, cell: (place) => place.schoolCount },
              ]}
            />
          </Section>
        )}
        <Section title={t.schoolsTitle}>
          <Table
            caption={t.schoolsTitle}
            rows={reading.data.schools.nodes}
            rowKey={(school) => school.id}
            columns={[
              {
                key: 'school',
                title: t.school,
                heading: true,
                cell: (school) => <Link href={path.school(school.id)}>{local(school.name)}</Link>,
              },
              {
                key: 'result',
                title: t.result,
                cell: (school) =>
                  school.latest ? (
                    <ResultLine result={school.latest} />
                  ) : (
                    <span className="quiet">{t.none}</span>
                  ),
              },
            ]}
          />
        </Section>
      </div>
    </Page>
  );
}
