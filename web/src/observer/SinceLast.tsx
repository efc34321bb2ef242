// A school's result beside the one before it when the two stand on different frameworks: criterion by criterion, as the
// crosswalk between them allows, and never as a difference of numbers.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { useDecimal } from '../app/numbers';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { useTime } from '../app/time';
import { Link } from '../design/Link';
import { Section } from '../design/Page';
import { Table } from '../design/Table';
import { linkFields, linkWords } from './crosswalk';
import type { ResultData } from './result';

const scoredFields = graphql(`
  fragment ScoredFields on Publication {
    number publishedAt decidedOn
    criteria { code title { ru en } score level { ru en } scale { maximum } }
  }
`);
const query = graphql(
  `query SinceLast($now: PublicationNumber!, $before: PublicationNumber!, $framework: ID!, $other: ID!) {
    crosswalk(framework: $framework, other: $other) { other { title { ru en } } links { ...LinkFields } }
    now: publication(number: $now) { ...ScoredFields }
    before: publication(number: $before) { ...ScoredFields }
  }`,
  [linkFields, scoredFields],
);
type Scored = ResultOf<typeof scoredFields>['criteria'][number];

const words = messages({
  title: { ru: 'Что было в прошлый раз', en: 'What was found last time' },
  more: {
    ru: (before: string) =>
      `Прошлый раз школу оценивали по другой методике («${before}»). Рядом стоят критерии, которые сочли близкими; вычитать баллы друг из друга нельзя.`,
    en: (before: string) =>
      `Last time the school was evaluated on another framework (“${before}”). Criteria that were found alike stand side by side; scores must not be subtracted.`,
  },
  criterion: { ru: 'Критерий сейчас', en: 'Criterion now' },
  now: { ru: 'Сейчас', en: 'Now' },
  how: { ru: 'Нынешний критерий', en: 'The present one is' },
  before: { ru: 'Тогда', en: 'Then' },
  record: {
    ru: (day: string) => `Прошлый результат, ${day}`,
    en: (day: string) => `The result before, ${day}`,
  },
  outOf: {
    ru: (score: string, most: string) => `${score}\u00a0из\u00a0${most}`,
    en: (score: string, most: string) => `${score}\u00a0of\u00a0${most}`,
  },
});

/** The standing result, and the last standing one before it that is on another framework version; null without. */
export function twoResults(history: readonly ResultData[]): [ResultData, ResultData] | null {
  const standing = history.filter(({ correctedBy, kind }) => correctedBy === null && kind !== 'WITHDRAWAL');
  const [now, before] = standing;
  return now && before && now.framework.id !== before.framework.id ? [now, before] : null;
}

export function SinceLast({ history }: { history: readonly ResultData[] }) {
  const found = twoResults(history);
  return found && <Beside now={found[0]} before={found[1]} />;
}

function Beside({ now, before }: { now: ResultData; before: ResultData }) {
  const t = useMessages(words);
  const said = useMessages(linkWords);
  const local = useLocal();
  const decimal = useDecimal();
  const time = useTime();
  const { data } = useRead(query, {
    now: now.number,
    before: before.number,
    framework: now.framework.id,
    other: before.framework.id,
  });
  if (!data?.crosswalk || !data.now || !data.before) return null;
  const scored = (criteria: readonly Scored[], code: string) =>
    criteria.find((one) => one.code === code && one.score !== null);
  const rows = data.crosswalk.links.flatMap((link) => {
    const here = scored(data.now?.criteria ?? [], link.criterionCode);
    const there = scored(data.before?.criteria ?? [], link.otherCode);
    return here && there ? [{ link, here, there }] : [];
  });
  if (!rows.length) return null;
  const value = ({ score, level, scale }: Scored) =>
    level ? local(level) : t.outOf(decimal(score ?? ''), decimal(scale?.maximum ?? ''));
  return (
    <Section title={t.title}>
      <p className="quiet small">{t.more(local(data.crosswalk.other.title))}</p>
      <Table
        caption={t.title}
        rows={rows}
        rowKey={({ link }) => `${link.criterionCode} ${link.otherCode}`}
        columns={[
          {
            key: 'criterion',
            title: t.criterion,
            heading: true,
            cell: ({ here }) => `${here.code}. ${local(here.title)}`,
          },
          { key: 'now', title: t.now, cell: ({ here }) => value(here) },
          { key: 'how', title: t.how, cell: ({ link }) => said[link.kind] },
          {
            key: 'before',
            title: t.before,
            cell: ({ there }) => (
              <span className="stack-near">
                <span>{value(there)}</span>
                <span className="quiet small">
                  {there.code}. {local(there.title)}
                </span>
              </span>
            ),
          },
        ]}
      />
      <p>
        <Link href={path.publication(before.number)}>
          {t.record(time.day(before.decidedOn ?? before.publishedAt))}
        </Link>
      </p>
    </Section>
  );
}
