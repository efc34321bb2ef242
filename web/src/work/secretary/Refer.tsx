// Handing a finished case to the commission: when it meets.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { ActionButton } from '../../design/ActionButton';
import { TextField } from '../../design/Field';
import { Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from '../case/caseQuery';
import styles from '../work.module.css';
import { untilDay } from './dates';

const refer = graphql(
  `mutation ReferToCommission($input: ReferToCommissionInput!) { referToCommission(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Заседание комиссии', en: 'Meeting of the commission' },
  when: { ru: 'Когда заседание', en: 'When it meets' },
});

export function Refer({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(refer, ({ referToCommission }) => referToCommission);
  const [when, setWhen] = useState(`${untilDay(7)}T14:00`);
  const transition = found.transitions.find(({ name }) => name === 'refer_to_commission');
  const wrong = problemAt(act.trouble, 'heldAt');
  if (!transition) return null;
  const moment = new Date(when);
  const heldAt = Number.isNaN(moment.getTime()) ? new Date(0).toISOString() : moment.toISOString();
  return (
    <Section title={t.title}>
      <div className={styles.form}>
        <TextField
          label={t.when}
          type="datetime-local"
          value={when}
          onChange={setWhen}
          problem={wrong && local(wrong)}
        />
        <ActionButton
          transition={transition}
          pending={act.pending}
          onAct={() =>
            void act.run({ input: { evaluationId: found.id, expectedVersion: found.version, heldAt } })
          }
        />
        <Trouble act={act} />
      </div>
    </Section>
  );
}
