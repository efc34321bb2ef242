// The first columns of every list of schools: which school it is, and its latest result.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { Link } from '../design/Link';
import type { Column } from '../design/Table';
import { useDay } from './day';
import styles from './observer.module.css';
import { ResultLine, resultFields } from './result';

export const listedFields = graphql(
  `fragment ListedSchoolFields on PublishedSchool {
    id name { ru en } municipality { id name { ru en } } latest { ...ResultFields }
  }`,
  [resultFields],
);
export type ListedSchool = ResultOf<typeof listedFields>;

const words = messages({
  school: { ru: 'Школа', en: 'School' },
  result: { ru: 'Последний результат', en: 'Latest result' },
  none: { ru: 'ещё не оценивалась', en: 'not evaluated yet' },
});

/** `placed`: the municipality is told as well, where not all are of the same. */
export function useSchoolColumns({ placed }: { placed: boolean }): Column<ListedSchool>[] {
  const t = useMessages(words);
  const local = useLocal();
  const day = useDay();
  return [
    {
      key: 'school',
      title: t.school,
      heading: true,
      cell: (school) => (
        <>
          <Link href={path.school(school.id, day)} className={styles.name}>
            {local(school.name)}
          </Link>
          {placed && school.municipality && (
            <span className={styles.note}>{local(school.municipality.name)}</span>
          )}
        </>
      ),
    },
    {
      key: 'result',
      title: t.result,
      speaksForItself: true,
      cell: (school) =>
        school.latest ? (
          <>
            <ResultLine result={school.latest} />
            <span className={styles.note}>{local(school.latest.framework.title)}</span>
          </>
        ) : (
          <span className="quiet">{t.none}</span>
        ),
    },
  ];
}
