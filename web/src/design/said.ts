// What families say of criteria, put beside the scores of these criteria.
import { graphql, type ResultOf } from '../app/graph';
import type { LocalizedText } from '../app/language';

export const voiceFields = graphql(`
  fragment VoiceFields on Voice {
    criterionCode says question { ru en } option { ru en } chosen answered share lower upper
  }
`);
export type VoiceData = ResultOf<typeof voiceFields>;

/** How a criterion was rated: `share` is the score's place on its scale, 0 to 1. */
export type Rating = {
  code: string;
  title: LocalizedText;
  share: number | null;
  score: string | null;
  maximum: string | null;
  level: LocalizedText | null;
};
export type Beside<Said> = { rating: Rating; said: readonly Said[] };

/** The criteria of which something is said, in the framework's order, each with what is said of it. */
export function besideOf<Said extends { criterionCode: string }>(
  ratings: readonly Rating[],
  said: readonly Said[],
): Beside<Said>[] {
  return ratings
    .map((rating) => ({ rating, said: said.filter((voice) => voice.criterionCode === rating.code) }))
    .filter((one) => one.said.length > 0);
}

type Scored = {
  code: string;
  parentCode: string | null;
  title: LocalizedText;
  score: string | null;
  level: LocalizedText | null;
  scale: { minimum: string; maximum: string } | null;
};

/** The ratings of a published result; a group without a scale lies on that of the whole. */
export function ratingsOf(criteria: readonly Scored[], totalMaximum: string | null): Rating[] {
  return criteria.map(({ code, title, score, level, scale }) => {
    const minimum = Number(scale?.minimum ?? 0);
    const maximum = scale?.maximum ?? totalMaximum;
    const breadth = Number(maximum ?? 0) - minimum;
    const share = score === null || breadth <= 0 ? null : (Number(score) - minimum) / breadth;
    return { code, title, share, score, maximum: maximum ?? null, level };
  });
}

type Needed = { says: string; share: string; lower: string; upper: string };

/**
 * What most people want: the largest share of those who chose something to come first, and every other whose interval
 * overlaps its own, as nobody can tell which of these is larger; null where that leaves no other. Without a choice, of
 * those to whom it matters. Empty where there is nothing to compare.
 */
export function foremost<Said extends Needed>(said: readonly Said[]): Said[] | null {
  const chosen = said.filter(({ says }) => says === 'CHOSEN');
  const among = chosen.length ? chosen : said.filter(({ says }) => says === 'MATTERS');
  const [first] = [...among].sort((one, other) => Number(other.share) - Number(one.share));
  if (!first || among.length < 2) return [];
  const level = among.filter(({ upper }) => Number(upper) >= Number(first.lower));
  return level.length === among.length ? null : level;
}
