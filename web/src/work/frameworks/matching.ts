// Criteria of two frameworks that are named alike, as a beginning of their crosswalk.
import type { LinkData } from '../../observer/crosswalk';

type Named = { code: string; title: { ru: string; en: string }; scored: boolean };

const plain = (text: string) =>
  text
    .toLocaleLowerCase('ru')
    .replace(/ё/g, 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A link for each criterion that has the title of exactly one of the other's, unless it has one already. */
export function alike(
  here: readonly Named[],
  there: readonly Named[],
  links: readonly LinkData[],
): LinkData[] {
  return here.flatMap((one) => {
    if (links.some(({ criterionCode }) => criterionCode === one.code)) return [];
    const same = there.filter(
      (other) => other.scored === one.scored && plain(other.title.ru) === plain(one.title.ru),
    );
    const [only] = same;
    return only && same.length === 1
      ? [
          {
            criterionCode: one.code,
            otherCode: only.code,
            kind: 'SAME' as const,
            strength: 'STRONG' as const,
          },
        ]
      : [];
  });
}
