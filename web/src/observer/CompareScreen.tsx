// Two to five schools side by side, and only where they were evaluated on the same version of the same framework.
import { useEffect, useRef, useState } from 'react';
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useSearch } from '../app/params';
import { useRead } from '../app/read';
import { Button } from '../design/Button';
import { Chooser } from '../design/Chooser';
import { EmptyState } from '../design/EmptyState';
import { Icon } from '../design/Icon';
import { Page, PageHeader } from '../design/Page';
import { Tabs } from '../design/Tabs';
import { Waiting } from '../design/Waiting';
import { Comparison } from './Comparison';
import { criterionFields } from './criteria';
import styles from './observer.module.css';
import { briefFields } from './result';

const MOST = 5;

const comparedFields = graphql(
  `fragment ComparedFields on PublishedSchool {
    id name { ru en } history { ...BriefFields conditions { dueOn stateTitle { ru en } } criteria { ...CriterionFields } }
  }`,
  [briefFields, criterionFields],
);
const query = graphql(
  `query Compare($a: ID!, $b: ID!, $c: ID!, $d: ID!, $e: ID!) {
    a: school(id: $a) { ...ComparedFields }
    b: school(id: $b) { ...ComparedFields }
    c: school(id: $c) { ...ComparedFields }
    d: school(id: $d) { ...ComparedFields }
    e: school(id: $e) { ...ComparedFields }
  }`,
  [comparedFields],
);
const find = graphql(`
  query FindSchools($search: String) {
    schools(search: $search, first: 20) { nodes { id name { ru en } municipality { name { ru en } } latest { number } } }
  }
`);

const words = messages({
  title: { ru: 'Сравнение школ', en: 'Schools side by side' },
  these: {
    ru: (names: string) => `Сравнение школ: ${names}`,
    en: (names: string) => `Schools side by side: ${names}`,
  },
  lead: {
    ru: 'От двух до пяти школ. Сравнить можно только оценки по одной и той же методике. Числа не заменяют обоснований: прочитайте и их.',
    en: 'Two to five schools. Only evaluations on the same framework can be compared. Numbers do not replace the reasons: read those too.',
  },
  add: { ru: 'Добавить школу', en: 'Add a school' },
  placeholder: { ru: 'Начните писать название', en: 'Begin to write its name' },
  unknown: { ru: 'ещё не оценивалась', en: 'not evaluated yet' },
  chosen: { ru: 'Выбранные школы', en: 'Chosen schools' },
  remove: { ru: (name: string) => `Убрать: ${name}`, en: (name: string) => `Take away: ${name}` },
  none: { ru: 'Выберите две школы', en: 'Choose two schools' },
  noneMore: {
    ru: 'Здесь встанут рядом их решения, баллы и оценки по каждому критерию.',
    en: 'Their decisions, totals and scores for every criterion will stand here side by side.',
  },
  nothing: { ru: 'Эти школы нельзя сравнить', en: 'These schools cannot be compared' },
  nothingMore: {
    ru: 'Их оценивали по разным методикам: числа одной ничего не значат в другой. Выберите школы, оценённые одинаково.',
    en: 'They were evaluated on different frameworks, and the numbers of one mean nothing in the other. Choose schools evaluated alike.',
  },
  methods: { ru: 'Методики', en: 'Frameworks' },
  missing: {
    ru: (names: string) => `По этой методике нет результата: ${names}.`,
    en: (names: string) => `No result on this framework: ${names}.`,
  },
});

type Compared = ResultOf<typeof comparedFields>;
export type Standing = { id: string; name: Compared['name']; result: Compared['history'][number] };

export function CompareScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const [read, write] = useSearch();
  const ids = [...new Set(read('schools').split(',').filter(Boolean))].slice(0, MOST);
  const [a = '', b = '', c = '', d = '', e = ''] = ids;
  const reading = useRead(query, { a, b, c, d, e }, { pause: ids.length === 0 });
  const { data } = reading;
  const schools =
    ids.length && data ? [data.a, data.b, data.c, data.d, data.e].filter((one) => one !== null) : [];
  const shared = sharedFrameworks(schools);
  const method = shared.find(({ framework }) => framework.id === read('method')) ?? shared[0];
  const list = useRef<HTMLDivElement>(null);
  const next = useRef<string | null>(null);
  // What was pressed is gone with the choice: whoever uses keys goes on at the school that was added, or at a neighbour.
  useEffect(() => {
    const there =
      next.current && list.current?.querySelector<HTMLElement>(`[data-school="${next.current}"] button`);
    if (!there) return;
    there.focus({ preventScroll: true });
    // While the answer is under way the list is taken away and comes again.
    if (!reading.waiting && !reading.renewing) next.current = null;
  });
  const put = (chosen: readonly string[], goOn?: string) => {
    next.current = goOn ?? null;
    write({ schools: chosen.join(',') || null });
  };
  const remove = (id: string) => {
    const at = ids.indexOf(id);
    const left = ids.filter((other) => other !== id);
    put(left, left[at] ?? left[at - 1]);
    if (!left.length) list.current?.focus({ preventScroll: true });
  };
  const missing = method
    ? schools
        .filter(({ id }) => !method.standings.some((one) => one.id === id))
        .map(({ name }) => local(name))
    : [];

  return (
    <Page>
      <PageHeader
        title={t.title}
        documentTitle={
          schools.length ? t.these(schools.map(({ name }) => local(name)).join(', ')) : undefined
        }
        lead={t.lead}
      />
      <div className="stack-far">
        <div className="stack" ref={list} tabIndex={-1}>
          {schools.length > 0 && (
            <ul className={styles.chosen} aria-label={t.chosen}>
              {schools.map((school) => (
                <li key={school.id} data-school={school.id}>
                  {local(school.name)}
                  <Button
                    look="plain"
                    small
                    square
                    aria-label={t.remove(local(school.name))}
                    onClick={() => remove(school.id)}
                  >
                    <Icon name="close" size={12} />
                  </Button>
                </li>
              ))}
            </ul>
          )}
          {ids.length < MOST && <Add key={ids.join()} except={ids} onAdd={(id) => put([...ids, id], id)} />}
        </div>
        {ids.length > 0 && !data && <Waiting reading={reading} lines={10} />}
        {schools.length < 2 && (data || !ids.length) && <EmptyState title={t.none}>{t.noneMore}</EmptyState>}
        {schools.length > 1 && !method && <EmptyState title={t.nothing}>{t.nothingMore}</EmptyState>}
        {method && shared.length > 1 && (
          <Tabs
            label={t.methods}
            value={method.framework.id}
            onChange={(id) => write({ method: id })}
            tabs={shared.map(({ framework }) => ({ key: framework.id, title: local(framework.title) }))}
          >
            <Comparison framework={method.framework} standings={method.standings} />
          </Tabs>
        )}
        {method && shared.length === 1 && (
          <Comparison framework={method.framework} standings={method.standings} headed />
        )}
        {missing.length > 0 && <p className="quiet">{t.missing(missing.join(', '))}</p>}
      </div>
    </Page>
  );
}

/** Framework versions on which at least two of the schools have a result that stands, with the newest of each. */
function sharedFrameworks(schools: readonly Compared[]) {
  const found = new Map<string, { framework: Standing['result']['framework']; standings: Standing[] }>();
  for (const { id, name, history } of schools) {
    for (const result of history) {
      if (result.kind === 'WITHDRAWAL' || result.correctedBy) continue;
      const known = found.get(result.framework.id) ?? { framework: result.framework, standings: [] };
      if (!known.standings.some((one) => one.id === id)) known.standings.push({ id, name, result });
      found.set(result.framework.id, known);
    }
  }
  return [...found.values()].filter(({ standings }) => standings.length > 1);
}

function Add({ except, onAdd }: { except: readonly string[]; onAdd: (id: string) => void }) {
  const t = useMessages(words);
  const local = useLocal();
  const [search, setSearch] = useState('');
  const { data } = useRead(find, { search: search.trim() || null });
  const items = (data?.schools.nodes ?? [])
    .filter(({ id }) => !except.includes(id))
    .map(({ id, name, municipality, latest }) => ({
      id,
      title: local(name),
      detail: [municipality && local(municipality.name), !latest && t.unknown].filter(Boolean).join(' · '),
      disabled: !latest,
    }));
  return (
    <div className={styles.adding}>
      <Chooser
        label={t.add}
        placeholder={t.placeholder}
        items={items}
        value={null}
        onSearch={setSearch}
        onChange={(id) => id && onAdd(id)}
      />
    </div>
  );
}
