// What observer screens ask of a published criterion, and how criteria without a total are summed up in words.
import { graphql, type ResultOf } from '../app/graph';
import type { LocalizedText } from '../app/language';

export const criterionFields = graphql(`
  fragment CriterionFields on PublishedCriterion {
    code parentCode title { ru en } score selfScore position notApplicable
    level { ru en }
    scale { kind minimum maximum step }
    citations { documentTitle page quote area { left top width height } }
  }
`);
export type CriterionData = ResultOf<typeof criterionFields>;

export const levelFields = graphql(`
  fragment LevelFields on PublishedCriterion { score level { ru en } scale { maximum } }
`);

type Levelled = {
  score: string | null;
  level: LocalizedText | null;
  scale: { maximum: string } | null;
};
export type LevelCount = { value: number; title: LocalizedText; count: number; highest: boolean };

/** How many criteria reached each level, the best level first. Criteria scored in points are not counted. */
export function countLevels(criteria: readonly Levelled[]): LevelCount[] {
  const counts = new Map<string, LevelCount>();
  for (const { score, level, scale } of criteria) {
    if (score === null || !level) continue;
    const key = `${score} ${level.ru}`;
    const known = counts.get(key);
    const highest = !!scale && Number(score) === Number(scale.maximum);
    counts.set(key, { value: Number(score), title: level, highest, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((one, other) => other.value - one.value);
}

/** What is scored on a level or in points, group by group; a criterion that belongs to none is a group by itself. */
export function groupsOf<Criterion extends { code: string; parentCode: string | null }>(
  criteria: readonly Criterion[],
): { top: Criterion; members: Criterion[] }[] {
  return criteria
    .filter(({ parentCode }) => parentCode === null)
    .map((top) => ({ top, members: criteria.filter(({ parentCode }) => parentCode === top.code) }));
}
