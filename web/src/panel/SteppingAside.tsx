// Declaring a conflict of interest, and stepping aside from a case for good.
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../app/act';
import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { ActionButton, type TransitionData } from '../design/ActionButton';
import { Button } from '../design/Button';
import { Disclosure } from '../design/Disclosure';
import { TextArea } from '../design/Field';
import { Trouble } from '../design/Trouble';
import { NO_TIE, TieFields, tieInput } from './ties';

const declare = graphql(
  `mutation DeclareConflict($input: DeclareConflictInput!) { declareConflict(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const recuse = graphql(
  `mutation Recuse($input: RecuseInput!) { recuse(input: $input) {
    __typename ... on Recusal { evaluationNumber } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Конфликт интересов', en: 'Conflict of interest' },
  declare: { ru: 'Заявить', en: 'Declare' },
  reason: { ru: 'Причина самоотвода', en: 'Why you step aside' },
  after: {
    ru: 'После самоотвода дело для вас закроется, место освободится.',
    en: 'After it the case is closed to you and the seat falls vacant.',
  },
});

type Props = { found: { id: string; version: number; transitions: readonly TransitionData[] } };

export function SteppingAside({ found, title }: Props & { title?: string }) {
  const t = useMessages(words);
  const declaring = found.transitions.find(({ name }) => name === 'declare_conflict');
  const leaving = found.transitions.find(({ name }) => name === 'recuse');
  if (!declaring && !leaving) return null;
  return (
    <Disclosure title={title ?? t.title}>
      <div className="stack-far">
        {declaring?.available && <Declaring found={found} />}
        {leaving && <Leaving found={found} transition={leaving} />}
      </div>
    </Disclosure>
  );
}

function Declaring({ found }: Props) {
  const t = useMessages(words);
  const act = useAct(declare, (data) => data.declareConflict);
  const [tie, setTie] = useState(NO_TIE);
  async function tell() {
    const input = { evaluationId: found.id, expectedVersion: found.version, ...tieInput(tie) };
    if (await act.run({ input })) setTie(NO_TIE);
  }
  return (
    <div className="stack">
      <TieFields tie={tie} onChange={setTie} trouble={act.trouble} />
      <Trouble act={act} />
      <div>
        <Button pending={act.pending} onClick={() => void tell()}>
          {t.declare}
        </Button>
      </div>
    </div>
  );
}

function Leaving({ found, transition }: Props & { transition: TransitionData }) {
  const t = useMessages(words);
  const local = useLocal();
  const router = useRouter();
  const act = useAct(recuse, (data) => data.recuse);
  const [reason, setReason] = useState('');
  const wrong = problemAt(act.trouble, 'reason');
  async function leave() {
    const done = await act.run({ input: { evaluationId: found.id, expectedVersion: found.version, reason } });
    if (done) router.history.push(path.work);
  }
  return (
    <div className="stack">
      <TextArea
        label={t.reason}
        rows={2}
        value={reason}
        onChange={setReason}
        problem={wrong && local(wrong)}
      />
      <ActionButton transition={transition} look="secondary" pending={act.pending} onAct={() => void leave()}>
        <p>{t.after}</p>
      </ActionButton>
      <Trouble act={act} />
    </div>
  );
}
