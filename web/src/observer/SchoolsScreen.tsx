// Schools by name and place, with their latest result. The filters are the address.
import { type FormEvent, useEffect, useState } from 'react';
import { graphql, type ResultOf } from '../app/graph';
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
import { placeChoices, placeFields } from './places';
import { ResultLine, resultFields } from './result';
import { SCHOOL_KINDS, schoolKind } from './schoolKinds';

const PAGE = 20;
const MOST = 4;
const FILTERS = ['q', 'where', 'kind', 'method', 'decision', 'after'] as const;

const listedFields = graphql(
  `fragment ListedSchoolFields on PublishedSchool {
    id name { ru en } municipality { id name { ru en } } latest { ...ResultFields }
  }`,
  [resultFields],
);
const query = graphql(
  `query Schools($filter: SchoolFilter, $search: String, $first: Int, $after: String) {
    schools(filter: $filter, search: $search, first: $first, after: $after) {
      totalCount searchedFor
      pageInfo { hasNextPage endCursor }
      nodes { ...ListedSchoolFields }
    }
  }`,
  [listedFields],
);
const choices = graphql(
  `query SchoolChoices {
    territories { ...PlaceFields }
    frameworks(first: 50) { nodes { code title { ru en } } }
  }`,
  [placeFields],
);

const words = messages({
  title: { ru: 'Школы', en: 'Schools' },
  search: { ru: 'Название школы или место', en: 'Name of the school or the place' },
  where: { ru: 'Где', en: 'Where' },
  everywhere: { ru: 'Везде', en: 'Everywhere' },
  kind: { ru: 'Вид школы', en: 'Kind of school' },
  anyKind: { ru: 'Любой', en: 'Any' },
  method: { ru: 'Методика', en: 'Framework' },
  anyMethod: { ru: 'Любая', en: 'Any' },
  decision: { ru: 'Решение', en: 'Decision' },
  anyDecision: { ru: 'Любое', en: 'Any' },
  accredited: { ru: 'Качество подтверждено', en: 'Quality confirmed' },
  conditions: { ru: 'Подтверждено с условиями', en: 'Confirmed with conditions' },
  refused: { ru: 'Не подтверждено', en: 'Not confirmed' },
  school: { ru: 'Школа', en: 'School' },
  result: { ru: 'Последний результат', en: 'Latest result' },
  none: { ru: 'ещё не оценивалась', en: 'not evaluated yet' },
  choose: { ru: 'Сравнить', en: 'Compare' },
  compare: {
    ru: (count: number) => `Сравнить: ${count} ${russian(count, 'школа', 'школы', 'школ')}`,
    en: (count: number) => `Compare ${count} schools`,
  },
  one: { ru: 'Отметьте ещё хотя бы одну школу', en: 'Tick at least one more school' },
  found: {
    ru: (count: number) =>
      `${russian(count, 'Найдена', 'Найдены', 'Найдено')} ${count} ${russian(count, 'школа', 'школы', 'школ')}`,
    en: (count: number) => `${count} ${english(count, 'school', 'schools')} found`,
  },
  readAs: {
    ru: (asked: string, meant: string) =>
      `По запросу «${asked}» ничего нет. Показано найденное по запросу «${meant}».`,
    en: (asked: string, meant: string) =>
      `Nothing was found for “${asked}”. Shown is what was found for “${meant}”.`,
  },
  nothing: { ru: 'Таких школ нет', en: 'No such schools' },
  nothingMore: {
    ru: 'Попробуйте часть названия или снимите фильтры.',
    en: 'Try a part of the name, or take the filters away.',
  },
  clear: { ru: 'Снять фильтры', en: 'Clear the filters' },
  more: { ru: 'Следующие', en: 'Next' },
  first: { ru: 'К началу списка', en: 'Back to the beginning' },
  pages: { ru: 'Страницы списка', en: 'Pages of the list' },
});

export function SchoolsScreen() {
  const t = useMessages(words);
  const [read, write] = useSearch();
  const reading = useRead(query, {
    filter: {
      territoryId: read('where') || null,
      schoolKind: SCHOOL_KINDS.find((kind) => kind === read('kind')) ?? null,
      frameworkCode: read('method') || null,
      outcome: read('decision') || null,
    },
    search: read('q') || null,
    first: PAGE,
    after: read('after') || null,
  });
  const page = reading.data?.schools;
  const meant = page?.searchedFor;
  const filtered = FILTERS.some((name) => read(name));
  const clear = () => write({ q: null, where: null, kind: null, method: null, decision: null, after: null });

  return (
    <Page>
      <PageHeader title={t.title} />
      <div className="stack-far">
        <Filters />
        {page ? (
          <div className="stack" aria-busy={reading.renewing || undefined}>
            <div className="row row-apart">
              <p className="quiet" role="status">
                {meant && meant !== read('q') && `${t.readAs(read('q'), meant)} `}
                {t.found(page.totalCount)}
              </p>
              {filtered && (
                <Button look="plain" small onClick={clear}>
                  {t.clear}
                </Button>
              )}
            </div>
            {page.totalCount === 0 ? (
              <EmptyState title={t.nothing}>{t.nothingMore}</EmptyState>
            ) : (
              <Found schools={page.nodes} />
            )}
            {(read('after') || page.pageInfo.hasNextPage) && (
              <nav className="row" aria-label={t.pages}>
                {page.pageInfo.hasNextPage && (
                  <Button onClick={() => write({ after: page.pageInfo.endCursor }, { push: true })}>
                    {t.more}
                  </Button>
                )}
                {read('after') && (
                  <Button look="plain" onClick={() => write({ after: null }, { push: true })}>
                    {t.first}
                  </Button>
                )}
              </nav>
            )}
          </div>
        ) : (
          <Waiting reading={reading} lines={12} />
        )}
      </div>
    </Page>
  );
}

function Filters() {
  const t = useMessages(words);
  const kinds = useMessages(schoolKind);
  const local = useLocal();
  const [read, write] = useSearch();
  const { data } = useRead(choices, {});
  const asked = read('q');
  const [typed, setTyped] = useState(asked);
  const methods = [...new Map(data?.frameworks.nodes.map((one) => [one.code, one])).values()];
  const set = (name: string) => (value: string) => write({ [name]: value || null, after: null });
  const ask = (text: string) => text.trim() !== asked && write({ q: text.trim() || null, after: null });

  useEffect(() => setTyped((was) => (was.trim() === asked ? was : asked)), [asked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once the person has paused in writing
  useEffect(() => {
    const timer = setTimeout(() => ask(typed), 350);
    return () => clearTimeout(timer);
  }, [typed]);
  function submit(event: FormEvent) {
    event.preventDefault();
    ask(typed);
  }
  return (
    <search>
      <form className={styles.filters} onSubmit={submit}>
        <TextField label={t.search} type="search" value={typed} onChange={setTyped} />
        <Select
          label={t.where}
          value={read('where')}
          onChange={set('where')}
          options={[{ value: '', title: t.everywhere }, ...placeChoices(data?.territories ?? [], local)]}
        />
        <Select
          label={t.kind}
          value={read('kind')}
          onChange={set('kind')}
          options={[
            { value: '', title: t.anyKind },
            ...SCHOOL_KINDS.map((kind) => ({ value: kind, title: kinds[kind] })),
          ]}
        />
        <Select
          label={t.method}
          value={read('method')}
          onChange={set('method')}
          options={[
            { value: '', title: t.anyMethod },
            ...methods.map((one) => ({ value: one.code, title: local(one.title) })),
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
  );
}

function Found({ schools }: { schools: readonly ResultOf<typeof listedFields>[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const chosen = read('compare').split(',').filter(Boolean).slice(0, MOST);
  const choose = (id: string, on: boolean) => {
    const next = on ? [...chosen, id].slice(-MOST) : chosen.filter((one) => one !== id);
    write({ compare: next.join(',') || null });
  };
  return (
    <>
      <Table
        caption={t.title}
        rows={schools}
        rowKey={(school) => school.id}
        columns={[
          {
            key: 'school',
            title: t.school,
            heading: true,
            cell: (school) => (
              <>
                <Link href={path.school(school.id)} className={styles.name}>
                  {local(school.name)}
                </Link>
                {school.municipality && (
                  <span className={styles.note}>{local(school.municipality.name)}</span>
                )}
              </>
            ),
          },
          {
            key: 'result',
            title: t.result,
            speaksForItself: true,
            cell: (school) =>
              school.latest ? (
                <>
                  <ResultLine result={school.latest} />
                  <span className={styles.note}>{local(school.latest.framework.title)}</span>
                </>
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
                    <span className="nowrap">
                      {t.choose}
                      <span className="unseen"> {local(school.name)}</span>
                    </span>
                  }
                  checked={chosen.includes(school.id)}
                  onChange={(on) => choose(school.id, on)}
                />
              ),
          },
        ]}
      />
      {chosen.length > 0 && (
        <div className={styles.tray}>
          {chosen.length > 1 ? (
            <LinkButton look="primary" href={path.compare(chosen)}>
              {t.compare(chosen.length)}
            </LinkButton>
          ) : (
            <span>{t.one}</span>
          )}
        </div>
      )}
    </>
  );
}
