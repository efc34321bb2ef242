// What an inspector counted on the spot: ticks and numbers, until they are sent.
export type Both = { ru: string; en: string };
export type Count = { criterionCode: string; code: string; title: Both; items: readonly Both[] };
/** Of one criterion: which items are ticked of each count, which numbers were entered, and a note. */
export type Counted = { ticks: Record<string, number[]>; numbers: Record<string, string>; note: string };
export const NOTHING: Counted = { ticks: {}, numbers: {}, note: '' };

/** The counts of a criterion, once each of them was looked at; null before. */
export function countsOf(
  asked: readonly Count[],
  counted: Counted,
): { code: string; count: number }[] | null {
  const found = asked.map(({ code, items }) => {
    if (items.length) return { code, count: counted.ticks[code]?.length ?? Number.NaN };
    const number = counted.numbers[code]?.trim();
    return { code, count: number ? Number(number) : Number.NaN };
  });
  return found.every(({ count }) => Number.isInteger(count)) ? found : null;
}

/** What was found, in words: the ticked items of each count, then the note. */
export function told(asked: readonly Count[], counted: Counted, local: (text: Both) => string): string {
  const ticked = asked.flatMap(({ code, items }) =>
    (counted.ticks[code] ?? []).toSorted((one, other) => one - other).flatMap((at) => items[at] ?? []),
  );
  return [ticked.map(local).join('; '), counted.note.trim()].filter(Boolean).join('\n');
}

/** With an item ticked, or no more. */
export function ticking(counted: Counted, code: string, item: number): Counted {
  const before = counted.ticks[code] ?? [];
  const after = before.includes(item) ? before.filter((one) => one !== item) : [...before, item];
  return { ...counted, ticks: { ...counted.ticks, [code]: after } };
}

/** The same words again are the same thing sent. */
export const fingerprint = (counted: Counted) =>
  JSON.stringify([
    Object.entries(counted.ticks).map(([code, items]) => [code, items.toSorted((one, other) => one - other)]),
    Object.entries(counted.numbers),
    counted.note.trim(),
  ]);
