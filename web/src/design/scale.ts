// How far a score reaches on its scale, as a share from 0 to 1; the server's pages draw their bars by the same rule.
export type Scale = { kind: 'LEVELS' | 'POINTS'; minimum: string; maximum: string; step: string };

/** The lowest level of a scale that begins at one is a little bar, not an absent one. */
export function shareOfScale(score: string, { kind, minimum, maximum, step }: Scale): number {
  const lowest = Number(minimum);
  const start = kind === 'LEVELS' && lowest > 0 ? lowest - Number(step) : lowest;
  const breadth = Number(maximum) - start || 1;
  return Math.max(0, Math.min(1, (Number(score) - start) / breadth));
}
