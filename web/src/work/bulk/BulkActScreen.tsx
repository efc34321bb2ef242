// An act in many cases as it goes on, and its report afterwards: done, or refused and why.
import { useEffect } from 'react';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { Link } from '../../design/Link';
import { Page, PageHeader } from '../../design/Page';
import { Progress } from '../../design/Progress';
import { Reasons } from '../../design/Reasons';
import { StateBadge } from '../../design/StateBadge';
import { Table } from '../../design/Table';
import { Waiting } from '../../design/Waiting';
import { bulkActQuery } from './bulkQuery';

/** Milliseconds between looks while it goes on. */
const LOOK = 1500;

const words = messages({
  back: { ru: 'Действия по нескольким оценкам', en: 'Acts in many evaluations' },
  settled: { ru: 'Пройдено оценок', en: 'Evaluations settled' },
  done: { ru: 'сделано', en: 'done' },
  refused: { ru: 'не сделано', en: 'not done' },
  waiting: { ru: 'ждёт очереди', en: 'waits for its turn' },
  counts: {
    ru: (done: number, refused: number) => `Сделано: ${done}. Не сделано: ${refused}.`,
    en: (done: number, refused: number) => `Done: ${done}. Not done: ${refused}.`,
  },
  until: { ru: (day: string) => `до ${day}`, en: (day: string) => `until ${day}` },
  school: { ru: 'Школа', en: 'School' },
  state: { ru: 'Итог', en: 'Outcome' },
  reasons: { ru: 'Почему', en: 'Why' },
});

const tones = { WAITING: 'active', DONE: 'good', REFUSED: 'bad' } as const;

export function BulkActScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const reading = useRead(bulkActQuery, { id: useParam('id') });
  const viewer = reading.data?.viewer;
  const found = viewer?.bulkAct;
  const { again } = reading;
  const goesOn = found?.endedAt === null;
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(again, LOOK);
    return () => clearInterval(timer);
  }, [goesOn, again]);
  if (!viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={8} />
      </Page>
    );
  if (!found) return <NotFoundScreen />;
  const titles = { WAITING: t.waiting, DONE: t.done, REFUSED: t.refused };
  return (
    <Page>
      <PageHeader
        title={local(found.title)}
        back={{ href: path.bulkActs, title: t.back }}
        lead={[found.text, found.day && t.until(time.day(found.day))].filter(Boolean).join(' · ')}
        facts={
          <>
            <span>{local(found.by.name)}</span>
            <span>{time.moment(found.begunAt)}</span>
          </>
        }
      />
      <div className="stack">
        <div aria-live="polite">
          {goesOn ? (
            <Progress done={found.done + found.refused} total={found.total} label={t.settled} />
          ) : (
            <p>{t.counts(found.done, found.refused)}</p>
          )}
        </div>
        <Table
          caption={local(found.title)}
          rows={found.items}
          rowKey={({ evaluation }) => evaluation?.id ?? ''}
          columns={[
            {
              key: 'school',
              title: t.school,
              heading: true,
              cell: ({ evaluation }) =>
                evaluation && (
                  <span className="stack-near">
                    <Link href={path.evaluation(evaluation.number)}>{local(evaluation.school.name)}</Link>
                    <span className="quiet small">{evaluation.number}</span>
                  </span>
                ),
            },
            {
              key: 'state',
              title: t.state,
              cell: ({ state }) => <StateBadge tone={tones[state]}>{titles[state]}</StateBadge>,
            },
            {
              key: 'reasons',
              title: t.reasons,
              cell: ({ reasons }) => (reasons.length ? <Reasons reasons={reasons} /> : '—'),
            },
          ]}
        />
      </div>
    </Page>
  );
}
