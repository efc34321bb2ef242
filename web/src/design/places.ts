// Places in a competition as people write them: «2», «2–3» where equals share them, «—» before there is one.
export function placesRange(first: number | null, last: number | null): string {
  if (first === null || last === null) return '—';
  return first === last ? String(first) : `${first}–${last}`;
}
