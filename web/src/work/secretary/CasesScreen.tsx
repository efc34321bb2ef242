// All evaluations for the secretariat: where each stands, who holds it up and since when. The filters are the address.
import { useEffect, useState } from 'react';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useSearch } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Button, LinkButton } from '../../design/Button';
import { Deadline } from '../../design/Deadline';
import { EmptyState } from '../../design/EmptyState';
import { Select, TextField } from '../../design/Field';
import { Link } from '../../design/Link';
import { Page, PageHeader } from '../../design/Page';
import { Table } from '../../design/Table';
import { Waiting } from '../../design/Waiting';
import { CaseState } from '../case/CaseState';
import { roleWords } from '../case/roles';
import styles from '../work.module.css';
import { EVERY, filterOf } from './filter';

const query = graphql(`query Cases($filter: EvaluationFilter, $first: Int, $after: String) {
  viewer {
    roles
    processes { states { code title { ru en } } }
    evaluations(filter: $filter, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes {
        id number stateSince
        school { name { ru en } municipality { name { ru en } } }
        framework { title { ru en } }
        standing state { code title { ru en } waitingFor }
        currentDeadline { dueAt timezone passed }
      }
    }
  }
}`);

const PAGE = 50;

const words = messages({
  title: { ru: 'Оценки', en: 'Evaluations' },
  open: { ru: 'Открыть оценку', en: 'Open an evaluation' },
  sittings: { ru: 'Заседания комиссии', en: 'Sittings of the commission' },
  calls: { ru: 'Конкурсы', en: 'Competitions' },
  retention: { ru: 'Сроки хранения', en: 'Retention' },
  search: { ru: 'Школа или номер', en: 'School or number' },
  stage: { ru: 'Стадия', en: 'Stage' },
  underWay: { ru: 'В работе', en: 'Under way' },
  any: { ru: 'Все, с опубликованными', en: 'All, with published ones' },
  school: { ru: 'Школа', en: 'School' },
  waits: { ru: 'Ход за', en: 'Waiting for' },
  since: { ru: 'С', en: 'Since' },
  due: { ru: 'Срок', en: 'Deadline' },
  none: { ru: 'Таких оценок нет', en: 'No such evaluations' },
  noneMore: {
    ru: 'Снимите фильтр или откройте новую оценку: понадобятся школа, система критериев и сроки.',
    en: 'Take the filter away, or open an evaluation: you need a school, a framework and deadlines.',
  },
  notYours: {
    ru: 'Здесь список секретаря. Оценки, в которых вы участвуете, стоят на странице «Моя работа».',
    en: 'This is the secretary’s list. Evaluations you take part in are under “My work”.',
  },
  mark: { ru: (school: string) => `Отметить: ${school}`, en: (school: string) => `Mark ${school}` },
  marking: { ru: 'Отметить', en: 'Mark' },
  marked: { ru: (count: number) => `Отмечено: ${count}`, en: (count: number) => `Marked: ${count}` },
  actMarked: { ru: 'Действие по отмеченным…', en: 'Act in those marked…' },
  actAll: {
    ru: (count: number) => `Действие по всем найденным (${count})…`,
    en: (count: number) => `Act in all found (${count})…`,
  },
  frameworks: { ru: 'Системы критериев', en: 'Frameworks' },
  letters: { ru: 'Какие письма приходят', en: 'Which letters are sent' },
  acts: { ru: 'Прежние действия и отчёты', en: 'Earlier acts and reports' },
  more: { ru: 'Следующие', en: 'Next' },
});

export function CasesScreen() {
  const t = useMessages(words);
  const who = useMessages(roleWords);
  const local = useLocal();
  const time = useTime();
  const [read, write] = useSearch();
  const asked = read('q');
  const [typed, setTyped] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => typed !== asked && write({ q: typed.trim() || null, after: null }), 350);
    return () => clearTimeout(timer);
  }, [typed, asked, write]);
  const stage = read('stage');
  const reading = useRead(query, {
    filter: filterOf(read),
    first: PAGE,
    after: read('after') || null,
  });
  const viewer = reading.data?.viewer;
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const secretary = viewer?.roles.includes('SECRETARY') ?? false;
  const mark = (id: string) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    setMarked(next);
  };
  const states = viewer?.processes.flatMap((process) => process.states) ?? [];
  return (
    <Page>
      <PageHeader
        title={t.title}
        action={
          secretary && (
            <div className="row">
              <LinkButton href={path.sittings}>{t.sittings}</LinkButton>
              <LinkButton href={path.calls}>{t.calls}</LinkButton>
              <LinkButton href={path.retention}>{t.retention}</LinkButton>
              <LinkButton href={path.frameworks}>{t.frameworks}</LinkButton>
              <LinkButton look="primary" href={path.newCase}>
                {t.open}
              </LinkButton>
            </div>
          )
        }
      />
      <div className="stack">
        <search className={styles.filters}>
          <TextField label={t.search} type="search" value={typed} onChange={setTyped} />
          <Select
            label={t.stage}
            value={stage}
            onChange={(chosen) => write({ stage: chosen || null, after: null })}
            options={[
              { value: '', title: t.underWay },
              { value: EVERY, title: t.any },
              ...states.map((state) => ({ value: state.code, title: local(state.title) })),
            ]}
          />
        </search>
        {!viewer && <Waiting reading={reading} lines={12} />}
        {viewer && secretary && viewer.evaluations.totalCount > 0 && (
          <div className="row">
            {marked.size > 0 ? (
              <>
                <span aria-live="polite">{t.marked(marked.size)}</span>
                <LinkButton href={path.chosenCases({ ids: [...marked].join(',') })}>{t.actMarked}</LinkButton>
              </>
            ) : (
              <LinkButton href={path.chosenCases({ stage, q: asked })}>
                {t.actAll(viewer.evaluations.totalCount)}
              </LinkButton>
            )}
            <Link href={path.bulkActs}>{t.acts}</Link>
            <Link href={path.letters}>{t.letters}</Link>
          </div>
        )}
        {viewer && (
          <Table
            caption={t.title}
            rows={viewer.evaluations.nodes}
            rowKey={(one) => one.id}
            empty={<EmptyState title={t.none}>{secretary ? t.noneMore : t.notYours}</EmptyState>}
            columns={[
              ...(secretary
                ? [
                    {
                      key: 'mark',
                      title: t.marking,
                      titleUnseen: true,
                      cell: (one: { id: string; school: { name: { ru: string; en: string } } }) => (
                        <input
                          type="checkbox"
                          aria-label={t.mark(local(one.school.name))}
                          checked={marked.has(one.id)}
                          onChange={() => mark(one.id)}
                        />
                      ),
                    },
                  ]
                : []),
              {
                key: 'school',
                title: t.school,
                heading: true,
                cell: (one) => (
                  <span className="stack-near">
                    <Link href={path.evaluation(one.number)}>{local(one.school.name)}</Link>
                    <span className="quiet small">
                      {one.number} · {local(one.framework.title)}
                    </span>
                  </span>
                ),
              },
              {
                key: 'stage',
                title: t.stage,
                cell: (one) => <CaseState standing={one.standing}>{local(one.state.title)}</CaseState>,
              },
              {
                key: 'waits',
                title: t.waits,
                cell: (one) => one.state.waitingFor.map((role) => who[role]).join(', ') || '—',
              },
              { key: 'since', title: t.since, cell: (one) => time.day(one.stateSince) },
              {
                key: 'due',
                title: t.due,
                cell: (one) => (one.currentDeadline ? <Deadline {...one.currentDeadline} short /> : '—'),
              },
            ]}
          />
        )}
        {viewer?.evaluations.pageInfo.hasNextPage && (
          <div>
            <Button
              onClick={() => write({ after: viewer.evaluations.pageInfo.endCursor ?? null }, { push: true })}
            >
              {t.more}
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}
