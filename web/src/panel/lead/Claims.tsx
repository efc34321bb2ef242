// The school's claims of factual errors, and the lead's answers.
import { useState } from 'react';
import { problemAt, refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Select, TextArea } from '../../design/Field';
import { Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import { Claim } from '../../work/case/Claim';
import styles from '../panel.module.css';
import type { ReportData } from './ReportScreen';

const answerClaim = graphql(
  `mutation AnswerClaim($input: AnswerClaimInput!) { answerClaim(input: $input) {
    __typename ... on Evaluation { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Замечания школы', en: 'Claims of the school' },
  decide: { ru: 'Решение', en: 'Decision' },
  accept: { ru: 'Принять: факт исправлен', en: 'Accept: the fact is corrected' },
  decline: { ru: 'Не принимать', en: 'Do not accept' },
  answer: { ru: 'Ответ школе', en: 'Answer to the school' },
  go: { ru: 'Ответить', en: 'Answer' },
});

export function Claims({ found }: { found: ReportData }) {
  const t = useMessages(words);
  const mayAnswer = found.transitions.some(({ name, available }) => name === 'answer_claim' && available);
  if (!found.accuracyClaims.length) return null;
  return (
    <Section title={t.title}>
      <ul className={styles.list}>
        {found.accuracyClaims.map((claim) => (
          <li key={claim.id} className={styles.claim}>
            <Claim claim={claim} />
            {mayAnswer && !claim.answer && <Answer id={claim.id} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Answer({ id }: { id: string }) {
  const t = useMessages(words);
  const local = useLocal();
  const act = useAct(answerClaim, (data) => data.answerClaim);
  const [accepted, setAccepted] = useState<'yes' | 'no'>('yes');
  const [answer, setAnswer] = useState('');
  const wrong = problemAt(act.trouble, 'answer');
  return (
    <div className={styles.form}>
      <Select
        label={t.decide}
        value={accepted}
        onChange={setAccepted}
        options={[
          { value: 'yes', title: t.accept },
          { value: 'no', title: t.decline },
        ]}
      />
      <TextArea
        label={t.answer}
        rows={3}
        value={answer}
        onChange={setAnswer}
        problem={wrong && local(wrong)}
      />
      <Trouble act={act} />
      <div>
        <Button
          pending={act.pending}
          onClick={() => void act.run({ input: { claimId: id, accepted: accepted === 'yes', answer } })}
        >
          {t.go}
        </Button>
      </div>
    </div>
  );
}
