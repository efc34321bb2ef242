// A checklist while it is filled in: on this device at each tick, on the server when it is sent and there is a network.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAct } from '../../app/act';
import { keepDraft, readDraft } from '../../app/drafts';
import { useLocal } from '../../app/language';
import { type ChecklistData, sendCounts } from './checklistQuery';
import { type Count, type Counted, countsOf, fingerprint, NOTHING, told } from './counting';

/** By the codes of criteria: what was counted, what of it was sent, and the version of the position it made. */
type Kept = {
  counted: Record<string, Counted>;
  sent: Record<string, string>;
  versions: Record<string, number>;
  queued: boolean;
};
type Ready = { code: string; asked: readonly Count[] };

export function useChecklist(found: ChecklistData) {
  const key = `checklist ${found.id}`;
  const local = useLocal();
  const act = useAct(sendCounts, (data) => data.writeConsensus, { quiet: true });
  const [kept, setKept] = useState<Kept>({ counted: {}, sent: {}, versions: {}, queued: false });
  const latest = useRef(kept);
  const [online, setOnline] = useState(navigator.onLine);

  const put = useCallback(
    (next: Kept) => {
      latest.current = next;
      setKept(next);
      void keepDraft(key, next);
    },
    [key],
  );
  useEffect(() => {
    void readDraft<Kept>(key).then((before) => {
      if (before && latest.current.counted && !Object.keys(latest.current.counted).length) {
        latest.current = before;
        setKept(before);
      }
    });
  }, [key]);

  const { run } = act;
  const send = async (ready: readonly Ready[]) => {
    if (!navigator.onLine) {
      put({ ...latest.current, queued: true });
      return;
    }
    for (const { code, asked } of ready) {
      const counted = latest.current.counted[code] ?? NOTHING;
      const counts = countsOf(asked, counted);
      if (!counts) continue;
      const known = found.consensus.find(({ criterion }) => criterion.code === code)?.version ?? 0;
      const expectedVersion = Math.max(known, latest.current.versions[code] ?? 0);
      const position = told(asked, counted, local);
      const made = await run({
        input: { evaluationId: found.id, criterionCode: code, expectedVersion, counts, position },
      });
      if (!made) {
        put({ ...latest.current, queued: !navigator.onLine });
        return;
      }
      put({
        ...latest.current,
        sent: { ...latest.current.sent, [code]: fingerprint(counted) },
        versions: { ...latest.current.versions, [code]: made.version },
      });
    }
    put({ ...latest.current, queued: false });
  };

  const sending = useRef(send);
  sending.current = send;
  useEffect(() => {
    const told = () => {
      setOnline(navigator.onLine);
      if (!navigator.onLine || !latest.current.queued) return;
      const { checklist } = found.framework;
      const codes = [...new Set(checklist.map(({ criterionCode }) => criterionCode))];
      const ready = codes
        .filter((code) => latest.current.sent[code] !== fingerprint(latest.current.counted[code] ?? NOTHING))
        .map((code) => ({ code, asked: checklist.filter(({ criterionCode }) => criterionCode === code) }));
      void sending.current(ready);
    };
    window.addEventListener('online', told);
    window.addEventListener('offline', told);
    return () => {
      window.removeEventListener('online', told);
      window.removeEventListener('offline', told);
    };
  }, [found]);

  return {
    of: (code: string) => kept.counted[code] ?? NOTHING,
    sent: (code: string) => kept.sent[code],
    change: (code: string, counted: Counted) =>
      put({ ...latest.current, counted: { ...latest.current.counted, [code]: counted } }),
    queued: kept.queued,
    online,
    send,
    act,
  };
}
