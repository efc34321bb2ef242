// Which criteria of one framework version correspond to which of another: what screens ask, and the words for it.
import { graphql, type ResultOf } from '../app/graph';
import { messages } from '../app/language';

export const linkFields = graphql(
  `fragment LinkFields on FrameworkLink { criterionCode otherCode kind strength }`,
);
export type LinkData = ResultOf<typeof linkFields>;

export const linkWords = messages({
  SAME: { ru: 'о том же', en: 'the same' },
  BROADER: { ru: 'шире', en: 'broader' },
  NARROWER: { ru: 'уже', en: 'narrower' },
  RELATED: { ru: 'о\u00a0близком', en: 'related' },
  STRONG: { ru: 'полностью', en: 'closely' },
  PARTIAL: { ru: 'во многом', en: 'in large part' },
  WEAK: { ru: 'слегка', en: 'loosely' },
});
