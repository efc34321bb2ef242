// With which other frameworks a framework has been matched, criterion by criterion.
import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Disclosure } from '../design/Disclosure';
import { Section } from '../design/Page';
import { Table } from '../design/Table';
import { linkFields, linkWords } from './crosswalk';
import styles from './observer.module.css';

const query = graphql(
  `query Crosswalks($framework: ID!) {
    crosswalks(framework: $framework) {
      version
      framework { criteria { code title { ru en } } }
      other { id code number title { ru en } criteria { code title { ru en } } }
      links { ...LinkFields }
    }
  }`,
  [linkFields],
);

const words = messages({
  title: { ru: 'Что чему соответствует', en: 'What corresponds to what' },
  more: {
    ru: 'Сопоставление говорит, какие критерии можно поставить рядом. Баллы по нему не пересчитывают.',
    en: 'A crosswalk says which criteria can be set side by side. Scores are not converted by it.',
  },
  other: {
    ru: (title: string, number: number) => `${title}, версия ${number}`,
    en: (title: string, number: number) => `${title}, version ${number}`,
  },
  here: { ru: 'Здесь', en: 'Here' },
  there: { ru: 'Там', en: 'There' },
  how: { ru: 'Критерий отсюда', en: 'The one here is' },
  agree: { ru: 'Совпадают', en: 'They agree' },
  file: { ru: 'Скачать CSV', en: 'Download CSV' },
});

export function Crosswalks({ of }: { of: { id: string; code: string; number: number } }) {
  const t = useMessages(words);
  const said = useMessages(linkWords);
  const local = useLocal();
  const found = useRead(query, { framework: of.id }).data?.crosswalks ?? [];
  if (!found.length) return null;
  return (
    <Section title={t.title}>
      <p className="quiet small">{t.more}</p>
      {found.map(({ framework, other, links }) => {
        const named = (criteria: typeof other.criteria, code: string) => {
          const title = criteria.find((one) => one.code === code)?.title;
          return title ? `${code}. ${local(title)}` : code;
        };
        const title = t.other(local(other.title), other.number);
        return (
          <Disclosure key={other.id} title={title}>
            <Table
              caption={title}
              rows={links}
              rowKey={({ criterionCode, otherCode }) => `${criterionCode} ${otherCode}`}
              columns={[
                {
                  key: 'here',
                  title: t.here,
                  heading: true,
                  cell: ({ criterionCode }) => named(framework.criteria, criterionCode),
                },
                { key: 'how', title: t.how, cell: ({ kind }) => said[kind] },
                {
                  key: 'there',
                  title: t.there,
                  cell: ({ otherCode }) => named(other.criteria, otherCode),
                },
                { key: 'agree', title: t.agree, cell: ({ strength }) => said[strength] },
              ]}
            />
            <p className={styles.after}>
              <a href={path.crosswalkFile(of, other)}>{t.file}</a>
            </p>
          </Disclosure>
        );
      })}
    </Section>
  );
}
