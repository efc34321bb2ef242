// What the school says is wrong in the draft report, and what the panel answers; the same for both.
import { messages, useMessages } from '../../app/language';
import { StateBadge } from '../../design/StateBadge';

const words = messages({
  accepted: { ru: 'принято', en: 'accepted' },
  declined: { ru: 'не принято', en: 'not accepted' },
});

type Props = {
  claim: { criterionCode: string | null; text: string; answer: string | null; accepted: boolean | null };
};

export function Claim({ claim }: Props) {
  const t = useMessages(words);
  return (
    <>
      <p>
        {claim.criterionCode && <strong>{claim.criterionCode}. </strong>}
        {claim.text}
      </p>
      {claim.answer && (
        <p className="quiet">
          {claim.answer}{' '}
          <StateBadge tone={claim.accepted ? 'good' : 'neutral'}>
            {claim.accepted ? t.accepted : t.declined}
          </StateBadge>
        </p>
      )}
    </>
  );
}
