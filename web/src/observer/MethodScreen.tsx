// A framework: what is asked, on which scale, with which weight, and on what legal ground.

import { graphql } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useDecimal } from '../app/numbers';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { DefinitionList, Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import styles from './observer.module.css';

const query = graphql(`query Method($id: ID!) {
  framework(id: $id) {
    id code number title { ru en } legalReference { ru en } aggregation maximum
    criteria {
      id code kind parentCode title { ru en } description { ru en } scored weight evidenceRequired
      scale { kind minimum maximum step levels { value title { ru en } descriptor { ru en } } }
    }
  }
}`);

const words = messages({
  back: { ru: 'Открытые данные', en: 'Open data' },
  version: { ru: 'Версия', en: 'Version' },
  legal: { ru: 'Основание', en: 'Legal ground' },
  total: { ru: 'Общий балл', en: 'Total' },
  mean: {
    ru: 'среднее по весам критериев, без промежуточных округлений',
    en: 'the mean by weights, without rounding on the way',
  },
  none: {
    ru: 'не вычисляется: каждый критерий оценивается сам по себе',
    en: 'none: each criterion stands by itself',
  },
  criteria: { ru: 'Критерии', en: 'Criteria' },
  weight: { ru: (share: string) => `вес ${share}`, en: (share: string) => `weight ${share}` },
  scale: { ru: 'Шкала', en: 'Scale' },
  points: {
    ru: (low: string, high: string) => `от ${low} до ${high} баллов`,
    en: (low: string, high: string) => `from ${low} to ${high} points`,
  },
});

export function MethodScreen() {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const reading = useRead(query, { id: useParam('framework') });
  const found = reading.data?.framework;
  if (!reading.data)
    return (
      <Page>
        <Waiting reading={reading} head lines={10} />
      </Page>
    );
  if (!found) return <NotFoundScreen />;
  const totalled = found.aggregation !== 'NONE';
  const scale = found.criteria.find((one) => one.scale)?.scale;
  return (
    <Page width="reading">
      <PageHeader title={local(found.title)} back={{ href: path.data, title: t.back }} />
      <div className="stack-far">
        <DefinitionList
          pairs={[
            { term: t.version, is: `${found.code}, ${found.number}` },
            { term: t.legal, is: found.legalReference && local(found.legalReference) },
            { term: t.total, is: totalled ? t.mean : t.none },
            {
              term: t.scale,
              is:
                scale &&
                (scale.levels.length ? (
                  <ol className={styles.places}>
                    {scale.levels.map((level) => (
                      <li key={level.value}>
                        <strong>
                          {decimal(level.value)} · {local(level.title)}.
                        </strong>{' '}
                        {level.descriptor && local(level.descriptor)}
                      </li>
                    ))}
                  </ol>
                ) : (
                  t.points(decimal(scale.minimum), decimal(scale.maximum))
                )),
            },
          ]}
        />
        <Section title={t.criteria}>
          <div className={styles.tree}>
            {found.criteria.map((one) => (
              <div key={one.id} className={one.parentCode ? styles.indicator : undefined}>
                {one.parentCode ? (
                  <h4>
                    {one.code}. {local(one.title)}
                  </h4>
                ) : (
                  <h3>
                    {one.code}. {local(one.title)}
                  </h3>
                )}
                {totalled && <p className="quiet small">{t.weight(decimal(one.weight))}</p>}
                {one.description && <p className="prose">{local(one.description)}</p>}
              </div>
            ))}
          </div>
        </Section>
      </div>
    </Page>
  );
}
