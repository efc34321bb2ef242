// What is waiting for me, the nearest deadline first; below, every case I take part in.
import { graphql } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { LinkButton } from '../design/Button';
import { Deadline } from '../design/Deadline';
import { Disclosure } from '../design/Disclosure';
import { EmptyState } from '../design/EmptyState';
import { Link } from '../design/Link';
import { Page, PageHeader, Section } from '../design/Page';
import { Progress } from '../design/Progress';
import { Reasons, reasonFields } from '../design/Reasons';
import { StateBadge } from '../design/StateBadge';
import { Table } from '../design/Table';
import { Waiting } from '../design/Waiting';
import { CaseState } from './case/CaseState';
import { placeOf } from './places';
import styles from './work.module.css';

const query = graphql(
  `query Work {
    viewer {
      person { name { ru en } }
      roles
      tasks {
        action title { ru en } role dueAt blockedBy { ...ReasonFields } progress { done total }
        track { id text }
        evaluation { id number remarks { id } school { name { ru en } } framework { title { ru en } } state { code title { ru en } } }
      }
      evaluations(first: 100) {
        totalCount
        nodes { id number school { name { ru en } } framework { title { ru en } } standing state { code title { ru en } } myRoles }
      }
    }
  }`,
  [reasonFields],
);

const words = messages({
  title: { ru: 'Моя работа', en: 'My work' },
  waiting: { ru: 'Ждёт вас', en: 'Waiting for you' },
  nothing: { ru: 'Сейчас от вас ничего не требуется', en: 'Nothing is needed from you now' },
  nothingMore: {
    ru: 'Когда оценка дойдёт до вашего шага, он появится здесь со сроком.',
    en: 'When an evaluation reaches a step of yours, it will stand here with its deadline.',
  },
  open: { ru: 'Открыть новую оценку', en: 'Open a new evaluation' },
  mine: { ru: 'Ваши оценки', en: 'Your evaluations' },
  number: { ru: 'Номер', en: 'Number' },
  school: { ru: 'Школа', en: 'School' },
  framework: { ru: 'Система критериев', en: 'Framework' },
  state: { ru: 'Стадия', en: 'Stage' },
  returned: { ru: 'Возвращено на доработку', en: 'Returned to be completed' },
  progress: { ru: 'Сделано', en: 'Done' },
  missing: {
    ru: (count: number) => `${russian(count, 'Не хватает', 'Не хватает', 'Не хватает')}: ${count}`,
    en: (count: number) => `${count} ${english(count, 'thing is', 'things are')} missing`,
  },
});

export function WorkScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const reading = useRead(query, {});
  const viewer = reading.data?.viewer;
  if (!viewer)
    return (
      <Page>
        <PageHeader title={t.title} />
        <Waiting reading={reading} lines={10} />
      </Page>
    );
  const secretary = viewer.roles.includes('SECRETARY');
  return (
    <Page>
      <PageHeader
        title={t.title}
        lead={local(viewer.person.name)}
        action={secretary && <LinkButton href={path.newCase}>{t.open}</LinkButton>}
      />
      <div className="stack-far">
        {viewer.tasks.length === 0 ? (
          <EmptyState title={t.nothing}>{t.nothingMore}</EmptyState>
        ) : (
          <Section title={t.waiting}>
            <ul className={styles.tasks}>
              {viewer.tasks.map((task) => (
                <li key={`${task.track?.id ?? task.evaluation.id} ${task.action}`} className={styles.task}>
                  <div className="stack-near">
                    <Link className={styles.taskTitle} href={placeOf(task.action, task.evaluation.number)}>
                      {local(task.title)}
                    </Link>
                    {task.track && <span>{task.track.text}</span>}
                    <span>{local(task.evaluation.school.name)}</span>
                    <span className="quiet small">
                      {task.evaluation.number} · {local(task.evaluation.framework.title)}
                    </span>
                  </div>
                  <div className="stack-near">
                    {task.action === 'submit' && task.evaluation.remarks.length > 0 && (
                      <StateBadge tone="active">{t.returned}</StateBadge>
                    )}
                    {task.dueAt && <Deadline dueAt={task.dueAt} />}
                    {task.progress && (
                      <Progress done={task.progress.done} total={task.progress.total} label={t.progress} />
                    )}
                    {task.blockedBy.length > 0 &&
                      (task.blockedBy.length > 2 ? (
                        <Disclosure title={t.missing(task.blockedBy.length)}>
                          <Reasons reasons={task.blockedBy} />
                        </Disclosure>
                      ) : (
                        <Reasons reasons={task.blockedBy} />
                      ))}
                  </div>
                </li>
              ))}
            </ul>
          </Section>
        )}
        {viewer.evaluations.nodes.length > 0 && (
          <Section title={t.mine}>
            <Table
              caption={t.mine}
              rows={viewer.evaluations.nodes}
              rowKey={(one) => one.id}
              columns={[
                {
                  key: 'school',
                  title: t.school,
                  heading: true,
                  cell: (one) => <Link href={path.evaluation(one.number)}>{local(one.school.name)}</Link>,
                },
                {
                  key: 'framework',
                  title: t.framework,
                  cell: (one) => local(one.framework.title),
                },
                {
                  key: 'number',
                  title: t.number,
                  cell: (one) => <span className="nowrap">{one.number}</span>,
                },
                {
                  key: 'state',
                  title: t.state,
                  cell: (one) => <CaseState standing={one.standing}>{local(one.state.title)}</CaseState>,
                },
              ]}
            />
          </Section>
        )}
      </div>
    </Page>
  );
}
