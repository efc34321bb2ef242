// An expert's scores while they are being written: each keystroke into a draft on this device, each pause to the
// server, one save after another, because every save makes a new version of the review.
import { useCallback, useEffect, useRef, useState } from 'react';
import { refusals, type Trouble, useAct } from '../../app/act';
import { dropDraft, keepDraft, readDrafts } from '../../app/drafts';
import { graphql } from '../../app/graph';
import { type Area, areaToText } from './area';
import type { DeskData } from './deskQuery';

const AFTER_A_PAUSE = 900;
const AGAIN_AFTER = 5000;

const score = graphql(
  `mutation Score($input: ScoreInput!) { score(input: $input) {
    __typename ... on Review { version } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

export type Cited = {
  versionId: string;
  documentTitle: string;
  page: number;
  quote: string | null;
  area: Area | null;
};
export type Written = { value: string | null; justification: string; citations: readonly Cited[] };
export const NOTHING: Written = { value: null, justification: '', citations: [] };

export function isComplete({ value, justification, citations }: Written): boolean {
  return value !== null && justification.trim() !== '' && citations.length > 0;
}

/** Whether two citations mean the same place. */
export function samePlace(one: Cited, other: Cited): boolean {
  const place = ({ versionId, page, quote, area }: Cited) =>
    [versionId, page, quote?.trim() || '', areaToText(area)].join(' ');
  return place(one) === place(other);
}

function savedScores(found: DeskData): Map<string, Written> {
  return new Map(
    found.myReview?.scores.map((one) => [
      one.criterion.code,
      {
        value: one.value,
        justification: one.justification,
        citations: one.citations.map(({ version, documentTitle, page, quote, area }) => ({
          versionId: version.id,
          documentTitle,
          page,
          quote,
          area,
        })),
      },
    ]),
  );
}

/** A draft remembers what was saved when it was written: on anything else it does not silently lie down. */
type Draft = { written: Written; before: Written };

const same = (one: Written | undefined, other: Written | undefined) =>
  JSON.stringify(one) === JSON.stringify(other);

export type ReviewInWork = {
  written: (code: string) => Written;
  change: (code: string, by: Partial<Written>) => void;
  /** What stayed on this device while something else was saved in its place. */
  left: (code: string) => Written | null;
  /** Takes what was left in place of what is saved, or throws it away. */
  settle: (code: string, take: boolean) => void;
  /** Sends what is not saved yet, now. */
  flush: () => Promise<boolean>;
  /** The review's version as last saved, to hand it in. */
  version: () => number;
  pending: boolean;
  unsaved: boolean;
  savedAt: number | null;
  trouble: Trouble | null;
};

export function useReview(found: DeskData, person: string): ReviewInWork {
  const prefix = `review ${person} ${found.id} `;
  const { run, pending, trouble } = useAct(score, (data) => data.score, { quiet: true });
  const [scores, setScores] = useState(() => savedScores(found));
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [left, setLeft] = useState<ReadonlyMap<string, Written>>(new Map());
  const kept = useRef(savedScores(found));
  const latest = useRef(scores);
  latest.current = scores;
  const version = useRef(found.myReview?.version ?? 0);
  const saving = useRef<Promise<boolean> | null>(null);
  const mayWrite = found.transitions.some(({ name, available }) => name === 'score' && available);

  // What another tab or another act saved meanwhile: taken over where nothing is being written here.
  const server = found.myReview?.version ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer version of the review is what matters
  useEffect(() => {
    if (server <= version.current) return;
    const fresh = savedScores(found);
    setScores((mine) => {
      const next = new Map(fresh);
      for (const [code, value] of mine) if (!same(value, kept.current.get(code))) next.set(code, value);
      return next;
    });
    kept.current = fresh;
    version.current = server;
  }, [server]);

  useEffect(() => {
    if (!mayWrite) return;
    void readDrafts<Draft>(prefix).then((drafts) => {
      const own = new Map<string, Written>();
      const others = new Map<string, Written>();
      for (const [code, { written, before }] of drafts) {
        const saved = kept.current.get(code) ?? NOTHING;
        if (!same(written, saved)) (same(before, saved) ? own : others).set(code, written);
      }
      setScores((mine) => new Map([...mine, ...own]));
      setLeft(others);
    });
  }, [prefix, mayWrite]);

  const saveAll = useCallback(async () => {
    for (;;) {
      const next = [...latest.current].find(([code, value]) => !same(value, kept.current.get(code)));
      if (!next) return true;
      const [code, value] = next;
      const done = await run({
        input: {
          evaluationId: found.id,
          expectedVersion: version.current,
          criterionCode: code,
          value: value.value,
          justification: value.justification,
          citations: value.citations.map(({ versionId, page, quote, area }) => ({
            versionId,
            page,
            quote,
            area,
          })),
        },
      });
      if (!done) return false;
      version.current = done.version;
      kept.current = new Map(kept.current).set(code, value);
      setSavedAt(Date.now());
      if (same(latest.current.get(code), value)) void dropDraft(prefix + code);
    }
  }, [run, found.id, prefix]);

  const flush = useCallback(() => {
    saving.current ??= saveAll().finally(() => {
      saving.current = null;
    });
    return saving.current;
  }, [saveAll]);

  const unsaved = [...scores].some(([code, value]) => !same(value, kept.current.get(code)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a pause is counted from the last change
  useEffect(() => {
    if (!mayWrite || !unsaved) return;
    const offline = trouble?.kind === 'network' || trouble?.kind === 'server';
    if (trouble && !offline) return;
    const timer = setTimeout(() => void flush(), offline ? AGAIN_AFTER : AFTER_A_PAUSE);
    return () => clearTimeout(timer);
  }, [scores, unsaved, mayWrite, trouble, flush]);

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => unsaved && event.preventDefault();
    window.addEventListener('beforeunload', leave);
    return () => window.removeEventListener('beforeunload', leave);
  }, [unsaved]);

  function change(code: string, by: Partial<Written>) {
    const written = { ...(latest.current.get(code) ?? NOTHING), ...by };
    latest.current = new Map(latest.current).set(code, written);
    setScores(latest.current);
    void keepDraft(prefix + code, { written, before: kept.current.get(code) ?? NOTHING } satisfies Draft);
  }
  return {
    written: (code) => scores.get(code) ?? NOTHING,
    change,
    left: (code) => left.get(code) ?? null,
    settle: (code, take) => {
      const mine = left.get(code);
      setLeft((all) => new Map([...all].filter(([other]) => other !== code)));
      if (take && mine) change(code, mine);
      else void dropDraft(prefix + code);
    },
    flush,
    version: () => version.current,
    pending,
    unsaved,
    savedAt,
    trouble,
  };
}
