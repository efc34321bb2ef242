// The documents of a case, to read: for everybody in it whom the process lets see them.
import { graphql } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { NotFoundScreen } from '../../app/NotFoundScreen';
import { useParam } from '../../app/params';
import { path } from '../../app/paths';
import { useRead } from '../../app/read';
import { Page, PageHeader } from '../../design/Page';
import { Waiting } from '../../design/Waiting';
import { EvidenceMap } from '../../work/case/EvidenceMap';
import { readingFields } from './deskQuery';
import { Reader } from './Reader';
import { canBeRedacted } from './redaction';

const query = graphql(
  `query Evidence($number: String!) { viewer { evaluation(number: $number) {
    id number school { name { ru en } } transitions { name available } criteria { code title { ru en } scored evidenceRequired } documents { ...ReadingFields }
  } } }`,
  [readingFields],
);

const words = messages({ title: { ru: 'Документы', en: 'Evidence' } });

export function EvidenceScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const reading = useRead(query, { number: useParam('number') });
  if (!reading.data?.viewer)
    return (
      <Page>
        <Waiting reading={reading} head lines={12} />
      </Page>
    );
  const found = reading.data.viewer.evaluation;
  if (!found) return <NotFoundScreen />;
  const may = found.transitions.some(({ name, available }) => name === 'redact_document' && available);
  return (
    <Page>
      <PageHeader
        title={t.title}
        documentTitle={`${t.title}: ${local(found.school.name)}`}
        back={{ href: path.evaluation(found.number), title: local(found.school.name) }}
      />
      <div className="stack-far">
        <Reader
          found={found}
          redacting={(document, version) =>
            may && canBeRedacted(document, version) ? path.redact(found.number, version.id) : null
          }
        />
        <EvidenceMap
          criteria={found.criteria}
          documents={found.documents.map(({ versions, ...document }) => ({
            ...document,
            pageCount: versions.at(-1)?.pageCount ?? 0,
            reused: !!versions.at(-1)?.reusedFrom,
            deleted: !!versions.at(-1)?.deletedAt,
          }))}
        />
      </div>
    </Page>
  );
}
