// A region or municipality: where its schools stand on each framework, with how sure one can be, and its schools.
import { graphql, type ResultOf } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useDecimal } from '../app/numbers';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { EmptyState } from '../design/EmptyState';
import { Link } from '../design/Link';
import { Page, PageHeader, Section } from '../design/Page';
import { Table } from '../design/Table';
import { Waiting } from '../design/Waiting';
import { AsOf, NotYetThen, PastNotice } from './AsOf';
import { Below, belowFields } from './Below';
import { endOf, useDay } from './day';
import { Equity, equityFields } from './Equity';
import { Follow } from './Follow';
import { Interval } from './Interval';
import { methodPath } from './methods';
import styles from './observer.module.css';
import { listedFields, useSchoolColumns } from './schoolColumns';
import { TerritoryCriteria, territoryCriterionFields } from './TerritoryCriteria';
import { TerritoryVoices, territoryVoiceFields } from './TerritoryVoices';
import { Tiles } from './Tiles';

const standingFields = graphql(
  `
  fragment StandingFields on TerritoryFramework {
    framework { id code number title { ru en } } schools mean lower upper lowest highest
    equity { ...EquityFields }
  }`,
  [equityFields],
);
const territoryFields = graphql(
  `fragment TerritoryFields on Territory {
    id kind name { ru en } schoolCount
    parent { id name { ru en } }
    frameworks {
      ...StandingFields below { ...BelowFields } criteria { ...TerritoryCriterionFields } voices { ...TerritoryVoiceFields }
    }
    municipalities { id name { ru en } schoolCount frameworks { ...StandingFields } }
  }`,
  [standingFields, belowFields, territoryCriterionFields, territoryVoiceFields],
);
const query = graphql(
  `query Territory($id: ID!, $asOf: DateTime) {
    territory(id: $id, asOf: $asOf) { ...TerritoryFields }
    schools(filter: { territoryId: $id }, first: 100, asOf: $asOf) {
      totalCount
      nodes { ...ListedSchoolFields }
    }
    frameworks(first: 50, asOf: $asOf) { nodes { id maximum } }
  }`,
  [territoryFields, listedFields],
);
type Territory = ResultOf<typeof territoryFields>;
type Standing = ResultOf<typeof standingFields>;

const words = messages({
  all: { ru: 'Все школы', en: 'All schools' },
  absent: {
    ru: 'На эту дату территории в реестре ещё не было',
    en: 'On that day the territory was not in the register yet',
  },
  municipalities: {
    ru: (count: number) => `${count} ${russian(count, 'муниципалитет', 'муниципалитета', 'муниципалитетов')}`,
    en: (count: number) => `${count} ${english(count, 'municipality', 'municipalities')}`,
  },
  count: {
    ru: (count: number) => `${count} ${russian(count, 'школа', 'школы', 'школ')} в реестре`,
    en: (count: number) => `${count} ${english(count, 'school', 'schools')} in the register`,
  },
  standing: { ru: 'Как оценены школы', en: 'How the schools stand' },
  standingMore: {
    ru: 'Точка – средний балл, черта – 95 % интервал: в нём, скорее всего, лежит среднее. Чем меньше школ, тем он шире. Если интервалы перекрываются, разницу нельзя считать настоящей. Порядок строк – по названию, это не рейтинг.',
    en: 'The dot is the mean, the line its 95% interval, where the mean most likely lies. The fewer schools, the wider it is. Where intervals overlap, a difference may be chance. Rows go by name; this is no ranking.',
  },
  nothing: { ru: 'Опубликованных результатов пока нет', en: 'Nothing has been published yet' },
  nothingMore: {
    ru: 'Когда оценят первую школу, здесь появится её результат.',
    en: 'The first result will stand here.',
  },
  place: { ru: 'Территория', en: 'Territory' },
  whole: { ru: 'вся территория', en: 'the whole' },
  evaluated: { ru: 'Школ оценено', en: 'Schools evaluated' },
  mean: { ru: 'Средний балл', en: 'Mean' },
  interval: { ru: 'Насколько это точно', en: 'How sure it is' },
  range: { ru: 'Наименьший и наибольший', en: 'Lowest and highest' },
  noTotal: {
    ru: (count: number) =>
      `${russian(count, 'Оценена', 'Оценены', 'Оценено')} ${count} ${russian(count, 'школа', 'школы', 'школ')}. Общего балла эта методика не считает, поэтому и среднего нет: смотрите уровни у каждой школы.`,
    en: (count: number) =>
      `${count} ${english(count, 'school', 'schools')} evaluated. This framework has no total and so no mean: see the levels of each school.`,
  },
  places: { ru: 'Муниципалитеты', en: 'Municipalities' },
  schools: { ru: 'Школы', en: 'Schools' },
  rest: {
    ru: (count: number) => `Все ${count} с поиском`,
    en: (count: number) => `All ${count}, with search`,
  },
  search: { ru: 'Искать среди них', en: 'Search among them' },
});

export function TerritoryScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const day = useDay();
  const reading = useRead(query, { id: useParam('id'), asOf: endOf(day) });
  const territory = reading.data?.territory;
  const columns = useSchoolColumns({ placed: territory?.kind === 'REGION' });
  const all = { href: day ? `${path.schools}?on=${day}` : path.schools, title: t.all };
  if (!reading.data)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  if (!territory && !day) return <NotFoundScreen />;
  if (!territory) return <NotYetThen title={t.absent} back={all} />;
  const { schools, frameworks } = reading.data;
  const within = `${path.schools}?where=${encodeURIComponent(territory.id)}${day ? `&on=${day}` : ''}`;
  const maximumOf = (id: string) => Number(frameworks.nodes.find((one) => one.id === id)?.maximum ?? 100);
  return (
    <Page>
      <PageHeader
        title={local(territory.name)}
        back={
          territory.parent
            ? { href: path.territory(territory.parent.id, day), title: local(territory.parent.name) }
            : all
        }
        facts={
          <>
            <span>{t.count(territory.schoolCount)}</span>
            {territory.municipalities.length > 0 && (
              <span>{t.municipalities(territory.municipalities.length)}</span>
            )}
            <Follow what="territory" id={territory.id} />
          </>
        }
      />
      <div className="stack-far">
        <PastNotice />
        <Section title={t.standing}>
          {territory.frameworks.length === 0 ? (
            <EmptyState title={t.nothing}>{t.nothingMore}</EmptyState>
          ) : (
            territory.frameworks.some(({ mean }) => mean !== null) && (
              <p className={styles.explained}>{t.standingMore}</p>
            )
          )}
          <div className="stack-far">
            {territory.frameworks.map((one) => (
              <div key={one.framework.id} className="stack">
                <Standings territory={territory} standing={one} maximum={maximumOf(one.framework.id)} />
                {one.below && (
                  <Below
                    territory={territory.id}
                    framework={one.framework.id}
                    maximum={maximumOf(one.framework.id)}
                    usual={one.below}
                  />
                )}
                <TerritoryCriteria criteria={one.criteria} schools={one.schools} />
                <TerritoryVoices voices={one.voices} />
              </div>
            ))}
          </div>
        </Section>
        {territory.municipalities.length > 0 && (
          <Section title={t.places}>
            <ul className={styles.placesWide}>
              {territory.municipalities.map((place) => (
                <li key={place.id}>
                  <Link href={path.territory(place.id, day)}>{local(place.name)}</Link>
                  <span className={styles.note}>{t.count(place.schoolCount)}</span>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section
          title={t.schools}
          action={
            <Link href={within}>{schools.totalCount > 100 ? t.rest(schools.totalCount) : t.search}</Link>
          }
        >
          <Table caption={t.schools} rows={schools.nodes} rowKey={(school) => school.id} columns={columns} />
        </Section>
        <div className={styles.asOf}>
          <AsOf />
        </div>
      </div>
    </Page>
  );
}

type StandingsProps = { territory: Territory; standing: Standing; maximum: number };
type Row = { id: string; name: string; href: string | null; standing: Standing };

function Standings({ territory, standing, maximum }: StandingsProps) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const day = useDay();
  const title = local(standing.framework.title);
  const rows: Row[] = [
    { id: territory.id, name: local(territory.name), href: null, standing },
    ...territory.municipalities.flatMap((place) => {
      const found = place.frameworks.find(({ framework }) => framework.id === standing.framework.id);
      return found
        ? [{ id: place.id, name: local(place.name), href: path.territory(place.id, day), standing: found }]
        : [];
    }),
  ];
  return (
    <div className="stack">
      <h3 className={styles.method}>
        <Link href={methodPath(standing.framework)}>{title}</Link>
      </h3>
      {standing.mean !== null && territory.municipalities.length > 0 && (
        <Tiles
          tiles={territory.municipalities.map((place) => ({
            id: place.id,
            name: local(place.name),
            href: path.territory(place.id, day),
            standing:
              place.frameworks.find(({ framework }) => framework.id === standing.framework.id) ?? null,
          }))}
          mean={standing.mean}
          maximum={maximum}
        />
      )}
      {standing.mean === null ? (
        <p className={styles.explained}>{t.noTotal(standing.schools)}</p>
      ) : (
        <Table<Row>
          caption={title}
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'place',
              title: t.place,
              heading: true,
              cell: (row) =>
                row.href ? <Link href={row.href}>{row.name}</Link> : <strong>{row.name}</strong>,
            },
            { key: 'count', title: t.evaluated, numeric: true, cell: (row) => row.standing.schools },
            {
              key: 'mean',
              title: t.mean,
              numeric: true,
              cell: (row) => row.standing.mean !== null && decimal(row.standing.mean, 2),
            },
            {
              key: 'interval',
              title: t.interval,
              cell: ({ standing: { mean, lower, upper } }) =>
                mean !== null && <Interval of={{ mean, lower, upper }} maximum={maximum} />,
            },
            {
              key: 'range',
              title: t.range,
              numeric: true,
              cell: ({ standing: { lowest, highest } }) =>
                lowest !== null &&
                highest !== null &&
                (lowest === highest ? decimal(lowest, 2) : `${decimal(lowest, 2)} – ${decimal(highest, 2)}`),
            },
          ]}
        />
      )}
      {standing.equity && <Equity found={standing.equity} />}
    </div>
  );
}
