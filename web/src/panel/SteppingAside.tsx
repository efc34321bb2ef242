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
import { Select, TextArea } from '../design/Field';
import { Trouble } from '../design/Trouble';

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
  kind: { ru: 'Какая связь со школой', en: 'Your tie to the school' },
  EMPLOYMENT: { ru: 'работа в школе', en: 'employment at the school' },
  ORGANISATION_TREE: { ru: 'работа у учредителя или в филиале', en: 'employment at its founder or branch' },
  FAMILY: { ru: 'родство', en: 'family' },
  CO_AUTHOR: { ru: 'общие документы', en: 'documents written together' },
  CONSULTANCY: { ru: 'консультирование', en: 'consultancy' },
  SAME_MUNICIPALITY: { ru: 'тот же муниципалитет', en: 'the same municipality' },
  OTHER: { ru: 'другая', en: 'another' },
  note: { ru: 'Пояснение', en: 'Note' },
  declare: { ru: 'Заявить', en: 'Declare' },
  reason: { ru: 'Причина самоотвода', en: 'Why you step aside' },
  after: {
    ru: 'После самоотвода дело для вас закроется, место освободится.',
    en: 'After it the case is closed to you and the seat falls vacant.',
  },
});

const KINDS = [
  'EMPLOYMENT',
  'ORGANISATION_TREE',
  'FAMILY',
  'CO_AUTHOR',
  'CONSULTANCY',
  'SAME_MUNICIPALITY',
  'OTHER',
] as const;
type Props = { found: { id: string; version: number; transitions: readonly TransitionData[] } };

export function SteppingAside({ found }: Props) {
  const t = useMessages(words);
  const declaring = found.transitions.find(({ name }) => name === 'declare_conflict');
  const leaving = found.transitions.find(({ name }) => name === 'recuse');
  if (!declaring && !leaving) return null;
  return (
    <Disclosure title={t.title}>
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
  const [kind, setKind] = useState<(typeof KINDS)[number]>('OTHER');
  const [note, setNote] = useState('');
  return (
    <div className="stack">
      <Select
        label={t.kind}
        value={kind}
        onChange={setKind}
        options={KINDS.map((value) => ({ value, title: t[value] }))}
      />
      <TextArea label={t.note} rows={2} optional value={note} onChange={setNote} />
      <Trouble act={act} />
      <div>
        <Button
          pending={act.pending}
          onClick={() =>
            void act.run({ input: { evaluationId: found.id, expectedVersion: found.version, kind, note } })
          }
        >
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
