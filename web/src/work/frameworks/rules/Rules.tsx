// How a framework's results are made: the value of a group, the results in their order, and which of them are published.
import { messages, useLocal, useMessages } from '../../../app/language';
import { Button } from '../../../design/Button';
import { Disclosure } from '../../../design/Disclosure';
import { Select, TextField } from '../../../design/Field';
import { type Framework, type Result, resultRecoded, type Scoring } from '../document';
import { BothFields, type Wrong } from '../Fields';
import styles from '../frameworks.module.css';
import { AGGREGATES, RESULTS, ruleIn, ruleOf } from './grammar';
import type { Scope } from './parts';
import { RuleFields } from './RuleFields';
import { kindWords } from './words';

const words = messages({
  groups: { ru: 'Балл группы', en: 'The value of a group' },
  noGroups: { ru: 'группы не считаются', en: 'groups have none' },
  byMembers: { ru: 'по её членам', en: 'of its members' },
  rule: { ru: 'Правило', en: 'Rule' },
  code: { ru: 'Код', en: 'Code' },
  name: { ru: 'Название', en: 'Title' },
  untitled: { ru: 'без названия', en: 'untitled' },
  add: { ru: 'Ещё результат', en: 'Another result' },
  up: { ru: 'Выше', en: 'Up' },
  down: { ru: 'Ниже', en: 'Down' },
  remove: { ru: 'Убрать', en: 'Remove' },
  order: {
    ru: 'Результаты получают по порядку: правило может опираться на те, что выше.',
    en: 'Results are made in this order: a rule may rest on those before it.',
  },
  total: { ru: 'Публикуется как общий балл', en: 'Published as the total' },
  grade: { ru: 'Публикуется как уровень', en: 'Published as the grade' },
  none: { ru: 'нет', en: 'none' },
});

type Props = { of: Framework; scoring: Scoring; onChange: (of: Framework) => void; wrong: Wrong };

export function Rules({ of, scoring, onChange, wrong }: Props) {
  const t = useMessages(words);
  const put = (changed: Partial<Scoring>) => onChange({ ...of, scoring: { ...scoring, ...changed } });
  const add = () =>
    put({
      results: [
        ...scoring.results,
        { code: freeCode(scoring.results), title: { ru: '', en: '' }, rule: ruleOf('MEAN', null) },
      ],
    });
  return (
    <div className={styles.form}>
      <Groups of={of} value={scoring.groups} onChange={(groups) => put({ groups })} wrong={wrong} />
      <p className="quiet small">{t.order}</p>
      {scoring.results.map((result, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a code may stand twice while it is written
        <ResultFields key={place} of={of} scoring={scoring} place={place} onChange={onChange} wrong={wrong}>
          {result}
        </ResultFields>
      ))}
      <div>
        <Button small onClick={add}>
          {t.add}
        </Button>
      </div>
      <div className={styles.pair}>
        {(['total', 'grade'] as const).map((name) => (
          <Select
            key={name}
            label={t[name]}
            value={scoring[name] ?? ''}
            onChange={(code) => put({ [name]: code || null })}
            options={[{ value: '', title: t.none }, ...codesOf(scoring, scoring[name])]}
            problem={wrong(`scoring.${name}`)}
          />
        ))}
      </div>
    </div>
  );
}

function codesOf({ results }: Scoring, chosen: string | null) {
  const codes = new Set([...results.map(({ code }) => code), ...(chosen ? [chosen] : [])]);
  return [...codes].filter(Boolean).map((code) => ({ value: code, title: code }));
}

function freeCode(results: readonly Result[]): string {
  for (let number = results.length + 1; ; number += 1) {
    if (!results.some(({ code }) => code === `result${number}`)) return `result${number}`;
  }
}

type GroupsProps = { of: Framework; value: unknown; onChange: (rule: unknown) => void; wrong: Wrong };

function Groups({ of, value, onChange, wrong }: GroupsProps) {
  const t = useMessages(words);
  const scope: Scope = { place: 'groups', criteria: of.criteria, results: [], counts: [] };
  return (
    <div className={styles.form}>
      <Select
        label={t.groups}
        value={value ? 'MADE' : 'NONE'}
        onChange={(chosen) => onChange(chosen === 'NONE' ? null : ruleOf('WEIGHTED_MEAN', null, 'MEMBERS'))}
        options={[
          { value: 'NONE', title: t.noGroups },
          { value: 'MADE', title: t.byMembers },
        ]}
      />
      {!!value && (
        <RuleFields
          label={t.rule}
          value={value}
          onChange={onChange}
          offers={AGGREGATES}
          scope={scope}
          path="scoring.groups"
          wrong={wrong}
        />
      )}
    </div>
  );
}

type ResultProps = Props & { place: number; children: Result };

function ResultFields({ of, scoring, place, onChange, wrong, children: result }: ResultProps) {
  const t = useMessages(words);
  const kinds = useMessages(kindWords);
  const local = useLocal();
  const { results } = scoring;
  const path = `scoring.results.${place}`;
  const keep = (next: Result[]) => onChange({ ...of, scoring: { ...scoring, results: next } });
  const put = (changed: Partial<Result>) =>
    keep(results.map((one, at) => (at === place ? { ...one, ...changed } : one)));
  const move = (by: -1 | 1) => {
    const without = results.filter((_, at) => at !== place);
    keep([...without.slice(0, place + by), result, ...without.slice(place + by)]);
  };
  const scope: Scope = {
    place: 'result',
    criteria: of.criteria,
    results: results.slice(0, place),
    counts: [],
  };
  const kind = ruleIn(result.rule)?.kind;
  const made = kind && (kinds as unknown as Record<string, string | undefined>)[kind];
  return (
    <Disclosure
      title={`${result.code}: ${local(result.title) || t.untitled}${made ? ` – ${made}` : ''}`}
      open={!local(result.title)}
    >
      <div className={styles.form}>
        <TextField
          label={t.code}
          value={result.code}
          onChange={(typed) => onChange({ ...of, scoring: resultRecoded(scoring, place, typed.trim()) })}
          problem={wrong(`${path}.code`)}
        />
        <BothFields
          label={t.name}
          value={result.title}
          onChange={(title) => put({ title })}
          path={`${path}.title`}
          wrong={wrong}
        />
        <RuleFields
          label={t.rule}
          value={result.rule}
          onChange={(rule) => put({ rule })}
          offers={RESULTS}
          scope={scope}
          path={`${path}.rule`}
          wrong={wrong}
        />
        <div className="row">
          <Button small disabled={place === 0} onClick={() => move(-1)}>
            {t.up}
          </Button>
          <Button small disabled={place === results.length - 1} onClick={() => move(1)}>
            {t.down}
          </Button>
          <Button small look="plain" onClick={() => keep(results.filter((_, at) => at !== place))}>
            {t.remove}
          </Button>
        </div>
      </div>
    </Disclosure>
  );
}
