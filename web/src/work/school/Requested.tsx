// The documents asked for, on the page of the case: the school sends files for each and answers, the others read.
import { messages, useMessages } from '../../app/language';
import { Section } from '../../design/Page';
import type { CaseData } from '../case/caseQuery';
import { AnswerRequest, AskForDocument, RequestedDocuments } from '../case/DocumentRequests';
import { FilesToSend } from './FilesToSend';

const words = messages({
  title: { ru: 'Запрошенные документы', en: 'Documents asked for' },
});

export function Requested({ found }: { found: CaseData }) {
  const t = useMessages(words);
  const may = (name: string) => found.transitions.some((one) => one.name === name && one.available);
  const answers = may('answer_document_request');
  if (!found.documentRequests.length && !may('request_document')) return null;
  return (
    <Section title={t.title}>
      <RequestedDocuments
        requests={found.documentRequests}
        below={(request) =>
          answers &&
          request.state === 'WAITING' && (
            <div className="stack">
              <FilesToSend
                evaluation={found.id}
                uploads={found.uploads.filter(({ documentRequestId }) => documentRequestId === request.id)}
                request={request.id}
              />
              <AnswerRequest request={request} documents={found.documents} />
            </div>
          )
        }
      />
      <AskForDocument found={found} criteria={found.criteria.filter(({ scored }) => scored)} />
    </Section>
  );
}
