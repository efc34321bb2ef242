// The form by which the list of schools is narrowed: three questions at once, the rarer ones folded away; and by what it
// is narrowed, each condition to be taken away. All of it is the address.
import { type FormEvent, useEffect, useState } from 'react';
import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useSearch } from '../app/params';
import { useRead } from '../app/read';
import { Button } from '../design/Button';
import { Disclosure } from '../design/Disclosure';
import { Select, TextField } from '../design/Field';
import { Icon } from '../design/Icon';
import { AsOf } from './AsOf';
import { useDay } from './day';
import {
  type Asked,
  askedIn,
  DECISIONS,
  FILTERS,
  type Filter,
  FOLDED,
  RURAL,
  SIZES,
  VALIDITY,
  years,
} from './finding';
import styles from './observer.module.css';
import { placeChoices, placeFields } from './places';
import { SCHOOL_KINDS, schoolKind } from './schoolKinds';

const choices = graphql(
  `query SchoolChoices {
    territories { ...PlaceFields }
    frameworks(first: 50) { nodes { code title { ru en } } }
  }`,
  [placeFields],
);

const labels = messages({
  q: { ru: 'Название школы или место', en: 'Name of the school or the place' },
  where: { ru: 'Где', en: 'Where' },
  decision: { ru: 'Решение', en: 'Decision' },
  kind: { ru: 'Вид школы', en: 'Kind of school' },
  size: { ru: 'Сколько учеников', en: 'How many pupils' },
  rural: { ru: 'Город или село', en: 'Town or country' },
  validity: { ru: 'Действует ли решение', en: 'Does the decision hold' },
  from: { ru: 'Год решения, от', en: 'Decided from' },
  to: { ru: 'Год решения, до', en: 'Decided until' },
  method: { ru: 'Методика', en: 'Framework' },
});

const unasked = messages({
  where: { ru: 'Везде', en: 'Everywhere' },
  decision: { ru: 'Любое', en: 'Any' },
  kind: { ru: 'Любой', en: 'Any' },
  size: { ru: 'Неважно', en: 'Any number' },
  rural: { ru: 'Неважно', en: 'Either' },
  validity: { ru: 'Неважно', en: 'Either way' },
  from: { ru: 'Любой', en: 'Any year' },
  to: { ru: 'Любой', en: 'Any year' },
  method: { ru: 'Любая', en: 'Any' },
});

const values = messages({
  accredited: { ru: 'Качество подтверждено', en: 'Quality confirmed' },
  accredited_with_conditions: { ru: 'Подтверждено с условиями', en: 'Confirmed with conditions' },
  refused: { ru: 'Не подтверждено', en: 'Not confirmed' },
  'to-100': { ru: 'до 100 учеников', en: 'up to 100 pupils' },
  '101-500': { ru: '101–500 учеников', en: '101–500 pupils' },
  '501-1000': { ru: '501–1000 учеников', en: '501–1,000 pupils' },
  'over-1000': { ru: 'больше 1000 учеников', en: 'more than 1,000 pupils' },
  no: { ru: 'В городе', en: 'In a town' },
  yes: { ru: 'В селе', en: 'In the country' },
  holds: { ru: 'Решение действует', en: 'The decision holds' },
  expired: { ru: 'Срок решения истёк', en: 'The decision has expired' },
  none: { ru: 'Результата ещё нет', en: 'No result yet' },
});

const words = messages({
  from: { ru: (year: string) => `с ${year} года`, en: (year: string) => `from ${year}` },
  to: { ru: (year: string) => `по ${year} год`, en: (year: string) => `until ${year}` },
  quoted: { ru: (text: string) => `«${text}»`, en: (text: string) => `“${text}”` },
  more: { ru: 'Ещё условия', en: 'More filters' },
  set: { ru: (count: number) => `Задано условий: ${count}`, en: (count: number) => `Filters set: ${count}` },
  remove: { ru: 'Убрать условие:', en: 'Take away:' },
  clear: { ru: 'Снять все условия', en: 'Clear all filters' },
});

type Choice = { value: string; title: string };

/** What may be chosen for each question, and how it is called. */
function useChoices(asked: Asked): (name: Exclude<Filter, 'q'>) => Choice[] {
  const t = useMessages(words);
  const told = useMessages(values);
  const kinds = useMessages(schoolKind);
  const local = useLocal();
  const { data } = useRead(choices, {});
  const methods = [...new Map(data?.frameworks.nodes.map((one) => [one.code, one])).values()];
  const year = (name: 'from' | 'to') =>
    years(new Date().getUTCFullYear(), asked[name]).map((value) => ({ value, title: t[name](value) }));
  const known = (codes: readonly (keyof typeof told)[]) =>
    codes.map((value) => ({ value, title: told[value] }));
  return (name) => {
    switch (name) {
      case 'where':
        return placeChoices(data?.territories ?? [], local);
      case 'method':
        return methods.map((one) => ({ value: one.code, title: local(one.title) }));
      case 'kind':
        return SCHOOL_KINDS.map((value) => ({ value, title: kinds[value] }));
      case 'size':
        return known(Object.keys(SIZES) as (keyof typeof SIZES)[]);
      case 'decision':
        return known(DECISIONS);
      case 'rural':
        return known(RURAL);
      case 'validity':
        return known(VALIDITY);
      default:
        return year(name);
    }
  };
}

/** `onRemoved` is called when a condition went away together with the control that had the focus. */
export function SchoolFilters({ onRemoved }: { onRemoved: () => void }) {
  const t = useMessages(words);
  const label = useMessages(labels);
  const every = useMessages(unasked);
  const [read, write] = useSearch();
  const asked = askedIn(read);
  const offered = useChoices(asked);
  const day = useDay();
  const folded = FOLDED.filter((name) => asked[name]).length + (day ? 1 : 0);
  const select = (name: Exclude<Filter, 'q'>) => (
    <Select
      key={name}
      label={label[name]}
      value={asked[name] ?? ''}
      onChange={(value) => write({ [name]: value || null, after: null }, { push: true, stay: true })}
      options={[{ value: '', title: every[name] }, ...offered(name)]}
    />
  );
  return (
    <div className="stack">
      <search>
        <form className={styles.filters} onSubmit={(event: FormEvent) => event.preventDefault()}>
          <SearchField label={label.q} />
          {select('where')}
          {select('decision')}
          <div className={styles.folded}>
            <Disclosure title={folded ? `${t.more}: ${folded}` : t.more}>
              <div className={styles.rarely}>
                {FOLDED.map((name) => name !== 'q' && select(name))}
                <AsOf />
              </div>
            </Disclosure>
          </div>
        </form>
      </search>
      <Narrowed asked={asked} offered={offered} onRemoved={onRemoved} />
    </div>
  );
}

/** Asks once the person has paused in writing, or presses Enter. */
function SearchField({ label }: { label: string }) {
  const [read, write] = useSearch();
  const asked = read('q');
  const [typed, setTyped] = useState(asked);
  const ask = (text: string) => {
    const wanted = text.trim();
    // Going back leads to before the search, not to each part of the word.
    if (wanted !== asked) write({ q: wanted || null, after: null }, { push: !asked || !wanted, stay: true });
  };
  useEffect(() => setTyped((was) => (was.trim() === asked ? was : asked)), [asked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once the person has paused in writing
  useEffect(() => {
    const timer = setTimeout(() => ask(typed), 350);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextField
      label={label}
      type="search"
      value={typed}
      onChange={setTyped}
      onKeyDown={(event) => event.key === 'Enter' && ask(typed)}
    />
  );
}

function Narrowed({
  asked,
  offered,
  onRemoved,
}: {
  asked: Asked;
  offered: ReturnType<typeof useChoices>;
  onRemoved: () => void;
}) {
  const t = useMessages(words);
  const [, write] = useSearch();
  const set = FILTERS.filter((name) => asked[name]);
  if (!set.length) return null;
  const told = (name: Filter) => {
    const value = asked[name] ?? '';
    if (name === 'q') return t.quoted(value);
    return (
      offered(name)
        .find((one) => one.value === value)
        ?.title.trim() ?? value
    );
  };
  const remove = (names: readonly Filter[]) => {
    write(Object.fromEntries([...names, 'after'].map((name) => [name, null])), { push: true, stay: true });
    onRemoved();
  };
  return (
    <div className="row">
      <span className="quiet small">{t.set(set.length)}</span>
      <ul className={styles.narrowed}>
        {set.map((name) => (
          <li key={name}>
            <Button small onClick={() => remove([name])}>
              <span className="unseen">{t.remove} </span>
              <span>{told(name)}</span>
              <Icon name="close" size={10} />
            </Button>
          </li>
        ))}
      </ul>
      {set.length > 1 && (
        <Button look="plain" small onClick={() => remove(set)}>
          {t.clear}
        </Button>
      )}
    </div>
  );
}
