// A framework: what is asked, on which scale, with which weight, and on what legal ground.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useDecimal } from '../app/numbers';
import { useParam } from '../app/params';
import { useRead } from '../app/read';
import { Disclosure } from '../design/Disclosure';
import { DefinitionList, Page, PageHeader, Section } from '../design/Page';
import { Waiting } from '../design/Waiting';
import { groupsOf } from './criteria';
import { meant } from './methods';
import styles from './observer.module.css';

const known = graphql(`query KnownFrameworks { frameworks(first: 100) { nodes { id code number } } }`);
const criterionFields = graphql(`
  fragment AskedFields on Criterion {
    id code parentCode title { ru en } description { ru en } scored weight evidenceRequired
    scale { kind minimum maximum step levels { value title { ru en } descriptor { ru en } } }
  }
`);
const query = graphql(
  `query Method($id: ID!) {
    framework(id: $id) {
      id code number title { ru en } legalReference { ru en } aggregation maximum
      criteria { ...AskedFields }
    }
  }`,
  [criterionFields],
);
type Asked = ResultOf<typeof criterionFields>;
type Scale = NonNullable<Asked['scale']>;

const words = messages({
  back: { ru: 'Как оценивают школы', en: 'How schools are evaluated' },
  version: {
    ru: (code: string, number: number) => `${code}, версия ${number}`,
    en: (code: string, number: number) => `${code}, version ${number}`,
  },
  legal: { ru: 'На чём основана', en: 'What it rests on' },
  total: { ru: 'Как считают итог', en: 'How the total is made' },
  mean: {
    ru: (most: string) =>
      `Среднее взвешенное: вес показывает, насколько критерий важен для итога. Больше всего можно набрать ${most}.`,
    en: (most: string) =>
      `The weighted mean: a weight says how much a criterion counts. The most one can get is ${most}.`,
  },
  rules: {
    ru: (most: string) =>
      `По правилам этой методики; каждый шаг расчёта виден в опубликованном результате. Больше всего можно набрать ${most}.`,
    en: (most: string) =>
      `By the rules of this framework; every step stands in a published result. The most one can get is ${most}.`,
  },
  none: {
    ru: 'Общего балла нет: каждое требование оценивается само по себе, и сложить их нельзя.',
    en: 'There is no total: each requirement stands by itself, and they cannot be added up.',
  },
  scale: { ru: 'Шкала', en: 'Scale' },
  points: {
    ru: (low: string, high: string) => `от ${low} до ${high} баллов`,
    en: (low: string, high: string) => `${low} to ${high} points`,
  },
  criteria: { ru: 'Что оценивают', en: 'What is scored' },
  weight: { ru: (share: string) => `${share} % итога`, en: (share: string) => `${share} % of the total` },
  part: {
    ru: (share: string) => `${share} % критерия`,
    en: (share: string) => `${share} % of the criterion`,
  },
  evidence: { ru: 'нужен документ', en: 'a document is required' },
  more: { ru: 'Как считают', en: 'How it is worked out' },
});

export function MethodScreen() {
  const text = useParam('framework');
  const list = useRead(known, {});
  const id = list.data && meant(list.data.frameworks.nodes, text)?.id;
  const reading = useRead(query, { id: id ?? '' }, { pause: !id });
  const found = reading.data?.framework;
  if (list.data && !id) return <NotFoundScreen />;
  if (!reading.data)
    return (
      <Page width="reading">
        <Waiting reading={list.failed ? list : reading} head lines={10} />
      </Page>
    );
  return found ? <Framework of={found} /> : <NotFoundScreen />;
}

function Framework({ of }: { of: NonNullable<ResultOf<typeof query>['framework']> }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const totalled = of.aggregation !== 'NONE';
  const weighed = totalled && new Set(of.criteria.map(({ weight }) => weight)).size > 1;
  const scales = [
    ...new Map(of.criteria.flatMap(({ scale }) => (scale ? [[JSON.stringify(scale), scale]] : []))).values(),
  ];
  const groups = groupsOf(of.criteria);
  const share = (weight: string, among: readonly Asked[]) => {
    const all = among.reduce((sum, one) => sum + Number(one.weight), 0);
    return decimal(((Number(weight) / (all || 1)) * 100).toFixed(1));
  };
  return (
    <Page width="reading">
      <PageHeader
        title={local(of.title)}
        back={{ href: '/methods', title: t.back }}
        facts={t.version(of.code, of.number)}
      />
      <div className="stack-far">
        <DefinitionList
          pairs={[
            { term: t.legal, is: of.legalReference && local(of.legalReference) },
            {
              term: t.total,
              is: !totalled
                ? t.none
                : (of.aggregation === 'RULES' ? t.rules : t.mean)(decimal(of.maximum ?? '100')),
            },
            {
              term: t.scale,
              is: scales.map((scale) => <ScaleWords key={JSON.stringify(scale)} scale={scale} />),
            },
          ]}
        />
        <Section title={t.criteria}>
          <ul className={styles.tree}>
            {groups.map(({ top, members }) => (
              <li key={top.id} className="stack-near">
                <h3>
                  {top.code}. {local(top.title)}
                </h3>
                {weighed && (
                  <p className="quiet small">
                    {t.weight(
                      share(
                        top.weight,
                        groups.map((group) => group.top),
                      ),
                    )}
                  </p>
                )}
                <Description of={top} open={!totalled} />
                {members.length > 0 && (
                  <ul className={styles.group}>
                    {members.map((member) => (
                      <li key={member.id} className="stack-near">
                        <h4>
                          {member.code}. {local(member.title)}
                        </h4>
                        <p className="quiet small">
                          {[
                            weighed && t.part(share(member.weight, members)),
                            member.evidenceRequired && t.evidence,
                          ]
                            .filter(Boolean)
                            .join(' · ')}
                        </p>
                        <Description of={member} />
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </Page>
  );
}

function Description({ of, open }: { of: Asked; open?: boolean }) {
  const t = useMessages(words);
  const local = useLocal();
  if (!of.description) return null;
  if (open) return <p className="prose">{local(of.description)}</p>;
  return (
    <Disclosure title={t.more}>
      <p className={styles.described}>{local(of.description)}</p>
    </Disclosure>
  );
}

function ScaleWords({ scale }: { scale: Scale }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  if (!scale.levels.length) return <p>{t.points(decimal(scale.minimum), decimal(scale.maximum))}</p>;
  return (
    <ol className={styles.levels}>
      {scale.levels.map((level) => (
        <li key={level.value}>
          <strong>
            {decimal(level.value)} – {local(level.title)}
          </strong>
          {level.descriptor && <span className={styles.note}>{local(level.descriptor)}</span>}
        </li>
      ))}
    </ol>
  );
}
