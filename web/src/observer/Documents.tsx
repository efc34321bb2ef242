// Documents a school agreed to make known: names and hashes, so that whoever has the file can check it.
import { graphql, type ResultOf } from '../app/graph';
import { english, messages, russian, useMessages } from '../app/language';
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

type Props = { documents: readonly ResultOf<typeof documentFields>[]; hashes?: boolean };

export function Documents({ documents, hashes }: Props) {
  const t = useMessages(words);
  return (
    <ul className={styles.documents}>
      {documents.map((document) => (
        <li key={document.sha256}>
          {document.title}
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

function kindOf(fileName: string): string {
  return fileName.split('.').at(-1)?.toUpperCase() ?? '';
}
