// A framework while it is written: each change into a draft on this device, each pause to the server.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAct } from '../../app/act';
import { dropDraft, keepDraft, readDraft } from '../../app/drafts';
import { documentOf, type Framework } from './document';
import { type DraftData, saveDraft } from './draftQuery';

const AFTER_A_PAUSE = 900;

/** What stayed on this device, and what was saved when it was written. */
type Kept = { written: Framework; version: number };

export function useDraft(found: DraftData) {
  const key = `framework ${found.id}`;
  const save = useAct(saveDraft, (data) => data.saveFrameworkDraft, { quiet: true });
  const [saved, setSaved] = useState(found);
  const [written, setWritten] = useState(() => documentOf(found.content));
  const [unsaved, setUnsaved] = useState(false);
  const [left, setLeft] = useState<Framework | null>(null);
  const latest = useRef({ written, version: found.version, changes: 0 });
  latest.current.written = written;
  const saving = useRef<Promise<boolean>>(Promise.resolve(true));

  const change = useCallback(
    (next: Framework) => {
      latest.current.changes += 1;
      setWritten(next);
      setUnsaved(true);
      void keepDraft(key, { written: next, version: latest.current.version } satisfies Kept);
    },
    [key],
  );

  useEffect(() => {
    void readDraft<Kept>(key).then((kept) => {
      if (!kept || latest.current.changes) return;
      if (kept.version === found.version) change(kept.written);
      else setLeft(kept.written);
    });
  }, [key, found.version, change]);

  const { run } = save;
  const once = useCallback(async () => {
    const { changes, version, written: sent } = latest.current;
    const content = JSON.stringify(sent);
    const result = await run({ input: { id: found.id, expectedVersion: version, content } });
    if (!result) return false;
    latest.current.version = result.version;
    setSaved(result);
    if (latest.current.changes === changes) {
      setUnsaved(false);
      await dropDraft(key);
    }
    return true;
  }, [run, found.id, key]);
  /** Sends what is written, one save after another. */
  const flush = useCallback(() => {
    saving.current = saving.current.then(once);
    return saving.current;
  }, [once]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change begins the pause anew
  useEffect(() => {
    if (!unsaved) return;
    const timer = setTimeout(() => void flush(), AFTER_A_PAUSE);
    return () => clearTimeout(timer);
  }, [written, unsaved, flush]);

  const settle = (take: boolean) => {
    if (take && left) change(left);
    else void dropDraft(key);
    setLeft(null);
  };
  return { saved, written, change, unsaved, save, flush, left, settle };
}
