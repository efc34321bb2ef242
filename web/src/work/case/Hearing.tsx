// The vote of those who hear an appeal: the quorum now, my vote, the count once it is open; the secretary recuses a member.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextArea } from '../../design/Field';
import { Progress } from '../../design/Progress';
import { Reasons } from '../../design/Reasons';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from './caseQuery';

const cast = graphql(
  `mutation CastAppealVote($input: CastAppealVoteInput!) { castAppealVote(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const recuse = graphql(
  `mutation RecuseAppealMember($input: RecuseAppealMemberInput!) { recuseAppealMember(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  heard: { ru: 'Апелляцию рассматривают', en: 'The appeal is heard by' },
  chair: { ru: 'председатель', en: 'chair' },
  aside: { ru: 'отвод', en: 'recused' },
  voted: { ru: 'Проголосовали', en: 'Voted' },
  needed: {
    ru: (quorum: number, eligible: number) => `Чтобы решать, нужно ${quorum} из ${eligible} голосов.`,
    en: (quorum: number, eligible: number) => `${quorum} of ${eligible} votes are needed to rule.`,
  },
  casting: {
    ru: 'При равенстве голосов решает голос председателя.',
    en: 'When votes are equal, the chair’s vote decides.',
  },
  vote: { ru: 'Ваш голос', en: 'Your vote' },
  abstain: { ru: 'Воздержаться', en: 'Abstain' },
  abstained: { ru: 'воздержался', en: 'abstained' },
  change: {
    ru: 'До решения голос можно изменить. Другие увидят его после решения.',
    en: 'You may change your vote until the ruling. Others see it afterwards.',
  },
  count: { ru: (votes: number) => `голосов: ${votes}`, en: (votes: number) => `votes: ${votes}` },
  majority: { ru: 'большинство', en: 'majority' },
  byChair: { ru: 'голосом председателя', en: 'by the chair’s vote' },
  recuse: { ru: 'Отвести члена комиссии', en: 'Recuse a member' },
  who: { ru: 'Кого', en: 'Whom' },
  why: { ru: 'Почему', en: 'Why' },
  whyMore: { ru: 'Причину прочтут члены апелляционной комиссии.', en: 'Those who hear the appeal read it.' },
});

type TrackData = CaseData['tracks'][number];
type HearingData = NonNullable<TrackData['hearing']>;

export function Hearing({ track, me }: { track: TrackData; me: string }) {
  const { hearing } = track;
  return (
    <>
      <Members track={track} />
      {hearing && hearing.eligible > 0 && <Votes hearing={hearing} />}
      {hearing && <OwnVote track={track} hearing={hearing} me={me} />}
      <Recusing track={track} />
    </>
  );
}

function Members({ track }: { track: TrackData }) {
  const t = useMessages(words);
  const local = useLocal();
  if (!track.members.length) return null;
  const titles = new Map(track.hearing?.rulings.map(({ name, title }) => [name, local(title)]));
  const told = track.members.map(({ person, chair, recused, ruling }) => {
    const voted = ruling && track.state.final ? (titles.get(ruling) ?? t.abstained) : null;
    const notes = [chair && t.chair, recused && t.aside, voted].filter(Boolean).join(', ');
    return notes ? `${local(person.name)} (${notes})` : local(person.name);
  });
  return (
    <p className="quiet">
      {t.heard}: {told.join('; ')}
    </p>
  );
}

function Votes({ hearing }: { hearing: HearingData }) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <div className="stack">
      <Progress done={hearing.present} total={hearing.eligible} label={t.voted} />
      <p className="quiet small">
        {t.needed(hearing.quorum, hearing.eligible)} {hearing.castingVote && t.casting}
      </p>
      <ul className="stack-near">
        {hearing.rulings.map(
          ({ name, title, votesFor, carried, byCastingVote }) =>
            votesFor !== null &&
            votesFor > 0 && (
              <li key={name} className="row">
                {local(title)}: {t.count(votesFor)}
                {carried && (
                  <StateBadge tone="good" shape="check">
                    {byCastingVote ? t.byChair : t.majority}
                  </StateBadge>
                )}
              </li>
            ),
        )}
      </ul>
    </div>
  );
}

function OwnVote({ track, hearing, me }: { track: TrackData; hearing: HearingData; me: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(cast, (data) => data.castAppealVote);
  const transition = track.transitions.find(({ name }) => name === 'cast_appeal_vote');
  if (!transition) return null;
  const chosen = track.members.find(({ person }) => person.id === me)?.ruling;
  const choices = [
    ...hearing.rulings.map(({ name, title }) => ({ name, title: local(title) })),
    { name: 'abstain', title: t.abstain },
  ];
  return (
    <div className="stack">
      {!transition.available && <Reasons reasons={transition.blockedBy} />}
      {transition.available && (
        <>
          <fieldset className="row">
            <legend>{t.vote}</legend>
            {choices.map(({ name, title }) => (
              <Button
                key={name}
                look={chosen === name ? 'primary' : 'secondary'}
                aria-pressed={chosen === name}
                pending={act.pending}
                onClick={() => void act.run({ input: { trackId: track.id, ruling: name } })}
              >
                {title}
              </Button>
            ))}
          </fieldset>
          <p className="quiet small">{t.change}</p>
        </>
      )}
      <Trouble act={act} />
    </div>
  );
}

function Recusing({ track }: { track: TrackData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(recuse, (data) => data.recuseAppealMember);
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('');
  const hearing = track.members.filter(({ recused }) => !recused);
  const personId = hearing.some(({ person }) => person.id === chosen)
    ? chosen
    : (hearing[0]?.person.id ?? '');
  const wrong = problemAt(act.trouble, 'text');
  if (
    !hearing.length ||
    !track.transitions.some(({ name, available }) => name === 'recuse_appeal_member' && available)
  )
    return null;
  const input = { trackId: track.id, expectedVersion: track.version, personId, reason };
  return (
    <Disclosure title={t.recuse}>
      <div className="stack">
        <Select
          label={t.who}
          value={personId}
          onChange={setChosen}
          options={hearing.map(({ person }) => ({ value: person.id, title: local(person.name) }))}
        />
        <TextArea
          label={t.why}
          hint={t.whyMore}
          rows={2}
          value={reason}
          onChange={setReason}
          problem={wrong && local(wrong)}
        />
        <div>
          <Button pending={act.pending} onClick={() => void act.run({ input })}>
            {t.recuse}
          </Button>
        </div>
        <Trouble act={act} />
      </div>
    </Disclosure>
  );
}
