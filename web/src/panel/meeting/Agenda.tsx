// The agenda of the sitting a case belongs to, in its order; the secretary puts the case at another place of it.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { ActionButton } from '../../design/ActionButton';
import { Disclosure } from '../../design/Disclosure';
import { TextField } from '../../design/Field';
import { Link } from '../../design/Link';
import { Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import styles from '../panel.module.css';
import type { MeetingData } from './MeetingScreen';

const query = graphql(`query Agenda($id: ID!) { node(id: $id) { id ... on Sitting {
  heldAt place
  agenda { position startsAt plannedMinutes evaluation { id number school { name { ru en } } } }
} } }`);

const put = graphql(
  `mutation PutOnAgenda($input: PutOnAgendaInput!) { putOnAgenda(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Повестка', en: 'Agenda' },
  begins: { ru: (moment: string) => `Начало ${moment}`, en: (moment: string) => `Begins ${moment}` },
  all: { ru: 'Все заседания', en: 'All sittings' },
  change: { ru: 'Изменить место в повестке', en: 'Change its place on the agenda' },
  when: { ru: 'Начало заседания', en: 'The sitting begins' },
  whenMore: {
    ru: 'Другое время – другое заседание: дело перейдёт на него.',
    en: 'Another moment is another sitting: the case moves to it.',
  },
  where: { ru: 'Где', en: 'Where' },
  position: { ru: 'Каким по счёту', en: 'Place on the agenda' },
  minutes: { ru: 'Сколько минут', en: 'Minutes' },
});

type Meeting = NonNullable<MeetingData['meeting']>;

export function Agenda({ found, meeting }: { found: MeetingData; meeting: Meeting }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const node = useRead(query, { id: meeting.sittingId }).data?.node;
  const sitting = node && 'agenda' in node ? node : null;
  return (
    <Section title={t.title} action={<Link href={path.sittings}>{t.all}</Link>}>
      {sitting && (
        <>
          <p className="quiet">
            {t.begins(time.moment(sitting.heldAt))}
            {sitting.place && ` · ${sitting.place}`}
          </p>
          <ol className={styles.agenda}>
            {sitting.agenda.map(({ position, startsAt, evaluation }) => (
              <li key={evaluation.id} value={position}>
                <span className={styles.value}>{time.clock(startsAt)}</span>
                {evaluation.id === found.id ? (
                  <strong aria-current="page">{local(evaluation.school.name)}</strong>
                ) : (
                  <Link href={path.meeting(evaluation.number)}>{local(evaluation.school.name)}</Link>
                )}
              </li>
            ))}
          </ol>
          <PutOnAgenda
            key={`${meeting.sittingId} ${meeting.position} ${meeting.plannedMinutes}`}
            found={found}
            meeting={meeting}
            heldAt={sitting.heldAt}
            place={sitting.place}
          />
        </>
      )}
    </Section>
  );
}

/** A moment as `datetime-local` fields have it, on this person's clock. */
function onOwnClock(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

type Props = { found: MeetingData; meeting: Meeting; heldAt: string; place: string };

function PutOnAgenda({ found, meeting, heldAt, place }: Props) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(put, (data) => data.putOnAgenda);
  const before = onOwnClock(heldAt);
  const [when, setWhen] = useState(before);
  const [where, setWhere] = useState(place);
  const [position, setPosition] = useState(String(meeting.position));
  const [minutes, setMinutes] = useState(String(meeting.plannedMinutes));
  const transition = found.transitions.find(({ name }) => name === 'put_on_agenda');
  if (!transition) return null;
  const wrong = (field: string) => {
    const problem = problemAt(act.trouble, field);
    return problem && local(problem);
  };
  const moment = new Date(when);
  const chosen = Number.isNaN(moment.getTime()) ? new Date(0) : moment;
  const input = {
    evaluationId: found.id,
    expectedVersion: found.version,
    // The field has no seconds; a sitting that is not moved keeps its own.
    heldAt: when === before ? heldAt : chosen.toISOString(),
    position: Number.parseInt(position, 10) || 0,
    plannedMinutes: Number.parseInt(minutes, 10) || 0,
    place: where,
  };
  return (
    <Disclosure title={t.change}>
      <div className={styles.form}>
        <TextField
          label={t.when}
          hint={t.whenMore}
          type="datetime-local"
          value={when}
          onChange={setWhen}
          problem={wrong('heldAt')}
        />
        <TextField label={t.where} optional value={where} onChange={setWhere} problem={wrong('place')} />
        <div className={styles.pair}>
          <TextField
            label={t.position}
            type="number"
            min={1}
            value={position}
            onChange={setPosition}
            problem={wrong('position')}
          />
          <TextField
            label={t.minutes}
            type="number"
            min={1}
            value={minutes}
            onChange={setMinutes}
            problem={wrong('plannedMinutes')}
          />
        </div>
        <ActionButton
          transition={transition}
          look="secondary"
          pending={act.pending}
          onAct={() => void act.run({ input })}
        />
        <Trouble act={act} />
      </div>
    </Disclosure>
  );
}
