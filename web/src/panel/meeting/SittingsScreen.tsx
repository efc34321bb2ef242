// Every sitting of the commission with its agenda, the latest first.
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { EmptyState } from '../../design/EmptyState';
import { Link } from '../../design/Link';
import { Page, PageHeader, Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Table } from '../../design/Table';
import { Waiting } from '../../design/Waiting';

const query = graphql(`query Sittings { viewer { sittings {
  id heldAt place
  agenda { startsAt evaluation {
    id number school { name { ru en } } framework { title { ru en } } state { title { ru en } }
    meeting { quorum eligible present }
    minutes { sittingId signedAt }
  } }
} } }`);

const words = messages({
  title: { ru: 'Заседания комиссии', en: 'Sittings of the commission' },
  none: { ru: 'Заседаний пока нет', en: 'No sittings yet' },
  noneMore: {
    ru: 'Заседание появится здесь, когда секретарь передаст на него первое дело.',
    en: 'A sitting stands here once the secretary refers the first case to it.',
  },
  at: { ru: 'Время', en: 'Time' },
  case: { ru: 'Дело', en: 'Case' },
  stage: { ru: 'Стадия', en: 'Stage' },
  votes: { ru: 'Голоса', en: 'Votes' },
  voted: {
    ru: (present: number, eligible: number, quorum: number) => `${present} из ${eligible}, кворум ${quorum}`,
    en: (present: number, eligible: number, quorum: number) => `${present} of ${eligible}, quorum ${quorum}`,
  },
  minutes: { ru: 'Протокол', en: 'Minutes' },
  signed: { ru: 'подписан', en: 'signed' },
  unsigned: { ru: 'не подписан', en: 'not signed' },
});

export function SittingsScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const reading = useRead(query, {});
  const sittings = reading.data?.viewer?.sittings;
  return (
    <Page>
      <PageHeader title={t.title} />
      {!sittings && <Waiting reading={reading} lines={12} />}
      {sittings?.length === 0 && <EmptyState title={t.none}>{t.noneMore}</EmptyState>}
      <div className="stack-far">
        {sittings?.map((sitting) => (
          <Section
            key={sitting.id}
            title={time.moment(sitting.heldAt)}
            action={sitting.place && <span className="quiet">{sitting.place}</span>}
          >
            <Table
              caption={time.moment(sitting.heldAt)}
              rows={sitting.agenda}
              rowKey={({ evaluation }) => evaluation.id}
              columns={[
                { key: 'at', title: t.at, cell: ({ startsAt }) => time.clock(startsAt) },
                {
                  key: 'case',
                  title: t.case,
                  heading: true,
                  cell: ({ evaluation }) => (
                    <span className="stack-near">
                      <Link href={path.meeting(evaluation.number)}>{local(evaluation.school.name)}</Link>
                      <span className="quiet small">
                        {evaluation.number} · {local(evaluation.framework.title)}
                      </span>
                    </span>
                  ),
                },
                {
                  key: 'stage',
                  title: t.stage,
                  cell: ({ evaluation }) => (
                    <StateBadge tone="active">{local(evaluation.state.title)}</StateBadge>
                  ),
                },
                {
                  key: 'votes',
                  title: t.votes,
                  cell: ({ evaluation: { meeting } }) =>
                    meeting ? t.voted(meeting.present, meeting.eligible, meeting.quorum) : '—',
                },
                {
                  key: 'minutes',
                  title: t.minutes,
                  cell: ({ evaluation }) => {
                    const own = evaluation.minutes.find(({ sittingId }) => sittingId === sitting.id);
                    return own?.signedAt ? t.signed : t.unsigned;
                  },
                },
              ]}
            />
          </Section>
        ))}
      </div>
    </Page>
  );
}
