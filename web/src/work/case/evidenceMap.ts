// How much evidence each criterion has, and of which age.

export type Mapped = {
  criterionCodes: readonly string[];
  datedOn: string | null;
  outdated: boolean;
  pageCount: number;
  /** The document it is a redacted copy of: the two count once. */
  redacts: object | null;
  /** Taken from an earlier evaluation. */
  reused: boolean;
  /** Its file was deleted after its time. */
  deleted: boolean;
};

export type Coverage = {
  code: string;
  documents: number;
  pages: number;
  /** The days of the oldest and the newest document that has one. */
  oldest: string | null;
  newest: string | null;
  undated: number;
  outdated: number;
  reused: number;
  deleted: number;
};

export function coverageOf(codes: readonly string[], documents: readonly Mapped[]): Coverage[] {
  return codes.map((code) => {
    const own = documents.filter(
      ({ criterionCodes, redacts }) => criterionCodes.includes(code) && redacts === null,
    );
    const days = own.flatMap(({ datedOn }) => datedOn ?? []).sort();
    return {
      code,
      documents: own.length,
      pages: own.reduce((sum, { pageCount }) => sum + pageCount, 0),
      oldest: days[0] ?? null,
      newest: days.at(-1) ?? null,
      undated: own.length - days.length,
      outdated: own.filter(({ outdated }) => outdated).length,
      reused: own.filter(({ reused }) => reused).length,
      deleted: own.filter(({ deleted }) => deleted).length,
    };
  });
}
