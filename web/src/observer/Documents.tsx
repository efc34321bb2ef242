// Documents a school made public: their files, as long as the record stands, with hashes to check a file by.
import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../app/graph';
import { english, messages, russian, useMessages } from '../app/language';
import { path } from '../app/paths';
import styles from './observer.module.css';

export const documentFields = graphql(`
  fragment PublishedDocumentFields on PublishedDocument { title fileName mediaType pageCount sha256 }
`);

const words = messages({
  pages: {
    ru: (count: number) => `${count} ${russian(count, 'страница', 'страницы', 'страниц')}`,
    en: (count: number) => `${count} ${english(count, 'page', 'pages')}`,
  },
});

type Known = ResultOf<typeof documentFields>;
type Named = { number: number; kind: string; correctedBy: number | null };

type Props = { record: Named & { documents: readonly Known[] }; hashes?: boolean };

/** Where the file of a document is that a record names; null where another record took its place. */
function fileOf(record: Named, document: Known | undefined, page?: number): string | null {
  const stands = record.correctedBy === null && record.kind !== 'WITHDRAWAL';
  return stands && document ? path.publicFile(record.number, document.sha256, page) : null;
}

/** Where a page is that a record cites, of a document by its title. */
export function pagesOf(record: Props['record']): (title: string, page: number) => string | null {
  return (title, page) =>
    fileOf(
      record,
      record.documents.find((one) => one.title === title),
      page,
    );
}

export function Documents({ record, hashes }: Props) {
  const t = useMessages(words);
  return (
    <ul className={styles.documents}>
      {record.documents.map((document) => (
        <li key={document.sha256}>
          <FileLink href={fileOf(record, document)}>{document.title}</FileLink>
          <span className={styles.note}>
            {[kindOf(document.fileName), document.pageCount !== null && t.pages(document.pageCount)]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {hashes && <span className={styles.hash}>SHA-256 {document.sha256}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Plain words where there is no file to open. */
export function FileLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (!href) return children;
  return (
    <a href={href} target="_blank" rel="noopener">
      {children}
    </a>
  );
}

function kindOf(fileName: string): string {
  return fileName.split('.').at(-1)?.toUpperCase() ?? '';
}
