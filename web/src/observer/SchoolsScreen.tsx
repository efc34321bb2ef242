// Schools by name and place, with their latest result, now or as it was on a day. What is asked is the address.
import { useRef } from 'react';
import { graphql } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { useSearch } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Button, LinkButton } from '../design/Button';
import { EmptyState } from '../design/EmptyState';
import { Checkbox } from '../design/Field';
import { Page, PageHeader } from '../design/Page';
import { Table } from '../design/Table';
import { Waiting } from '../design/Waiting';
import { PastNotice } from './AsOf';
import { endOf, today, useDay } from './day';
import { askedIn, FILTERS, filterOf } from './finding';
import styles from './observer.module.css';
import { SchoolFilters } from './SchoolFilters';
import { type ListedSchool, listedFields, useSchoolColumns } from './schoolColumns';
import { TurnPages } from './TurnPages';

const PAGE = 20;
const MOST = 4;

const query = graphql(
  `query Schools($filter: SchoolFilter, $search: String, $first: Int, $after: String, $asOf: DateTime) {
    schools(filter: $filter, search: $search, first: $first, after: $after, asOf: $asOf) {
      totalCount searchedFor
      pageInfo { hasNextPage endCursor }
      nodes { ...ListedSchoolFields }
    }
  }`,
  [listedFields],
);
const words = messages({
  title: { ru: 'Школы', en: 'Schools' },
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
  nothingThen: {
    ru: 'На эту дату таких школ в реестре не было',
    en: 'On that day the register had no such schools',
  },
  nothingMore: {
    ru: 'Попробуйте часть названия или снимите условия.',
    en: 'Try a part of the name, or take the filters away.',
  },
  nothingThenMore: {
    ru: 'Попробуйте другую дату или снимите условия.',
    en: 'Try another day, or take the filters away.',
  },
  clear: { ru: 'Снять все условия', en: 'Clear all filters' },
});

export function SchoolsScreen() {
  const t = useMessages(words);
  const [read, write] = useSearch();
  const day = useDay();
  const asked = askedIn(read);
  const reading = useRead(query, {
    filter: filterOf(asked, day ?? today()),
    search: asked.q ?? null,
    first: PAGE,
    after: read('after') || null,
    asOf: endOf(day),
  });
  const page = reading.data?.schools;
  const meant = page?.searchedFor;
  const counted = useRef<HTMLParagraphElement>(null);
  const countFirst = () => counted.current?.focus();
  const clear = () => {
    write(Object.fromEntries([...FILTERS, 'after'].map((name) => [name, null])), { push: true, stay: true });
    countFirst();
  };

  return (
    <Page>
      <PageHeader title={t.title} />
      <div className="stack-far">
        <PastNotice />
        <SchoolFilters onRemoved={countFirst} />
        {page ? (
          <div className="stack" aria-busy={reading.renewing || undefined}>
            <p ref={counted} tabIndex={-1} className="quiet" role="status">
              {meant && meant !== asked.q && `${t.readAs(asked.q ?? '', meant)} `}
              {t.found(page.totalCount)}
            </p>
            {page.totalCount === 0 ? (
              <EmptyState
                title={day ? t.nothingThen : t.nothing}
                action={FILTERS.some((name) => asked[name]) && <Button onClick={clear}>{t.clear}</Button>}
              >
                {day ? t.nothingThenMore : t.nothingMore}
              </EmptyState>
            ) : (
              <Found schools={page.nodes} />
            )}
            <TurnPages
              next={page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null}
              begun={!!read('after')}
              turn={(after) => write({ after }, { push: true })}
            />
          </div>
        ) : (
          <Waiting reading={reading} lines={12} />
        )}
      </div>
    </Page>
  );
}

function Found({ schools }: { schools: readonly ListedSchool[] }) {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const day = useDay();
  const columns = useSchoolColumns({ placed: true });
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
          ...columns,
          {
            key: 'compare',
            title: t.choose,
            titleUnseen: true,
            cell: (school) =>
              !day &&
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
