// What a framework asks, on which scale, with which weight, and on what ground: as everybody reads it.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { Disclosure } from '../design/Disclosure';
import { DefinitionList, Section } from '../design/Page';
import styles from './observer.module.css';
import { schoolKinds } from './schoolKinds';

const askedFields = graphql(`
  fragment AskedFields on Criterion {
    id code parentCode title { ru en } description { ru en } scored weight evidenceRequired
    requiredBy legalReference { ru en } notFor
    scale { kind minimum maximum step levels { value title { ru en } descriptor { ru en } } }
  }
`);
export const frameworkFields = graphql(
  `fragment FrameworkFields on FrameworkVersion {
    id code number title { ru en } legalReference { ru en } aggregation maximum
    criteria { ...AskedFields }
  }`,
  [askedFields],
);
type FrameworkData = ResultOf<typeof frameworkFields>;
type Asked = ResultOf<typeof askedFields>;
type Scale = NonNullable<Asked['scale']>;

const words = messages({
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
  legalOf: { ru: (act: string) => `основание: ${act}`, en: (act: string) => `by ${act}` },
  STATE: { ru: 'требует государство', en: 'required by the state' },
  FOUNDER: { ru: 'требует учредитель', en: 'required by the founder' },
  PROFESSION: { ru: 'требует профессия', en: 'required by the profession' },
  EMPLOYERS: { ru: 'требуют работодатели', en: 'required by employers' },
  FAMILIES: { ru: 'нужно ученикам и семьям', en: 'needed by pupils and families' },
  SCHOOL: { ru: 'школа требует от себя сама', en: 'the school’s own requirement' },
  notFor: {
    ru: (kinds: string) => `не оценивают: ${kinds}`,
    en: (kinds: string) => `not asked of ${kinds}`,
  },
  more: { ru: 'Как считают', en: 'How it is worked out' },
});

export function Framework({ of }: { of: FrameworkData }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const totalled = of.aggregation !== 'NONE';
  const scales = [
    ...new Map(of.criteria.flatMap(({ scale }) => (scale ? [[JSON.stringify(scale), scale]] : []))).values(),
  ];
  return (
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
        <Members of={of} parent={null} />
      </Section>
    </div>
  );
}

/** The criteria under a group, or at the top; groups under them likewise. */
function Members({ of, parent }: { of: FrameworkData; parent: Asked | null }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const kinds = useMessages(schoolKinds);
  const totalled = of.aggregation !== 'NONE';
  const weighed = totalled && new Set(of.criteria.map(({ weight }) => weight)).size > 1;
  const members = of.criteria.filter(({ parentCode }) => parentCode === (parent?.code ?? null));
  const all = members.reduce((sum, one) => sum + Number(one.weight), 0) || 1;
  if (!members.length) return null;
  const Heading = parent === null ? 'h3' : 'h4';
  return (
    <ul className={parent === null ? styles.tree : styles.group}>
      {members.map((one) => {
        const share = decimal(((Number(one.weight) / all) * 100).toFixed(1));
        const facts = [
          weighed && (parent === null ? t.weight : t.part)(share),
          one.evidenceRequired && t.evidence,
          one.requiredBy && t[one.requiredBy],
          one.legalReference && t.legalOf(local(one.legalReference)),
          one.notFor.length > 0 && t.notFor(one.notFor.map((kind) => kinds[kind]).join(', ')),
        ].filter(Boolean);
        return (
          <li key={one.id} className="stack-near">
            <Heading>
              {one.code}. {local(one.title)}
            </Heading>
            {facts.length > 0 && <p className="quiet small">{facts.join(' · ')}</p>}
            <Description of={one} open={parent === null && !totalled} />
            <Members of={of} parent={one} />
          </li>
        );
      })}
    </ul>
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
