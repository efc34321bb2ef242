// Moving a deadline, with the reason on record.
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Disclosure } from '../../design/Disclosure';
import { Select } from '../../design/Field';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from '../case/caseQuery';
import { DayAndReason } from '../case/DayAndReason';
import { momentOf, untilDay } from './dates';

const extend = graphql(
  `mutation ExtendDeadline($input: ExtendDeadlineInput!) { extendDeadline(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Продлить срок', en: 'Extend a deadline' },
  which: { ru: 'Какой', en: 'Which' },
  until: { ru: 'До какого дня', en: 'Until which day' },
  why: { ru: 'Почему', en: 'Why' },
  hint: { ru: 'Причина остаётся в истории оценки.', en: 'The reason stays in the history of the case.' },
  go: { ru: 'Продлить', en: 'Extend' },
});

export function ExtendDeadline({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(extend, ({ extendDeadline }) => extendDeadline);
  const [name, setName] = useState(found.currentDeadline?.name ?? found.deadlines[0]?.name ?? '');
  const [until, setUntil] = useState(untilDay(14));
  const [reason, setReason] = useState('');
  if (!found.transitions.some((one) => one.name === 'extend_deadline' && one.available)) return null;

  async function go() {
    const input = {
      evaluationId: found.id,
      expectedVersion: found.version,
      name,
      dueAt: momentOf(until),
      reason,
    };
    if (await act.run({ input })) setReason('');
  }
  return (
    <Disclosure title={t.title}>
      <div className="stack">
        <Select
          label={t.which}
          value={name}
          onChange={setName}
          options={found.deadlines.map((one) => ({ value: one.name, title: local(one.title) }))}
        />
        <DayAndReason
          trouble={act.trouble}
          day={{ label: t.until, value: until, onChange: setUntil, field: 'dueAt' }}
          reason={{ label: t.why, hint: t.hint, value: reason, onChange: setReason, field: 'reason' }}
        />
        <Trouble act={act} />
        <div>
          <Button pending={act.pending} onClick={() => void go()}>
            {t.go}
          </Button>
        </div>
      </div>
    </Disclosure>
  );
}
