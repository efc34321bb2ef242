// On which side of a region's mean a place stands, as far as its interval tells; the server's pages say the same.
export type Side = 'above' | 'below' | 'unclear' | 'none';
type Standing = { mean: string | null; lower: string | null; upper: string | null };

/** An interval wider than the scale tells nothing, as `Interval` has it; nor does one that holds the mean. */
export function sideOf(standing: Standing | null, mean: string, maximum: number): Side {
  if (!standing || standing.mean === null) return 'none';
  const { lower, upper } = standing;
  if (lower === null || upper === null || Number(lower) < 0 || Number(upper) > maximum) return 'unclear';
  if (Number(lower) > Number(mean)) return 'above';
  return Number(upper) < Number(mean) ? 'below' : 'unclear';
}
