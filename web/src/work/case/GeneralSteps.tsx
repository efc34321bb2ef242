// Steps that the process alone describes: each as a button, or opened in place where it asks for a text, a day, a decision.
import { type ReactNode, useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { ActionButton, transitionFields } from '../../design/ActionButton';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextArea, TextField } from '../../design/Field';
import { Trouble } from '../../design/Trouble';
import { untilDay } from '../secretary/dates';

export const generalFields = graphql(
  `fragment GeneralFields on AvailableTransition {
    general asks { ru en } asksDay { ru en } asksDecision target { final } ...TransitionFields
  }`,
  [transitionFields],
);

const take = graphql(
  `mutation TakeStep($input: TakeStepInput!) { takeStep(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const takeInTrack = graphql(
  `mutation TakeTrackStep($input: TakeTrackStepInput!) { takeTrackStep(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  from: { ru: 'Действует с', en: 'Valid from' },
  to: { ru: 'Действует по', en: 'Valid to' },
  outcome: { ru: 'Решение', en: 'Decision' },
});

export type GeneralStep = ResultOf<typeof generalFields>;
type Outcome = { code: string; title: { ru: string; en: string }; positive: boolean };
type Given = {
  text?: string;
  day?: string;
  decision?: { outcome: string; validFrom: string | null; validTo: string | null; conditions: [] };
};
type Asked = {
  steps: readonly GeneralStep[];
  outcomes: readonly Outcome[];
};

/** The general steps of a case. */
export function CaseSteps({ id, version, ...asked }: Asked & { id: string; version: number }) {
  return asked.steps.map((step) => (
    <CaseStep key={step.name} step={step} id={id} version={version} outcomes={asked.outcomes} />
  ));
}

function CaseStep({
  step,
  id,
  version,
  outcomes,
}: {
  step: GeneralStep;
  id: string;
  version: number;
  outcomes: readonly Outcome[];
}) {
  const act = useAct(take, ({ takeStep }) => takeStep);
  return (
    <GeneralStepForm
      step={step}
      outcomes={outcomes}
      pending={act.pending}
      wrongText={problemAt(act.trouble, 'text')}
      wrongDay={problemAt(act.trouble, 'day')}
      trouble={<Trouble act={act} />}
      onAct={async (given) =>
        !!(await act.run({
          input: { evaluationId: id, expectedVersion: version, step: step.name, ...given },
        }))
      }
    />
  );
}

/** One general step of a track. */
export function TrackStep({
  step,
  id,
  version,
  outcomes,
  follows,
}: {
  step: GeneralStep;
  id: string;
  version: number;
  outcomes: readonly Outcome[];
  /** What comes of the step, said before it. */
  follows?: ReactNode;
}) {
  const act = useAct(takeInTrack, ({ takeTrackStep }) => takeTrackStep);
  return (
    <GeneralStepForm
      step={step}
      outcomes={outcomes}
      pending={act.pending}
      wrongText={problemAt(act.trouble, 'text')}
      wrongDay={problemAt(act.trouble, 'day')}
      trouble={<Trouble act={act} />}
      follows={follows}
      onAct={async (given) =>
        !!(await act.run({ input: { trackId: id, expectedVersion: version, step: step.name, ...given } }))
      }
    />
  );
}

type Localized = { ru: string; en: string };

function GeneralStepForm({
  step,
  outcomes,
  pending,
  wrongText,
  wrongDay,
  trouble,
  follows,
  onAct,
}: {
  step: GeneralStep;
  outcomes: readonly Outcome[];
  pending: boolean;
  wrongText?: Localized;
  wrongDay?: Localized;
  trouble: ReactNode;
  follows?: ReactNode;
  onAct: (given: Given) => Promise<boolean>;
}) {
  const t = useMessages(words);
  const local = useLocal();
  const [text, setText] = useState('');
  const [day, setDay] = useState(untilDay(30));
  const [outcome, setOutcome] = useState(outcomes[0]?.code ?? '');
  const [from, setFrom] = useState(untilDay(0));
  const [to, setTo] = useState(untilDay(365 * 3));
  const positive = outcomes.find(({ code }) => code === outcome)?.positive ?? false;
  const given: Given = {
    ...(step.asks ? { text } : {}),
    ...(step.asksDay ? { day } : {}),
    ...(step.asksDecision
      ? {
          decision: {
            outcome,
            validFrom: positive ? from : null,
            validTo: positive ? to : null,
            conditions: [],
          },
        }
      : {}),
  };
  const button = (
    <div className="stack">
      <ActionButton
        transition={step}
        look="secondary"
        pending={pending}
        onAct={async () => {
          if (await onAct(given)) setText('');
        }}
      >
        {follows}
      </ActionButton>
      {trouble}
    </div>
  );
  if (!step.available || !(step.asks || step.asksDay || step.asksDecision)) return button;
  return (
    <Disclosure title={local(step.title)}>
      <div className="stack">
        {step.asksDecision && (
          <Select
            label={t.outcome}
            value={outcome}
            onChange={setOutcome}
            options={outcomes.map(({ code, title }) => ({ value: code, title: local(title) }))}
          />
        )}
        {step.asksDecision && positive && (
          <>
            <TextField label={t.from} type="date" value={from} onChange={setFrom} />
            <TextField label={t.to} type="date" value={to} onChange={setTo} />
          </>
        )}
        {step.asks && (
          <TextArea
            label={local(step.asks)}
            rows={4}
            value={text}
            onChange={setText}
            problem={wrongText && local(wrongText)}
          />
        )}
        {step.asksDay && (
          <TextField
            label={local(step.asksDay)}
            type="date"
            value={day}
            onChange={setDay}
            problem={wrongDay && local(wrongDay)}
          />
        )}
        {button}
      </div>
    </Disclosure>
  );
}
