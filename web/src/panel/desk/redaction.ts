// Black boxes that are being drawn on the pages of a version: kept on this device until the copy is made.
import { useCallback, useEffect, useState } from 'react';
import { dropDraft, keepDraft, readDraft } from '../../app/drafts';
import type { Area } from './area';

export type Box = { page: number; area: Area };
const keyOf = (version: string) => `redaction ${version}`;

/** The least side of a box, as a share of the page: the server's own. */
export const THINNEST = 0.002;

/** Pages or a picture of an original that is kept; a copy is made of nothing else. */
export function canBeRedacted(
  { redacted }: { redacted: boolean },
  {
    mediaType,
    shownUrl,
    deletedAt,
  }: { mediaType: string; shownUrl: string | null; deletedAt: string | null },
): boolean {
  const drawn = mediaType === 'application/pdf' || mediaType.startsWith('image/') || shownUrl !== null;
  return !redacted && drawn && deletedAt === null;
}

/** How many boxes each page has, in the order of pages. */
export function boxesByPage(boxes: readonly Box[]): [page: number, count: number][] {
  const counts = new Map<number, number>();
  for (const { page } of boxes) counts.set(page, (counts.get(page) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one - other);
}

export type Boxes = {
  all: readonly Box[];
  add: (box: Box) => void;
  undo: () => void;
  clear: (page: number) => void;
  /** The copy is made: what was drawn is kept by the server. */
  done: () => void;
};

/** The boxes of a version: those left on this device, otherwise those `before`, of the copy that there is. */
export function useBoxes(version: string, before: readonly Box[]): Boxes {
  const [all, setAll] = useState<readonly Box[]>(before);
  useEffect(() => {
    let left = false;
    void readDraft<Box[]>(keyOf(version)).then((kept) => kept && !left && setAll(kept));
    return () => {
      left = true;
    };
  }, [version]);
  const change = useCallback(
    (next: (boxes: readonly Box[]) => readonly Box[]) =>
      setAll((boxes) => {
        const changed = next(boxes);
        void keepDraft(keyOf(version), changed);
        return changed;
      }),
    [version],
  );
  return {
    all,
    add: (box) => change((boxes) => [...boxes, box]),
    undo: () => change((boxes) => boxes.slice(0, -1)),
    clear: (page) => change((boxes) => boxes.filter((box) => box.page !== page)),
    done: () => void dropDraft(keyOf(version)),
  };
}
