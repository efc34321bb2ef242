// One school for those who want to know whether it is any good: a sentence first, then why, then how one knows.

import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useDecimal } from '../app/numbers';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { useTime } from '../app/time';
import { EmptyState } from '../design/EmptyState';
import { Link } from '../design/Link';
import { Notice } from '../design/Notice';
import { DefinitionList, Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import { CriteriaBars } from './CriteriaBars';
import { criterionFields } from './criteria';
import { Evaluated } from './Evaluated';
import styles from './observer.module.css';
import { OutcomeBadge, ResultLine, resultFields } from './result';

const query = graphql(
  `query School($id: ID!) {
    school(id: $id) {
      id name { ru en } address website pupils rural
      municipality { id name { ru en } }
      region { id name { ru en } }
      latest {
        ...ResultFields
        process { ru en }
        summary strengths recommendations
        criteria { ...CriterionFields }
        conditions { text criterionCode owner dueOn }
        panel { constituency lead }
        vote { votesFor votesAgainst abstained recused quorum eligible heldAt }
        documents { title fileName mediaType pageCount sha256 }
      }
      history { ...ResultFields }
    }
  }`,
  [resultFields, criterionFields],
);

const words = messages({
  back: { ru: 'Школы', en: 'Schools' },
  pupils: { ru: 'Учеников', en: 'Pupils' },
  address: { ru: 'Адрес', en: 'Address' },
  site: { ru: 'Сайт', en: 'Site' },
  place: { ru: 'Где', en: 'Where' },
  none: { ru: 'Школу ещё не оценивали', en: 'The school has not been evaluated yet' },
  noneMore: {
    ru: 'Когда оценка завершится и её опубликуют, результат появится здесь. Пока посмотрите соседние школы муниципалитета.',
    en: 'Once an evaluation is finished and published, the result will stand here. Meanwhile look at other schools nearby.',
  },
  confirmed: {
    ru: (day: string, until: string) =>
      `Независимая комиссия подтвердила качество школы ${day}; решение действует до ${until}.`,
    en: (day: string, until: string) =>
      `An independent commission confirmed the school’s quality on ${day}; the decision holds until ${until}.`,
  },
  conditional: {
    ru: (day: string) =>
      `Независимая комиссия подтвердила качество школы ${day}, но поставила условия: они ниже, со сроками.`,
    en: (day: string) =>
      `An independent commission confirmed the school’s quality on ${day} and set conditions: they stand below, with dates.`,
  },
  refused: {
    ru: (day: string) => `Независимая комиссия ${day} не подтвердила качество школы. Почему – ниже.`,
    en: (day: string) =>
      `On ${day} an independent commission did not confirm the school’s quality. Why stands below.`,
  },
  external: {
    ru: (total: string, most: string) =>
      `В независимой оценке условий школа получила ${total} из ${most} баллов.`,
    en: (total: string, most: string) =>
      `In the independent assessment of conditions the school got ${total} of ${most} points.`,
  },
  points: {
    ru: (total: string, most: string) => ` Итог – ${total} из ${most} баллов.`,
    en: (total: string, most: string) => ` The total is ${total} of ${most} points.`,
  },
  criteria: { ru: 'По критериям', en: 'By criterion' },
  own: {
    ru: 'Кружок на полосе – как школа оценила себя сама.',
    en: 'The ring on a bar is how the school scored itself.',
  },
  summary: { ru: 'Вывод экспертов', en: 'What the experts found' },
  strong: { ru: 'Что хорошо', en: 'What is strong' },
  improve: { ru: 'Что улучшить', en: 'What should improve' },
  conditions: { ru: 'Что школа обязана сделать', en: 'What the school must do' },
  by: { ru: (day: string) => `до ${day}`, en: (day: string) => `by ${day}` },
  how: { ru: 'Как оценивали', en: 'How it was evaluated' },
  documents: { ru: 'Документы, открытые школой', en: 'Documents the school made known' },
  pages: { ru: (count: number) => `страниц: ${count}`, en: (count: number) => `pages: ${count}` },
  history: { ru: 'Все опубликованные результаты', en: 'All published results' },
  record: {
    ru: 'Запись целиком: обоснования, голосование, подпись',
    en: 'The whole record: reasons, vote, signature',
  },
  source: { ru: 'Источник', en: 'Source' },
});

export function SchoolScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const time = useTime();
  const decimal = useDecimal();
  const reading = useRead(query, { id: useParam('id') });
  const school = reading.data?.school;
  if (!reading.data)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  if (!school) return <NotFoundScreen />;
  const latest = school.latest;

  function sentence(): string {
    if (!latest) return '';
    const day = time.day(latest.publishedAt);
    const total = latest.total !== null && latest.totalMaximum !== null;
    const figures = total
      ? ([decimal(latest.total ?? '', 2), decimal(latest.totalMaximum ?? '')] as const)
      : null;
    if (!latest.outcome) return figures ? t.external(...figures) : '';
    const verdict = !latest.outcome.positive
      ? t.refused(day)
      : latest.conditions.length
        ? t.conditional(day)
        : t.confirmed(day, latest.validTo ? time.day(latest.validTo) : '');
    return verdict + (figures ? t.points(...figures) : '');
  }
  return (
    <Page>
      <PageHeader
        title={local(school.name)}
        back={{ href: path.schools, title: t.back }}
        facts={latest?.outcome && <OutcomeBadge outcome={latest.outcome} />}
      />
      <div className={styles.columns}>
        <div className="stack-far">
          {latest ? (
            <p className={styles.verdict}>{sentence()}</p>
          ) : (
            <EmptyState title={t.none}>{t.noneMore}</EmptyState>
          )}
          {latest?.summary && (
            <Section title={t.summary}>
              <p className="prose">{latest.summary}</p>
            </Section>
          )}
          {!!latest?.criteria.length && (
            <Section title={t.criteria}>
              <p className="quiet small">{t.own}</p>
              <CriteriaBars criteria={latest.criteria} />
            </Section>
          )}
          {latest?.strengths && (
            <Section title={t.strong}>
              <p className="prose">{latest.strengths}</p>
            </Section>
          )}
          {latest?.recommendations && (
            <Section title={t.improve}>
              <p className="prose">{latest.recommendations}</p>
            </Section>
          )}
          {!!latest?.conditions.length && (
            <Section title={t.conditions}>
              <ol className="stack">
                {latest.conditions.map((condition) => (
                  <li key={condition.text}>
                    {condition.text} <strong className="nowrap">{t.by(time.day(condition.dueOn))}</strong>
                    <span className={styles.quote}>{condition.owner}</span>
                  </li>
                ))}
              </ol>
            </Section>
          )}
        </div>
        <aside className="stack-far" aria-label={t.how}>
          <DefinitionList
            pairs={[
              {
                term: t.place,
                is: school.municipality && (
                  <Link href={path.territory(school.municipality.id)}>{local(school.municipality.name)}</Link>
                ),
              },
              { term: t.address, is: school.address },
              { term: t.pupils, is: school.pupils === null ? null : decimal(school.pupils) },
              {
                term: t.site,
                is: school.website && (
                  <a href={school.website} rel="noopener noreferrer nofollow">
                    {school.website.replace(/^https?:\/\//, '')}
                  </a>
                ),
              },
            ]}
          />
          {latest?.source && <Notice title={t.source}>{local(latest.source)}</Notice>}
          {latest?.vote && (
            <Section title={t.how}>
              <Evaluated
                process={latest.process}
                panel={latest.panel}
                vote={latest.vote}
                framework={latest.framework}
              />
            </Section>
          )}
          {!!latest?.documents.length && (
            <Section title={t.documents}>
              <ul>
                {latest.documents.map((document) => (
                  <li key={document.sha256}>
                    {document.title}
                    {document.pageCount !== null && (
                      <span className="quiet small"> · {t.pages(document.pageCount)}</span>
                    )}
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {latest && <Link href={path.publication(latest.number)}>{t.record}</Link>}
          {school.history.length > 1 && (
            <Section title={t.history}>
              <ul className="stack">
                {school.history.map((result) => (
                  <li key={result.number}>
                    <Link href={path.publication(result.number)}>{time.day(result.publishedAt)}</Link>
                    <ResultLine result={result} />
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </aside>
      </div>
    </Page>
  );
}
