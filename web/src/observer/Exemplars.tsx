// Whom to learn from, criterion by criterion: schools whose result came near the top of the scale.
import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Disclosure } from '../design/Disclosure';
import { Link } from '../design/Link';
import { Section } from '../design/Page';
import styles from './observer.module.css';

const query = graphql(`query Exemplars($framework: ID!) {
  framework(id: $framework) { criteria { code title { ru en } } }
  exemplars(framework: $framework) { criterionCode results { number school { id name { ru en } } } }
}`);

const words = messages({
  title: { ru: 'У кого поучиться', en: 'Whom to learn from' },
  more: {
    ru: 'Школы, у которых критерий оценён на высшем уровне или в верхней десятой части шкалы. Это примеры из последних двухсот результатов, а не рейтинг; почему оценка такова, сказано в результате.',
    en: 'Schools at the highest level of a criterion, or in the upper tenth of its scale. They are examples from the two hundred newest results, no ranking; the result says why the score is what it is.',
  },
});

export function Exemplars({ of }: { of: { id: string } }) {
  const t = useMessages(words);
  const local = useLocal();
  const { data } = useRead(query, { framework: of.id });
  if (!data?.exemplars.length) return null;
  const order = new Map(data.framework?.criteria.map(({ code }, place) => [code, place]));
  const place = (code: string) => order.get(code) ?? Number.POSITIVE_INFINITY;
  return (
    <Section title={t.title}>
      <p className="quiet small">{t.more}</p>
      {data.exemplars
        .toSorted((one, other) => place(one.criterionCode) - place(other.criterionCode))
        .map(({ criterionCode, results }) => {
          const title = data.framework?.criteria.find(({ code }) => code === criterionCode)?.title;
          return (
            <Disclosure
              key={criterionCode}
              title={title ? `${criterionCode}. ${local(title)}` : criterionCode}
            >
              <ul className={styles.plain}>
                {results.map(({ number, school }) => (
                  <li key={number}>
                    <Link href={path.publication(number)}>{local(school.name)}</Link>
                  </li>
                ))}
              </ul>
            </Disclosure>
          );
        })}
    </Section>
  );
}
