// How strict experts are over the cases of a framework version: for training and for composing panels, never for a score.
import { graphql, type ResultOf } from '../../app/graph';
import { messages, useLocal, useMessages } from '../../app/language';
import { useDecimal } from '../../app/numbers';
import { useRead } from '../../app/read';
import { DefinitionList } from '../../design/Page';
import { Waiting } from '../../design/Waiting';

const query = graphql(`query ExpertSeverities($id: ID!) { viewer { expertSeverities(frameworkVersionId: $id) {
  casesNeeded scoresNeeded mostCases
  experts { expert { id name { ru en } } cases scores group leniency rawLower rawUpper }
} } }`);
type Data = NonNullable<ResultOf<typeof query>['viewer']>['expertSeverities'];
type Expert = Data['experts'][number];

const words = messages({
  none: {
    ru: 'Сравнивать пока некого: нужны дела, где одно и то же оценили хотя бы двое.',
    en: 'There is nobody to compare yet: it takes cases in which two people scored the same.',
  },
  more: {
    ru: (cases: number) =>
      `По новейшим делам (не больше ${cases}), сведённым из оценок, которые стоят рядом с чужими. Чем оценок меньше, тем ближе вывод к нулю. Баллы от этого не меняются.`,
    en: (cases: number) =>
      `From the newest cases (${cases} at most), by scores that stand beside those of others. The fewer there are, the closer to nothing. No score changes by it.`,
  },
  group: {
    ru: (group: string) => `Группа ${group}: сравнивать можно только внутри неё`,
    en: (group: string) => `Group ${group}: compare only within it`,
  },
  apart: {
    ru: 'Общих дел между группами нет, поэтому нельзя сказать, строже эксперты или слабее школы.',
    en: 'The groups share no case, so nobody can say whether experts are stricter or schools weaker.',
  },
  milder: {
    ru: (share: string) => `мягче на ${share} % шкалы`,
    en: (share: string) => `milder by ${share} % of the scale`,
  },
  stricter: {
    ru: (share: string) => `строже на ${share} % шкалы`,
    en: (share: string) => `stricter by ${share} % of the scale`,
  },
  even: { ru: 'как остальные', en: 'like the others' },
  between: {
    ru: (lower: string, upper: string) =>
      `без сдвига к нулю – от ${lower} до ${upper} %, с вероятностью 95 %`,
    en: (lower: string, upper: string) => `before that pull, ${lower} to ${upper} %, with 95 % confidence`,
  },
  chance: { ru: 'может быть и случайностью', en: 'may be chance' },
  few: {
    ru: (cases: number, scores: number) =>
      `слишком мало, чтобы судить (нужно дел: ${cases}, оценок: ${scores})`,
    en: (cases: number, scores: number) => `too few to say (it takes ${cases} cases and ${scores} scores)`,
  },
  seen: {
    ru: (cases: string, scores: string) => `дел: ${cases}, оценок: ${scores}`,
    en: (cases: string, scores: string) => `cases: ${cases}, scores: ${scores}`,
  },
});

export function Severities({ framework }: { framework: string }) {
  const t = useMessages(words);
  const reading = useRead(query, { id: framework });
  const found = reading.data?.viewer?.expertSeverities;
  if (!found) return <Waiting reading={reading} lines={3} />;
  if (!found.experts.length) return <p className="quiet">{t.none}</p>;
  const groups = [...new Set(found.experts.map(({ group }) => group))].sort((one, other) => one - other);
  return (
    <div className="stack-near">
      <p className="quiet small">{t.more(found.mostCases)}</p>
      {groups.length > 1 && <p>{t.apart}</p>}
      {groups.map((group) => (
        <section key={group} className="stack-near">
          {groups.length > 1 && <h4>{t.group(String(group))}</h4>}
          <Told experts={found.experts.filter((one) => one.group === group)} of={found} />
        </section>
      ))}
    </div>
  );
}

function Told({ experts, of }: { experts: readonly Expert[]; of: Data }) {
  const t = useMessages(words);
  const local = useLocal();
  const decimal = useDecimal();
  const told = (leniency: string | null) => {
    if (leniency === null) return t.few(of.casesNeeded, of.scoresNeeded);
    const share = (Math.abs(Number(leniency)) * 100).toFixed(0);
    if (share === '0') return t.even;
    return Number(leniency) > 0 ? t.milder(decimal(share)) : t.stricter(decimal(share));
  };
  const sure = ({ rawLower: lower, rawUpper: upper }: Expert) => {
    if (lower === null || upper === null) return null;
    const percent = (end: string) => decimal((Number(end) * 100).toFixed(0).replace('-0', '0'));
    const open = Number(lower) < 0 && Number(upper) > 0;
    return `${t.between(percent(lower), percent(upper))}${open ? `; ${t.chance}` : ''}`;
  };
  return (
    <DefinitionList
      pairs={experts.map(({ expert, cases, scores, leniency, ...ends }) => ({
        key: expert.id,
        term: local(expert.name),
        is: (
          <>
            {told(leniency)}{' '}
            <span className="quiet small">
              {[sure({ expert, cases, scores, leniency, ...ends }), t.seen(decimal(cases), decimal(scores))]
                .filter(Boolean)
                .map((part) => ` · ${part}`)}
            </span>
          </>
        ),
      }))}
    />
  );
}
