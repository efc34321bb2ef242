// What lives on beside a case: conditions that are followed up, appeals; with what was said in each and what can be done.
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextArea } from '../../design/Field';
import { Section } from '../../design/Page';
import { StateBadge } from '../../design/StateBadge';
import { Trouble } from '../../design/Trouble';
import { FilesToSend } from '../school/FilesToSend';
import styles from '../work.module.css';
import type { CaseData } from './caseQuery';
import { DocumentLink } from './DocumentLink';
import { TrackStep } from './GeneralSteps';
import { Hearing } from './Hearing';
import { roleWords } from './roles';

const seat = graphql(
  `mutation SeatAppealMember($input: SeatAppealMemberInput!) { seatAppealMember(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const file = graphql(
  `mutation FileAppeal($input: FileAppealInput!) { fileAppeal(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'После решения', en: 'After the decision' },
  said: { ru: 'Тексты', en: 'What was said' },
  owner: { ru: (who: string) => `отвечает: ${who}`, en: (who: string) => `answers for it: ${who}` },
  until: { ru: (day: string) => `до ${day}`, en: (day: string) => `by ${day}` },
  late: { ru: 'после срока', en: 'late' },
  documents: { ru: 'Документы', en: 'Documents' },
  attach: { ru: 'Приложить документы к плану или отчёту', en: 'Attach documents to the plan or report' },
  attachMore: {
    ru: 'Документы уйдут вместе со следующим текстом, который вы здесь отправите. Открыты всем будут только те, которые вы пометите так сами.',
    en: 'The documents go with the next text that you send here. Open to everybody are only those you mark so.',
  },
  published: {
    ru: 'Всем станет известно, что стало с условием и когда; ваш текст не публикуется.',
    en: 'Everybody will learn what became of the condition, and when; your text is not published.',
  },
  asMember: { ru: 'Назначить', en: 'Seat' },
  asChair: { ru: 'Назначить председателем', en: 'Seat as chair' },
  who: { ru: 'Кого назначить', en: 'Whom to seat' },
  appeal: { ru: 'Подать апелляцию', en: 'Appeal' },
  grounds: { ru: 'Основания', en: 'Grounds' },
  hint: {
    ru: 'Апелляцию рассмотрят люди, которые не участвовали в решении.',
    en: 'People who took no part in the decision will hear the appeal.',
  },
});

type TrackData = CaseData['tracks'][number];

export function Tracks({ found, me }: { found: CaseData; me: string }) {
  const t = useMessages(words);
  const mayAppeal = found.transitions.some(({ name, available }) => name === 'file_appeal' && available);
  if (!found.tracks.length && !mayAppeal) return null;
  return (
    <Section title={t.title}>
      <div className="stack-far">
        {found.tracks.map((track) => (
          <TrackView key={track.id} track={track} found={found} me={me} />
        ))}
        {mayAppeal && <FileAppeal found={found} />}
      </div>
    </Section>
  );
}

function TrackView({ track, found, me }: { track: TrackData; found: CaseData; me: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  return (
    <article className="stack" aria-label={local(track.title)}>
      <h3>{local(track.title)}</h3>
      <p>{track.text}</p>
      <p className="row">
        <TrackState track={track} />
        {track.owner && <span className="quiet">{t.owner(track.owner)}</span>}
        {track.dueAt && !track.state.final && <span className="quiet">{t.until(time.day(track.dueAt))}</span>}
      </p>
      <Statements statements={track.statements} />
      <Hearing track={track} me={me} />
      <SeatMembers track={track} found={found} />
      <TrackFiles track={track} found={found} />
      {track.transitions
        .filter(({ general }) => general)
        .map((step) => (
          <TrackStep
            key={step.name}
            step={step}
            id={track.id}
            version={track.version}
            outcomes={found.process.outcomes}
            follows={track.owner !== null && step.target?.final && t.published}
          />
        ))}
    </article>
  );
}

/** Where a condition or an appeal stands; only a condition can have come to a good end or a bad one. */
function TrackState({ track }: { track: TrackData }) {
  const title = useLocal()(track.state.title);
  if (!track.state.final) return <StateBadge tone="active">{title}</StateBadge>;
  if (track.met === null) return <StateBadge shape="square">{title}</StateBadge>;
  return <StateBadge tone={track.met ? 'good' : 'bad'}>{title}</StateBadge>;
}

export function Statements({ statements }: { statements: CaseData['statements'] }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const who = useMessages(roleWords);
  if (!statements.length) return null;
  return (
    <ul className={styles.remarks} aria-label={t.said}>
      {statements.map((one) => (
        <li key={one.id} className={styles.remark}>
          <p className="quiet small">
            {local(one.title)} · {who[one.by]} · {time.day(one.at)} {one.late && <b>· {t.late}</b>}
          </p>
          <p>{one.text}</p>
          <Given documents={one.documents} />
        </li>
      ))}
    </ul>
  );
}

function Given({ documents }: { documents: TrackData['documents'] }) {
  const t = useMessages(words);
  if (!documents.length) return null;
  return (
    <p className="row">
      <span className="quiet small">{t.documents}</span>
      {documents.map((document) => (
        <DocumentLink key={document.id} document={document} />
      ))}
    </p>
  );
}

/** Documents for the next plan or report: they are sent at once, and go with the text. */
function TrackFiles({ track, found }: { track: TrackData; found: CaseData }) {
  const t = useMessages(words);
  if (!track.takesDocuments) return null;
  const handed = new Set(track.statements.flatMap(({ documents }) => documents.map(({ id }) => id)));
  return (
    <Disclosure title={t.attach}>
      <div className="stack-near">
        <p className="quiet">{t.attachMore}</p>
        <Given documents={track.documents.filter(({ id }) => !handed.has(id))} />
        <FilesToSend
          evaluation={found.id}
          uploads={found.uploads.filter(({ trackId }) => trackId === track.id)}
          track={track.id}
        />
      </div>
    </Disclosure>
  );
}

function SeatMembers({ track, found }: { track: TrackData; found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(seat, ({ seatAppealMember }) => seatAppealMember);
  const free = found.possibleAppealMembers.filter(
    ({ id }) => !track.members.some(({ person }) => person.id === id),
  );
  const [chosen, setChosen] = useState('');
  const personId = free.some(({ id }) => id === chosen) ? chosen : (free[0]?.id ?? '');
  if (!track.transitions.some(({ name, available }) => name === 'seat_appeal_member' && available))
    return null;
  const go = (chair: boolean) =>
    void act.run({ input: { trackId: track.id, expectedVersion: track.version, personId, chair } });
  return (
    <div className="stack">
      <Select
        label={t.who}
        value={personId}
        onChange={setChosen}
        options={free.map(({ id, name }) => ({ value: id, title: local(name) }))}
      />
      <div className="row">
        <Button pending={act.pending} onClick={() => go(false)}>
          {t.asMember}
        </Button>
        <Button pending={act.pending} onClick={() => go(true)}>
          {t.asChair}
        </Button>
      </div>
      <Trouble act={act} />
    </div>
  );
}

function FileAppeal({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const act = useAct(file, ({ fileAppeal }) => fileAppeal);
  const [grounds, setGrounds] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  return (
    <div className="stack">
      <TextArea label={t.grounds} hint={t.hint} rows={4} value={grounds} onChange={setGrounds} />
      <div>
        <Button
          pending={act.pending}
          onClick={() =>
            void act.run({
              input: {
                evaluationId: found.id,
                expectedVersion: found.version,
                idempotencyKey: key,
                grounds,
              },
            })
          }
        >
          {t.appeal}
        </Button>
      </div>
      <Trouble act={act} />
    </div>
  );
}
