// How a school is evaluated, step by step, and on which frameworks.
import { graphql } from '../app/graph';
import { english, messages, russian, useLocal, useMessages } from '../app/language';
import { useRead } from '../app/read';
import { Link } from '../design/Link';
import { Page, PageHeader, Section } from '../design/Page';
import { StateBadge } from '../design/StateBadge';
import { Waiting } from '../design/Waiting';
import { methodPath } from './methods';
import styles from './observer.module.css';

const query = graphql(`
  query Methods {
    frameworks(first: 50) { nodes { id code number state title { ru en } legalReference { ru en } criteria { scored } } }
  }
`);

const words = messages({
  title: { ru: 'Как оценивают школы', en: 'How schools are evaluated' },
  lead: {
    ru: 'Оценивает не школа и не её начальство. Правила известны заранее, а каждая оценка объяснена и опубликована.',
    en: 'Neither the school nor its superiors do the evaluating. The rules are known beforehand; every score is explained and published.',
  },
  steps: { ru: 'Шаг за шагом', en: 'Step by step' },
  methods: { ru: 'Методики', en: 'Frameworks' },
  methodsMore: {
    ru: 'Методика говорит, что оценивают и какой шкалой. Опубликованная версия больше не меняется: новая получает свой номер.',
    en: 'A framework says what is scored, and on which scale. A published version never changes: a new one gets its own number.',
  },
  asked: {
    ru: (count: number) => `${count} ${russian(count, 'показатель', 'показателя', 'показателей')}`,
    en: (count: number) => `${count} ${english(count, 'indicator', 'indicators')}`,
  },
  version: { ru: (number: number) => `версия ${number}`, en: (number: number) => `version ${number}` },
  newer: { ru: 'есть версия новее', en: 'there is a newer version' },
  retired: { ru: 'больше не применяется', en: 'no longer used' },
});

const steps = messages({
  self: {
    ru: 'Школа оценивает себя сама по тем же критериям и прикладывает документы.',
    en: 'The school evaluates itself on the same criteria and brings its documents.',
  },
  experts: {
    ru: 'Независимые эксперты – педагоги, родители, работодатели, учёные – читают документы порознь. Оценку они объясняют и указывают страницу, на которую опираются. Тех, кто связан со школой, к оценке не допускают.',
    en: 'Independent experts – teachers, parents, employers, scientists – read the documents separately. They explain each score and name the page it rests on. Whoever is connected with the school may not take part.',
  },
  panel: {
    ru: 'Экспертная группа обсуждает расхождения, согласует общую позицию и пишет отчёт.',
    en: 'The panel discusses where it differs, agrees on a position and writes a report.',
  },
  facts: {
    ru: 'Школа проверяет отчёт: нет ли в нём фактических ошибок. Эксперты отвечают на каждое замечание.',
    en: 'The school checks the report for factual errors. The experts answer every remark.',
  },
  vote: {
    ru: 'Комиссия голосует при кворуме. Кто не согласен, может записать особое мнение, и его публикуют.',
    en: 'A commission votes with a quorum. Whoever disagrees may write a dissenting opinion, and it is published.',
  },
  published: {
    ru: 'Результат публикуется целиком и подписывается: незаметно изменить его нельзя.',
    en: 'The whole result is published and signed: it cannot be changed unnoticed.',
  },
});

export function MethodsScreen() {
  const t = useMessages(words);
  const step = useMessages(steps);
  const local = useLocal();
  const reading = useRead(query, {});
  const listed = reading.data?.frameworks.nodes ?? [];
  return (
    <Page width="reading">
      <PageHeader title={t.title} lead={t.lead} />
      <div className="stack-far">
        <Section title={t.steps}>
          <ol className={styles.steps}>
            {[step.self, step.experts, step.panel, step.facts, step.vote, step.published].map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ol>
        </Section>
        <Section title={t.methods}>
          <p className={styles.explained}>{t.methodsMore}</p>
          {!reading.data && <Waiting reading={reading} lines={4} />}
          <ul className={styles.list}>
            {listed.map((one) => (
              <li key={one.id} className={styles.framework}>
                <Link href={methodPath(one)} className={styles.name}>
                  {local(one.title)}
                </Link>
                <p className="quiet small">
                  {t.asked(one.criteria.filter(({ scored }) => scored).length)} · {t.version(one.number)}
                  {listed.some(
                    ({ code, number, state }) =>
                      code === one.code && number > one.number && state !== 'RETIRED',
                  ) && `, ${t.newer}`}
                </p>
                {one.state === 'RETIRED' && <StateBadge shape="square">{t.retired}</StateBadge>}
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </Page>
  );
}
