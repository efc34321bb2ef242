// Handing a finished case to the commission: when it meets.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useRead } from '../../app/read';
import { useTime } from '../../app/time';
import { ActionButton } from '../../design/ActionButton';
import { Select, TextField } from '../../design/Field';
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

const sittings = graphql(`query CalledSittings { viewer { sittings { id heldAt agenda { position } } } }`);

const words = messages({
  title: { ru: 'Заседание комиссии', en: 'Meeting of the commission' },
  sitting: { ru: 'На какое заседание', en: 'At which sitting' },
  another: { ru: 'Новое заседание', en: 'A new sitting' },
  at: {
    ru: (moment: string, cases: number) => `${moment}, дел в повестке: ${cases}`,
    en: (moment: string, cases: number) => `${moment}, cases on the agenda: ${cases}`,
  },
  when: { ru: 'Когда заседание', en: 'When it meets' },
});

export function Refer({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const act = useAct(refer, ({ referToCommission }) => referToCommission);
  const [when, setWhen] = useState(`${untilDay(7)}T14:00`);
  const [sitting, setSitting] = useState('');
  const transition = found.transitions.find(({ name }) => name === 'refer_to_commission');
  const reading = useRead(sittings, {}, { pause: !transition });
  const called = reading.data?.viewer?.sittings.filter(({ heldAt }) => Date.parse(heldAt) > Date.now()) ?? [];
  const wrong = problemAt(act.trouble, 'heldAt');
  if (!transition) return null;
  const moment = new Date(when);
  const anew = Number.isNaN(moment.getTime()) ? new Date(0).toISOString() : moment.toISOString();
  const heldAt = sitting || anew;
  return (
    <Section title={t.title}>
      <div className={styles.form}>
        {called.length > 0 && (
          <Select
            label={t.sitting}
            value={sitting}
            onChange={setSitting}
            options={[
              { value: '', title: t.another },
              ...called.map(({ heldAt, agenda }) => ({
                value: heldAt,
                title: t.at(time.moment(heldAt), agenda.length),
              })),
            ]}
          />
        )}
        {!sitting && (
          <TextField
            label={t.when}
            type="datetime-local"
            value={when}
            onChange={setWhen}
            problem={wrong && local(wrong)}
          />
        )}
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
