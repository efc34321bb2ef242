// The minutes of a case: what the recorded acts say by themselves, the secretary's words, the chair's signature.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLanguage, useLocal, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { useTime } from '../../app/time';
import { ActionButton } from '../../design/ActionButton';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { TextArea } from '../../design/Field';
import { DefinitionList, Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import styles from '../panel.module.css';
import type { MeetingData } from './MeetingScreen';

export const minutesFields = graphql(`fragment MinutesFields on Minutes {
  sittingId heldAt text version signedAt signedBy { name { ru en } }
  record {
    place eligible quorum decidedAt
    members { name { ru en } chair part }
    motions {
      round outcome { ru en } votesFor votesAgainst abstained carried byCastingVote
      votes { name { ru en } choice } dissents { name { ru en } text }
    }
  }
}`);
type MinutesData = ResultOf<typeof minutesFields>;

const write = graphql(
  `mutation WriteMinutes($input: WriteMinutesInput!) { writeMinutes(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const sign = graphql(
  `mutation SignMinutes($input: SignMinutesInput!) { signMinutes(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Протокол', en: 'Minutes' },
  earlier: {
    ru: (moment: string) => `Протокол заседания ${moment}`,
    en: (moment: string) => `Minutes of ${moment}`,
  },
  made: {
    ru: 'Присутствие, отводы и голоса протокол берёт из записанных действий. Секретарь дополняет его своими словами.',
    en: 'Attendance, recusals and votes come from the recorded acts. The secretary completes them in words.',
  },
  signed: {
    ru: (who: string, moment: string) => `Подписан: ${who}, ${moment}`,
    en: (who: string, moment: string) => `Signed: ${who}, ${moment}`,
  },
  unsigned: { ru: 'не подписан', en: 'not signed' },
  place: { ru: 'Где', en: 'Where' },
  present: { ru: 'Участвовали', en: 'Took part' },
  recused: { ru: 'Отведены', en: 'Recused' },
  absent: { ru: 'Не голосовали', en: 'Did not vote' },
  quorum: { ru: 'Кворум', en: 'Quorum' },
  of: {
    ru: (quorum: number, eligible: number) => `${quorum} из ${eligible}`,
    en: (quorum: number, eligible: number) => `${quorum} of ${eligible}`,
  },
  chair: { ru: 'председатель', en: 'chair' },
  motion: { ru: (round: number) => `Проект решения ${round}`, en: (round: number) => `Motion ${round}` },
  counted: {
    ru: (yes: number, no: number, abstained: number) => `за ${yes}, против ${no}, воздержались ${abstained}`,
    en: (yes: number, no: number, abstained: number) => `${yes} for, ${no} against, ${abstained} abstained`,
  },
  open: { ru: 'голосование идёт', en: 'being voted on' },
  carried: { ru: 'принят', en: 'carried' },
  down: { ru: 'не принят', en: 'voted down' },
  casting: {
    ru: 'Голоса разделились поровну, решил голос председателя.',
    en: 'The votes were equal; the chair’s vote decided.',
  },
  FOR: { ru: 'за', en: 'for' },
  AGAINST: { ru: 'против', en: 'against' },
  ABSTAIN: { ru: 'воздержался', en: 'abstained' },
  dissent: { ru: 'Особое мнение', en: 'Dissenting opinion' },
  text: { ru: 'Ход заседания', en: 'Course of the meeting' },
  textMore: {
    ru: 'Кто выступал, о чём спрашивали. Члены комиссии читают протокол.',
    en: 'Who spoke, what was asked. Members of the commission read the minutes.',
  },
  save: { ru: 'Сохранить протокол', en: 'Save the minutes' },
  print: { ru: 'Протокол в PDF', en: 'Minutes as PDF' },
});

export function Minutes({ found }: { found: MeetingData }) {
  const t = useMessages(words);
  const time = useTime();
  const [present, ...earlier] = found.minutes;
  if (!present) return null;
  return (
    <Section
      title={t.title}
      action={!present.signedAt && <StateBadge tone="neutral">{t.unsigned}</StateBadge>}
    >
      <p className="quiet">{t.made}</p>
      <Recorded minutes={present} />
      <p>
        <Printed found={found} minutes={present} />
      </p>
      <Writing key={present.version} found={found} minutes={present} />
      <Signing found={found} minutes={present} />
      {earlier.map((one) => (
        <Disclosure key={one.sittingId} title={t.earlier(time.moment(one.heldAt))}>
          <Recorded minutes={one} />
          {one.text && <p className="prose">{one.text}</p>}
          <p>
            <Printed found={found} minutes={one} />
          </p>
        </Disclosure>
      ))}
    </Section>
  );
}

function Printed({ found, minutes }: { found: MeetingData; minutes: MinutesData }) {
  const t = useMessages(words);
  const language = useLanguage();
  return <a href={path.minutes(minutes.sittingId, found.id, language)}>{t.print}</a>;
}

function Recorded({ minutes }: { minutes: MinutesData }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const { record } = minutes;
  const named = (part: string) =>
    record?.members
      .filter((one) => one.part === part)
      .map((one) => (one.chair ? `${local(one.name)} (${t.chair})` : local(one.name)))
      .join(', ');
  return (
    <div className="stack">
      {record && (
        <DefinitionList
          pairs={[
            { term: t.place, is: record.place },
            { term: t.quorum, is: t.of(record.quorum, record.eligible) },
            { term: t.present, is: named('VOTED') },
            { term: t.recused, is: named('RECUSED') },
            { term: t.absent, is: named('ABSENT') },
          ]}
        />
      )}
      {record?.motions.map((motion) => (
        <Moved key={motion.round} motion={motion} />
      ))}
      {minutes.signedAt && minutes.signedBy && (
        <p>
          <StateBadge tone="good" shape="check">
            {t.signed(local(minutes.signedBy.name), time.moment(minutes.signedAt))}
          </StateBadge>
        </p>
      )}
    </div>
  );
}

type Motion = NonNullable<MinutesData['record']>['motions'][number];

function Moved({ motion }: { motion: Motion }) {
  const t = useMessages(words);
  const local = useLocal();
  const state = motion.carried === null ? t.open : motion.carried ? t.carried : t.down;
  return (
    <div className="stack-near">
      <p>
        {t.motion(motion.round)}: <strong>{local(motion.outcome)}</strong> – {state}
        {motion.votesFor !== null && motion.votesAgainst !== null && motion.abstained !== null && (
          <>, {t.counted(motion.votesFor, motion.votesAgainst, motion.abstained)}</>
        )}
      </p>
      {motion.byCastingVote && <p>{t.casting}</p>}
      {motion.votes.length > 0 && (
        <p className="quiet">
          {motion.votes.map((vote) => `${local(vote.name)} – ${t[vote.choice]}`).join('; ')}
        </p>
      )}
      {motion.dissents.map((one) => (
        <p key={`${one.name.ru} ${one.text}`} className={styles.quote}>
          {t.dissent}, {local(one.name)}: {one.text}
        </p>
      ))}
    </div>
  );
}

function Writing({ found, minutes }: { found: MeetingData; minutes: MinutesData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(write, (data) => data.writeMinutes);
  const [text, setText] = useState(minutes.text);
  const transition = found.transitions.find(({ name }) => name === 'write_minutes');
  if (!transition?.available) {
    return minutes.text ? (
      <div className="stack-near">
        <h3>{t.text}</h3>
        <p className="prose">{minutes.text}</p>
      </div>
    ) : null;
  }
  const wrong = problemAt(act.trouble, 'text');
  const input = { evaluationId: found.id, expectedVersion: minutes.version, text };
  return (
    <div className={styles.form}>
      <TextArea
        label={t.text}
        hint={t.textMore}
        rows={6}
        value={text}
        onChange={setText}
        problem={wrong && local(wrong)}
      />
      <Trouble act={act} />
      <div>
        <Button
          pending={act.pending}
          disabled={text === minutes.text}
          onClick={() => void act.run({ input })}
        >
          {t.save}
        </Button>
      </div>
    </div>
  );
}

function Signing({ found, minutes }: { found: MeetingData; minutes: MinutesData }) {
  const act = useAct(sign, (data) => data.signMinutes);
  const transition = found.transitions.find(({ name }) => name === 'sign_minutes');
  if (!transition || minutes.signedAt) return null;
  return (
    <div className="stack">
      <ActionButton
        transition={transition}
        pending={act.pending}
        onAct={() => void act.run({ input: { evaluationId: found.id, expectedVersion: minutes.version } })}
      />
      <Trouble act={act} />
    </div>
  );
}
