// The first page: find a school, see what was published lately.
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { graphql } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { useTime } from '../app/time';
import { Button } from '../design/Button';
import { EmptyState } from '../design/EmptyState';
import { Select, TextField } from '../design/Field';
import { Link } from '../design/Link';
import { Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import { Follow } from './Follow';
import styles from './observer.module.css';
import { type Place, placeChoices, placeFields } from './places';
import { ResultLine, resultFields } from './result';

const query = graphql(
  `query Home {
    publications(first: 8) { nodes { ...ResultFields school { id name { ru en } municipality { name { ru en } } } } }
    territories { ...PlaceFields }
  }`,
  [resultFields, placeFields],
);

const words = messages({
  title: { ru: 'Хороша ли эта школа?', en: 'Is this school any good?' },
  document: { ru: 'Независимая оценка школ', en: 'Independent evaluation of schools' },
  lead: {
    ru: 'Независимые эксперты изучают документы школы и оценивают её по открытым критериям, комиссия голосует, результат публикуется целиком. Найдите школу и прочитайте, что о ней узнали.',
    en: 'Independent experts study a school’s documents and score it against open criteria, a commission votes, the whole result is published. Find a school and read what was found.',
  },
  search: { ru: 'Название школы или место', en: 'Name of the school or the place' },
  where: { ru: 'Где', en: 'Where' },
  everywhere: { ru: 'Везде', en: 'Everywhere' },
  find: { ru: 'Найти', en: 'Find' },
  recent: { ru: 'Опубликовано недавно', en: 'Published lately' },
  nothing: { ru: 'Пока ничего не опубликовано', en: 'Nothing has been published yet' },
  nothingMore: {
    ru: 'Здесь появятся результаты, как только завершится первая оценка.',
    en: 'Results will stand here as soon as the first evaluation is finished.',
  },
  all: { ru: 'Все школы', en: 'All schools' },
  regions: { ru: 'По территориям', en: 'By territory' },
  schools: {
    ru: (count: number) => `${count} ${russian(count, 'школа', 'школы', 'школ')}`,
    en: (count: number) => `${count} ${english(count, 'school', 'schools')}`,
  },
});

export function HomeScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const reading = useRead(query, {});
  const data = reading.data;
  return (
    <Page>
      <PageHeader title={t.title} documentTitle={t.document} lead={t.lead} />
      <div className="stack-far">
        <Find regions={data?.territories ?? []} />
        <Section title={t.recent} action={<Link href={path.schools}>{t.all}</Link>}>
          {!data && <Waiting reading={reading} lines={8} />}
          {data?.publications.nodes.length === 0 && (
            <EmptyState title={t.nothing}>{t.nothingMore}</EmptyState>
          )}
          <ul className={styles.list}>
            {data?.publications.nodes.map((result) => (
              <li key={result.number} className={styles.entry}>
                <Link href={path.school(result.school.id)} className={styles.name}>
                  {local(result.school.name)}
                </Link>
                <ResultLine result={result} />
                <span className={`quiet small ${styles.whereAndWhen}`}>
                  {result.school.municipality && <span>{local(result.school.municipality.name)}</span>}
                  <span className="nowrap">{time.day(result.publishedAt)}</span>
                </span>
              </li>
            ))}
          </ul>
        </Section>
        <p>
          <Follow what="all" />
        </p>
        {!!data?.territories.length && (
          <Section title={t.regions}>
            <div className={styles.regions}>
              {data.territories.map((region) => (
                <div key={region.id}>
                  <h3>
                    <Link href={path.territory(region.id)}>{local(region.name)}</Link>
                  </h3>
                  <ul className={styles.places}>
                    {region.municipalities.map((place) => (
                      <li key={place.id}>
                        <Link href={path.territory(place.id)}>{local(place.name)}</Link>{' '}
                        <span className="quiet small nowrap">{t.schools(place.schoolCount)}</span>
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
            </div>
          </Section>
        )}
      </div>
    </Page>
  );
}

function Find({ regions }: { regions: readonly Place[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const router = useRouter();
  const [search, setSearch] = useState('');
  const [where, setWhere] = useState('');

  function find(event: FormEvent) {
    event.preventDefault();
    const asked = new URLSearchParams();
    if (search.trim()) asked.set('q', search.trim());
    if (where) asked.set('where', where);
    router.history.push(`${path.schools}${asked.size ? `?${asked}` : ''}`);
  }
  return (
    <search>
      <form className={styles.find} onSubmit={find}>
        <TextField label={t.search} type="search" value={search} onChange={setSearch} />
        <Select
          label={t.where}
          value={where}
          onChange={setWhere}
          options={[{ value: '', title: t.everywhere }, ...placeChoices(regions, local)]}
        />
        <Button type="submit" look="primary">
          {t.find}
        </Button>
      </form>
    </search>
  );
}
