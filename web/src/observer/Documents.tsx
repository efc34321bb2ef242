// Documents a school made public: their files, as long as the record stands, with hashes to check a file by.
import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../app/graph';
import { english, messages, russian, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { useDay } from './day';
import styles from './observer.module.css';
import { type ResultData, stands } from './result';

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
type Named = Pick<ResultData, 'number' | 'kind' | 'correctedBy'>;

type Props = { record: Named & { documents: readonly Known[] }; opens: boolean; hashes?: boolean };

const nowQuery = graphql(`
  query StandsNow($number: PublicationNumber!) { publication(number: $number) { correctedBy } }
`);

/** Whether the files of a record open: as long as it stands, now and not only on the day that the page is about. */
export function useOpens(record: Named): boolean {
  const past = useDay() !== null;
  const now = useRead(nowQuery, { number: record.number }, { pause: !past || !stands(record) });
  return stands(record) && (!past || now.data?.publication?.correctedBy === null);
}

/** Where a page is that a record cites, of a document by its title; null where several have that title. */
export function pagesOf(
  record: Props['record'],
  opens: boolean,
): (title: string, page: number) => string | null {
  return (title, page) => {
    const [found, another] = record.documents.filter((one) => one.title === title);
    return opens && found && !another ? path.publicFile(record.number, found.sha256, page) : null;
  };
}

export function Documents({ record, opens, hashes }: Props) {
  const t = useMessages(words);
  return (
    <ul className={styles.documents}>
      {record.documents.map((document) => (
        <li key={document.sha256}>
          <FileLink href={opens ? path.publicFile(record.number, document.sha256) : null}>
            {document.title}
          </FileLink>
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
