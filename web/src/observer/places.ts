// Regions and municipalities as choices: a region stands before its municipalities.
import { graphql, type ResultOf } from '../app/graph';
import type { LocalizedText } from '../app/language';

export const placeFields = graphql(`
  fragment PlaceFields on Territory { id name { ru en } schoolCount municipalities { id name { ru en } schoolCount } }
`);

export type Place = ResultOf<typeof placeFields>;

export function placeChoices(
  regions: readonly Place[],
  local: (text: LocalizedText) => string,
): { value: string; title: string }[] {
  return regions.flatMap((region) => [
    { value: region.id, title: local(region.name) },
    ...region.municipalities.map((place) => ({
      value: place.id,
      title: `\u00a0\u00a0\u00a0${local(place.name)}`,
    })),
  ]);
}
