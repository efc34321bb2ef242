// The decision put to the vote: the chair proposes it, everybody reads it.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextArea, TextField } from '../../design/Field';
import { DefinitionList, Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import { ConditionsField, conditionsFrom, conditionsInput } from '../lead/ConditionsField';
import styles from '../panel.module.css';
import type { MeetingData } from './MeetingScreen';

const propose = graphql(
  `mutation ProposeMotion($input: ProposeMotionInput!) { proposeMotion(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Проект решения', en: 'Proposed decision' },
  none: { ru: 'Председатель ещё не внёс проект решения.', en: 'The chair has not proposed a decision yet.' },
  outcome: { ru: 'Решение', en: 'Decision' },
  from: { ru: 'Действует с', en: 'Valid from' },
  to: { ru: 'Действует по', en: 'Valid until' },
  valid: { ru: 'Срок действия', en: 'Validity' },
  reasons: { ru: 'Обоснование', en: 'Reasons' },
  conditions: { ru: 'Условия', en: 'Conditions' },
  go: { ru: 'Внести на голосование', en: 'Put to the vote' },
  again: { ru: 'Внести другой проект', en: 'Propose another decision' },
  by: { ru: (day: string) => `до ${day}`, en: (day: string) => `by ${day}` },
});

export function MotionForm({ found }: { found: MeetingData }) {
  const t = useMessages(words);
  const motion = found.meeting?.motion;
  const transition = found.transitions.find(({ name }) => name === 'propose_motion');
  return (
    <Section title={t.title}>
      {motion ? <Motion motion={motion} /> : !transition?.available && <p className="quiet">{t.none}</p>}
      {transition?.available &&
        (motion ? (
          <Disclosure title={t.again}>
            <Form found={found} />
          </Disclosure>
        ) : (
          <Form found={found} />
        ))}
    </Section>
  );
}

function Motion({ motion }: { motion: NonNullable<NonNullable<MeetingData['meeting']>['motion']> }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  return (
    <div className="stack">
      <DefinitionList
        pairs={[
          { term: t.outcome, is: <strong>{local(motion.outcome.title)}</strong> },
          {
            term: t.valid,
            is:
              motion.validFrom &&
              motion.validTo &&
              `${time.day(motion.validFrom)} – ${time.day(motion.validTo)}`,
          },
        ]}
      />
      <p className="prose">{motion.reasons}</p>
      {motion.conditions.length > 0 && (
        <>
          <h3>{t.conditions}</h3>
          <ol className="stack-near">
            {motion.conditions.map((one) => (
              <li key={one.text}>
                {one.text} <span className="quiet">{`${one.owner}, ${t.by(time.day(one.dueOn))}`}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function isoDay(years: number): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() + years);
  return day.toISOString().slice(0, 10);
}

function Form({ found }: { found: MeetingData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(propose, (data) => data.proposeMotion);
  const [outcome, setOutcome] = useState(
    found.report?.proposedOutcome?.code ?? found.process.outcomes[0]?.code ?? '',
  );
  const [from, setFrom] = useState(isoDay(0));
  const [to, setTo] = useState(isoDay(5));
  const [reasons, setReasons] = useState('');
  const [conditions, setConditions] = useState(() => conditionsFrom(found.report?.conditions ?? []));
  const positive = found.process.outcomes.find(({ code }) => code === outcome)?.positive ?? false;
  const problems = act.trouble?.kind === 'invalid' ? act.trouble.problems : [];
  const wrongTo = problemAt(act.trouble, 'validTo');
  const wrongReasons = problemAt(act.trouble, 'reasons');

  return (
    <div className={styles.form}>
      <Select
        label={t.outcome}
        value={outcome}
        onChange={setOutcome}
        options={found.process.outcomes.map(({ code, title }) => ({ value: code, title: local(title) }))}
      />
      {positive && (
        <div className="row">
          <TextField label={t.from} type="date" value={from} onChange={setFrom} />
          <TextField
            label={t.to}
            type="date"
            value={to}
            onChange={setTo}
            problem={wrongTo && local(wrongTo)}
          />
        </div>
      )}
      <TextArea
        label={t.reasons}
        rows={4}
        value={reasons}
        onChange={setReasons}
        problem={wrongReasons && local(wrongReasons)}
      />
      <h3>{t.conditions}</h3>
      <ConditionsField
        value={conditions}
        onChange={setConditions}
        criteria={found.criteria}
        problems={problems}
      />
      <Trouble act={act} />
      <div>
        <Button
          look="primary"
          pending={act.pending}
          onClick={() =>
            void act.run({
              input: {
                evaluationId: found.id,
                expectedVersion: found.version,
                outcome,
                validFrom: positive && from ? from : null,
                validTo: positive && to ? to : null,
                reasons,
                conditions: conditionsInput(conditions),
              },
            })
          }
        >
          {found.meeting?.motion ? t.again : t.go}
        </Button>
      </div>
    </div>
  );
}
