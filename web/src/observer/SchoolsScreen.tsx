// Schools by name and place, with their latest result. The filters are the address.
import { useEffect, useState } from 'react';
import { graphql } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { useSearch } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Button, LinkButton } from '../design/Button';
import { EmptyState } from '../design/EmptyState';
import { Checkbox, Select, TextField } from '../design/Field';
import { Link } from '../design/Link';
import { Page, PageHeader } from '../design/Page';
import { Table } from '../design/Table';
import { Waiting } from '../design/Waiting';
import styles from './observer.module.css';
import { ResultLine, resultFields } from './result';

const PAGE = 20;

const query = graphql(
  `query Schools($filter: SchoolFilter, $search: String, $first: Int, $after: String) {
    schools(filter: $filter, search: $search, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id name { ru en } rural municipality { id name { ru en } } latest { ...ResultFields } }
    }
    territories { id name { ru en } municipalities { id name { ru en } } }
    frameworks(first: 50) { nodes { code number title { ru en } } }
  }`,
  [resultFields],
);

const words = messages({
  title: { ru: 'Школы', en: 'Schools' },
  search: { ru: 'Название школы или место', en: 'Name or place' },
  where: { ru: 'Где', en: 'Where' },
  everywhere: { ru: 'Везде', en: 'Everywhere' },
  method: { ru: 'Система критериев', en: 'Framework' },
  any: { ru: 'Любая', en: 'Any' },
  decision: { ru: 'Решение', en: 'Decision' },
  anyDecision: { ru: 'Любое', en: 'Any' },
  accredited: { ru: 'Качество подтверждено', en: 'Quality confirmed' },
  conditions: { ru: 'Подтверждено с условиями', en: 'Confirmed with conditions' },
  refused: { ru: 'Не подтверждено', en: 'Not confirmed' },
  school: { ru: 'Школа', en: 'School' },
  place: { ru: 'Муниципалитет', en: 'Municipality' },
  result: { ru: 'Последний результат', en: 'Latest result' },
  none: { ru: 'ещё не оценивалась', en: 'not evaluated yet' },
  choose: { ru: 'Сравнить', en: 'Compare' },
  compare: {
    ru: (count: number) => `Сравнить выбранные (${count})`,
    en: (count: number) => `Compare the chosen (${count})`,
  },
  found: {
    ru: (count: number) =>
      `${russian(count, 'Найдена', 'Найдены', 'Найдено')} ${count} ${russian(count, 'школа', 'школы', 'школ')}`,
    en: (count: number) => `${count} ${english(count, 'school', 'schools')} found`,
  },
  nothing: { ru: 'Таких школ нет', en: 'No such schools' },
  nothingMore: {
    ru: 'Попробуйте часть названия или снимите фильтры.',
    en: 'Try a part of the name, or take the filters away.',
  },
  clear: { ru: 'Снять фильтры', en: 'Clear the filters' },
  more: { ru: 'Следующие', en: 'Next' },
  first: { ru: 'К началу', en: 'Back to the beginning' },
});

export function SchoolsScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const [typed, setTyped] = useState(read('q'));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const asked = read('q');
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    const timer = setTimeout(() => typed !== asked && write({ q: typed.trim() || null, after: null }), 350);
    return () => clearTimeout(timer);
  }, [typed, asked, write]);
  const reading = useRead(query, {
    filter: {
      territoryId: read('where') || null,
      frameworkCode: read('method') || null,
      outcome: read('decision') || null,
    },
    search: asked || null,
    first: PAGE,
    after: read('after') || null,
  });
  const data = reading.data;
  const codes = [...new Map(data?.frameworks.nodes.map((one) => [one.code, one])).values()];
  const set = (name: string) => (value: string) => write({ [name]: value || null, after: null });

  return (
    <Page>
      <PageHeader
        title={t.title}
        action={
          chosen.length > 1 && (
            <LinkButton href={path.compare([...chosen])}>{t.compare(chosen.length)}</LinkButton>
          )
        }
      />
      <div className="stack">
        <search>
          <form className={styles.filters} onSubmit={(event) => event.preventDefault()}>
            <TextField label={t.search} type="search" value={typed} onChange={setTyped} />
            <Select
              label={t.where}
              value={read('where')}
              onChange={set('where')}
              options={[
                { value: '', title: t.everywhere },
                ...(data?.territories ?? []).flatMap((region) => [
                  { value: region.id, title: local(region.name) },
                  ...region.municipalities.map((place) => ({
                    value: place.id,
                    title: `– ${local(place.name)}`,
                  })),
                ]),
              ]}
            />
            <Select
              label={t.method}
              value={read('method')}
              onChange={set('method')}
              options={[
                { value: '', title: t.any },
                ...codes.map((one) => ({ value: one.code, title: local(one.title) })),
              ]}
            />
            <Select
              label={t.decision}
              value={read('decision')}
              onChange={set('decision')}
              options={[
                { value: '', title: t.anyDecision },
                { value: 'accredited', title: t.accredited },
                { value: 'accredited_with_conditions', title: t.conditions },
                { value: 'refused', title: t.refused },
              ]}
            />
          </form>
        </search>
        {!data && <Waiting reading={reading} lines={12} />}
        {data && (
          <>
            <p className="quiet" role="status">
              {t.found(data.schools.totalCount)}
            </p>
            <Table
              caption={t.title}
              rows={data.schools.nodes}
              rowKey={(school) => school.id}
              empty={
                <EmptyState
                  title={t.nothing}
                  action={
                    <Button
                      onClick={() =>
                        write({ q: null, where: null, method: null, decision: null, after: null })
                      }
                    >
                      {t.clear}
                    </Button>
                  }
                >
                  {t.nothingMore}
                </EmptyState>
              }
              columns={[
                {
                  key: 'school',
                  title: t.school,
                  heading: true,
                  cell: (school) => <Link href={path.school(school.id)}>{local(school.name)}</Link>,
                },
                {
                  key: 'place',
                  title: t.place,
                  cell: (school) => school.municipality && local(school.municipality.name),
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
                {
                  key: 'compare',
                  title: t.choose,
                  titleUnseen: true,
                  cell: (school) =>
                    school.latest && (
                      <Checkbox
                        label={
                          <>
                            {t.choose}
                            <span className="unseen"> {local(school.name)}</span>
                          </>
                        }
                        checked={chosen.includes(school.id)}
                        onChange={(on) =>
                          setChosen(
                            on ? [...chosen, school.id].slice(-4) : chosen.filter((id) => id !== school.id),
                          )
                        }
                      />
                    ),
                },
              ]}
            />
            <div className="row">
              {read('after') && (
                <Button onClick={() => write({ after: null }, { push: true })}>{t.first}</Button>
              )}
              {data.schools.pageInfo.hasNextPage && (
                <Button
                  onClick={() => write({ after: data.schools.pageInfo.endCursor ?? null }, { push: true })}
                >
                  {t.more}
                </Button>
              )}
            </div>
          </>
        )}
      </div>
    </Page>
  );
}
