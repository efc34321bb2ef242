// The secretary looks whether a submission is complete: accepts it, or gives it back with remarks.
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Select, TextArea, TextField } from '../../design/Field';
import { Section } from '../../design/Page';
import { Reasons } from '../../design/Reasons';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from '../case/caseQuery';
import { Step } from '../case/Step';
import styles from '../work.module.css';
import { momentOf, untilDay } from './dates';
import { Submission } from './Submission';

const giveBack = graphql(
  `mutation ReturnForCompletion($input: ReturnForCompletionInput!) { returnForCompletion(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  submission: { ru: 'Что отправила школа', en: 'What the school submitted' },
  title: { ru: 'Проверка комплектности', en: 'Screening' },
  back: { ru: 'Вернуть на доработку', en: 'Return for completion' },
  where: { ru: 'К чему относится', en: 'What it concerns' },
  whole: { ru: 'Ко всему самообследованию', en: 'The submission as a whole' },
  what: { ru: 'Что доработать', en: 'What to complete' },
  more: { ru: 'Ещё замечание', en: 'Another remark' },
  away: { ru: 'Убрать замечание', en: 'Take the remark away' },
  until: { ru: 'Срок для школы', en: 'Until when' },
  send: { ru: 'Вернуть школе', en: 'Return to the school' },
  cancel: { ru: 'Отмена', en: 'Cancel' },
});

type Remark = { key: string; criterionCode: string; text: string };
const blank = (): Remark => ({ key: crypto.randomUUID(), criterionCode: '', text: '' });

export function Screening({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const [returning, setReturning] = useState(false);
  const accept = found.transitions.find(({ name }) => name === 'accept_submission');
  const back = found.transitions.find(({ name }) => name === 'return_for_completion');
  if (!accept || !back) return null;
  return (
    <>
      <Section title={t.submission}>
        <Submission found={found} />
      </Section>
      <Section title={t.title}>
        {returning ? (
          <Return found={found} onDone={() => setReturning(false)} />
        ) : (
          <div className="row">
            <Step transition={accept} found={found} />
            {back.available ? (
              <Button onClick={() => setReturning(true)}>{t.back}</Button>
            ) : (
              <Reasons reasons={back.blockedBy} />
            )}
          </div>
        )}
      </Section>
    </>
  );
}

function Return({ found, onDone }: { found: CaseData; onDone: () => void }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(giveBack, ({ returnForCompletion }) => returnForCompletion);
  const [remarks, setRemarks] = useState<readonly Remark[]>([blank()]);
  const [until, setUntil] = useState(untilDay(14));
  const problems = act.trouble?.kind === 'invalid' ? act.trouble.problems : [];
  const wrongAt = (place: number) =>
    problems.find(({ path }) => path === `input.remarks.${place}.text`)?.message;
  const change = (key: string, by: Partial<Remark>) =>
    setRemarks(remarks.map((one) => (one.key === key ? { ...one, ...by } : one)));

  async function send() {
    const done = await act.run({
      input: {
        evaluationId: found.id,
        expectedVersion: found.version,
        dueAt: momentOf(until),
        remarks: remarks.map(({ criterionCode, text }) => ({ criterionCode: criterionCode || null, text })),
      },
    });
    if (done) onDone();
  }
  return (
    <div className={styles.form}>
      {remarks.map((remark, place) => {
        const wrong = wrongAt(place);
        return (
          <div key={remark.key} className="stack-near">
            <Select
              label={t.where}
              value={remark.criterionCode}
              onChange={(criterionCode) => change(remark.key, { criterionCode })}
              options={[
                { value: '', title: t.whole },
                ...found.criteria
                  .filter(({ scored }) => scored)
                  .map((one) => ({ value: one.code, title: `${one.code}. ${local(one.title)}` })),
              ]}
            />
            <TextArea
              label={t.what}
              rows={3}
              value={remark.text}
              onChange={(text) => change(remark.key, { text })}
              problem={wrong && local(wrong)}
            />
            {remarks.length > 1 && (
              <div>
                <Button
                  small
                  look="plain"
                  onClick={() => setRemarks(remarks.filter(({ key }) => key !== remark.key))}
                >
                  {t.away}
                </Button>
              </div>
            )}
          </div>
        );
      })}
      <div>
        <Button small onClick={() => setRemarks([...remarks, blank()])}>
          {t.more}
        </Button>
      </div>
      <TextField label={t.until} type="date" value={until} onChange={setUntil} />
      <Trouble act={act} />
      <div className="row">
        <Button look="primary" pending={act.pending} onClick={() => void send()}>
          {t.send}
        </Button>
        <Button look="plain" onClick={onDone}>
          {t.cancel}
        </Button>
      </div>
    </div>
  );
}
