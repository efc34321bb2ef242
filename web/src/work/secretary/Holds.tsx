// What keeps the evidence of a case from being deleted: the secretary puts it on hold, and lifts the hold.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useTime } from '../../app/time';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select, TextArea } from '../../design/Field';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from '../case/caseQuery';
import styles from '../work.module.css';

export const holdFields = graphql(`
  fragment HoldFields on Evaluation {
    evidenceHolds { id reason placedAt liftedAt liftedBecause document { id title } }
  }
`);
type Hold = ResultOf<typeof holdFields>['evidenceHolds'][number];

const holdEvidence = graphql(
  `mutation HoldEvidence($input: HoldEvidenceInput!) { holdEvidence(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);
const liftHold = graphql(
  `mutation LiftHold($input: LiftHoldInput!) { liftHold(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Запрет удаления документов', en: 'Evidence on hold' },
  more: {
    ru: 'Пока запрет не снят, документы не удаляются, даже если срок их хранения вышел.',
    en: 'As long as it holds, documents are not deleted, even when their time is over.',
  },
  all: { ru: 'все документы оценки', en: 'every document of the evaluation' },
  what: { ru: 'Что нельзя удалять', en: 'What is not to be deleted' },
  since: { ru: (day: string) => `с ${day}`, en: (day: string) => `since ${day}` },
  lifted: {
    ru: (day: string, why: string) => `снят ${day}: ${why}`,
    en: (day: string, why: string) => `lifted on ${day}: ${why}`,
  },
  why: { ru: 'Причина', en: 'Reason' },
  place: { ru: 'Запретить удаление', en: 'Put on hold' },
  lift: { ru: 'Снять запрет', en: 'Lift the hold' },
});

export function Holds({ found }: { found: CaseData }) {
  const t = useMessages(words);
  if (!found.myRoles.includes('SECRETARY')) return null;
  return (
    <Disclosure title={t.title}>
      <div className="stack">
        <p className="quiet">{t.more}</p>
        {found.evidenceHolds.length > 0 && (
          <ul className={styles.remarks}>
            {found.evidenceHolds.map((hold) => (
              <One key={hold.id} hold={hold} />
            ))}
          </ul>
        )}
        <Placing found={found} />
      </div>
    </Disclosure>
  );
}

function One({ hold }: { hold: Hold }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const act = useAct(liftHold, (data) => data.liftHold);
  const [reason, setReason] = useState('');
  const wrong = problemAt(act.trouble, 'reason');
  return (
    <li className={`${styles.remark} stack-near`}>
      <p>
        <strong>{hold.document?.title ?? t.all}</strong>{' '}
        <span className="quiet">{t.since(time.day(hold.placedAt))}</span>
      </p>
      <p>{hold.reason}</p>
      {hold.liftedAt ? (
        <p className="quiet small">{t.lifted(time.day(hold.liftedAt), hold.liftedBecause ?? '')}</p>
      ) : (
        <>
          <TextArea
            label={t.why}
            rows={2}
            value={reason}
            onChange={setReason}
            problem={wrong && local(wrong)}
          />
          <Trouble act={act} />
          <div>
            <Button
              small
              pending={act.pending}
              onClick={() => void act.run({ input: { holdId: hold.id, reason } })}
            >
              {t.lift}
            </Button>
          </div>
        </>
      )}
    </li>
  );
}

function Placing({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(holdEvidence, (data) => data.holdEvidence);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [documentId, setDocument] = useState('');
  const [reason, setReason] = useState('');
  const wrong = problemAt(act.trouble, 'reason');
  async function place() {
    const input = {
      evaluationId: found.id,
      idempotencyKey: `${key} ${documentId}`,
      documentId: documentId || null,
      reason,
    };
    if (!(await act.run({ input }))) return;
    setKey(crypto.randomUUID());
    setReason('');
  }
  return (
    <div className="stack">
      <Select
        label={t.what}
        value={documentId}
        onChange={setDocument}
        options={[
          { value: '', title: t.all },
          ...found.documents.map(({ id, title }) => ({ value: id, title })),
        ]}
      />
      <TextArea label={t.why} rows={2} value={reason} onChange={setReason} problem={wrong && local(wrong)} />
      <Trouble act={act} />
      <div>
        <Button pending={act.pending} onClick={() => void place()}>
          {t.place}
        </Button>
      </div>
    </div>
  );
}
