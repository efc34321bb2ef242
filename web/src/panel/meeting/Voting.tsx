// My vote on the motion, and my dissent.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { TextArea } from '../../design/Field';
import { Section } from '../../design/Page';
import { Reasons } from '../../design/Reasons';
import { Trouble } from '../../design/Trouble';
import styles from '../panel.module.css';
import type { MeetingData } from './MeetingScreen';

const castVote = graphql(
  `mutation CastVote($input: CastVoteInput!) { castVote(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const writeDissent = graphql(
  `mutation WriteDissent($input: WriteDissentInput!) { writeDissent(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Ваш голос', en: 'Your vote' },
  FOR: { ru: 'За', en: 'For' },
  AGAINST: { ru: 'Против', en: 'Against' },
  ABSTAIN: { ru: 'Воздержаться', en: 'Abstain' },
  chosen: { ru: 'ваш выбор', en: 'your choice' },
  change: {
    ru: 'До закрытия заседания голос можно изменить. Другие увидят его после решения.',
    en: 'You may change your vote until the meeting is closed. Others see it after the decision.',
  },
  dissent: { ru: 'Особое мнение', en: 'Dissenting opinion' },
  text: { ru: 'С чем вы не согласны и почему', en: 'What you disagree with, and why' },
  hint: {
    ru: 'Оно будет опубликовано вместе с решением, без имени.',
    en: 'It is published with the decision, without your name.',
  },
  save: { ru: 'Записать особое мнение', en: 'Record the dissent' },
});

const CHOICES = ['FOR', 'AGAINST', 'ABSTAIN'] as const;

export function Voting({ found, me }: { found: MeetingData; me: string }) {
  const t = useMessages(words);
  const act = useAct(castVote, (data) => data.castVote);
  const vote = found.transitions.find(({ name }) => name === 'cast_vote');
  const motion = found.meeting?.motion;
  const mine = found.meeting?.members.find(({ person }) => person.id === me);
  if (!vote || !mine || mine.recused) return null;
  return (
    <Section title={t.title}>
      {!vote.available && <Reasons reasons={vote.blockedBy} />}
      {vote.available && motion && (
        <>
          <fieldset className="row">
            <legend className="unseen">{t.title}</legend>
            {CHOICES.map((choice) => (
              <Button
                key={choice}
                look={mine.choice === choice ? 'primary' : 'secondary'}
                aria-pressed={mine.choice === choice}
                pending={act.pending}
                onClick={() =>
                  void act.run({ input: { evaluationId: found.id, motionId: motion.id, choice } })
                }
              >
                {t[choice]}
              </Button>
            ))}
          </fieldset>
          <p className="quiet small">{t.change}</p>
          <Trouble act={act} />
          <Dissent found={found} motion={motion.id} written={mine.dissent ?? ''} />
        </>
      )}
    </Section>
  );
}

function Dissent({ found, motion, written }: { found: MeetingData; motion: string; written: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(writeDissent, (data) => data.writeDissent);
  const [text, setText] = useState(written);
  const transition = found.transitions.find(({ name }) => name === 'write_dissent');
  const wrong = problemAt(act.trouble, 'text');
  if (!transition) return null;
  return (
    <Disclosure title={t.dissent} open={!!written}>
      {transition.available ? (
        <div className={styles.form}>
          <TextArea
            label={t.text}
            hint={t.hint}
            rows={4}
            value={text}
            onChange={setText}
            problem={wrong && local(wrong)}
          />
          <Trouble act={act} />
          <div>
            <Button
              pending={act.pending}
              onClick={() => void act.run({ input: { evaluationId: found.id, motionId: motion, text } })}
            >
              {t.save}
            </Button>
          </div>
        </div>
      ) : (
        <Reasons reasons={transition.blockedBy} />
      )}
    </Disclosure>
  );
}
