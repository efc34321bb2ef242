// The school's submission, criterion by criterion, to be read: own score, words, documents.
import { useLocal } from '../../app/language';
import { Decimal } from '../../design/Decimal';
import { Disclosure } from '../../design/Disclosure';
import type { CaseData } from '../case/caseQuery';
import { DocumentLink } from '../case/DocumentLink';
import { NotAsked } from '../case/NotAsked';
import { ChangeReaders, useReadersOf } from '../case/Readers';

export function Submission({ found }: { found: CaseData }) {
  const local = useLocal();
  const readersOf = useReadersOf();
  return (
    <div className="stack-near">
      {found.criteria
        .filter(({ scored }) => scored)
        .map((criterion) => {
          const own = found.selfAssessments.find((one) => one.criterion.code === criterion.code);
          const attached = found.documents.filter(({ criterionCodes }) =>
            criterionCodes.includes(criterion.code),
          );
          return (
            <Disclosure
              key={criterion.id}
              title={
                <span>
                  {criterion.code}. {local(criterion.title)} — <Decimal value={own?.score} />
                </span>
              }
            >
              <p className="prose">{own?.text}</p>
              <ul>
                {attached.map((document) => (
                  <li key={document.id}>
                    <DocumentLink document={document} />{' '}
                    <span className="quiet small">{readersOf(document)}</span>
                    <ChangeReaders found={found} document={document} />
                  </li>
                ))}
              </ul>
            </Disclosure>
          );
        })}
      <NotAsked of={found.notApplicable} />
    </div>
  );
}
