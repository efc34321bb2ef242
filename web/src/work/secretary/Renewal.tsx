// A decision that expires is renewed by another evaluation; the two lead to each other.
import { useNavigate } from '@tanstack/react-router';
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useMessages } from '../../app/language';
import { path } from '../../app/paths';
import { Button } from '../../design/Button';
import { Link } from '../../design/Link';
import { Section } from '../../design/Page';
import { Trouble } from '../../design/Trouble';
import type { CaseData } from '../case/caseQuery';

const renew = graphql(
  `mutation Renew($input: RenewInput!) { renew(input: $input) {
    __typename ... on Evaluation { id number } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  title: { ru: 'Повторная оценка', en: 'Renewal' },
  renews: {
    ru: (number: string) => `Повторная, вслед за оценкой ${number}`,
    en: (number: string) => `Renews evaluation ${number}`,
  },
  renewedBy: {
    ru: (number: string) => `Открыта повторная оценка ${number}`,
    en: (number: string) => `Being renewed by evaluation ${number}`,
  },
  soon: {
    ru: 'Срок решения подходит к концу. Новая оценка той же школы откроется по последней версии порядка и критериев, со сроками по порядку.',
    en: 'The decision comes to its end. A new evaluation of the school opens under the newest version of process and framework, with the deadlines of the process.',
  },
  go: { ru: 'Открыть повторную оценку', en: 'Open the renewal' },
});

/** Where the evaluation before this one is, and the one after it. */
export function RenewalLinks({ found }: { found: CaseData }) {
  const t = useMessages(words);
  return (
    <>
      {found.renews && <Link href={path.evaluation(found.renews)}>{t.renews(found.renews)}</Link>}
      {found.renewedBy && <Link href={path.evaluation(found.renewedBy)}>{t.renewedBy(found.renewedBy)}</Link>}
    </>
  );
}

export function Renewal({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const navigate = useNavigate();
  const act = useAct(renew, (data) => data.renew);
  if (!found.transitions.some(({ name, available }) => name === 'renew' && available)) return null;
  const open = async () => {
    const made = await act.run({ input: { evaluationId: found.id, expectedVersion: found.version } });
    if (made) void navigate({ href: path.evaluation(made.number) });
  };
  return (
    <Section title={t.title}>
      <div className="stack-near">
        <p>{t.soon}</p>
        <Trouble act={act} />
        <div>
          <Button look="primary" pending={act.pending} onClick={() => void open()}>
            {t.go}
          </Button>
        </div>
      </div>
    </Section>
  );
}
