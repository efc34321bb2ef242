// Words shown marked where they stand on a page: what a citation quotes, what a search found.
import { type RefObject, useEffect } from 'react';

const MOST = 200;
const NAME = 'cited';

/** Where these texts stand in a box, however its lines are broken; every occurrence, in reading order. */
export function rangesOf(box: Node, texts: readonly string[]): Range[] {
  const places: { node: Text; at: number }[] = [];
  let plain = '';
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    for (let at = 0; at < node.data.length; at += 1) {
      const sign = normal(node.data.charAt(at));
      if (!sign) continue;
      plain += sign;
      for (let n = 0; n < sign.length; n += 1) places.push({ node, at });
    }
  }
  const found: Range[] = [];
  for (const text of texts.map(normal).filter(Boolean)) {
    for (
      let from = plain.indexOf(text);
      from >= 0 && found.length < MOST;
      from = plain.indexOf(text, from + 1)
    ) {
      const [first, last] = [places[from], places[from + text.length - 1]];
      if (!first || !last) break;
      const range = document.createRange();
      range.setStart(first.node, first.at);
      range.setEnd(last.node, last.at + 1);
      found.push(range);
    }
  }
  return found;
}

/** Line breaks, spaces, soft hyphens and the size of letters say nothing about what is quoted. */
function normal(text: string): string {
  return text.replace(/[\s\u00ad\u200b]/g, '').toLowerCase();
}

/** Mark the texts in a box, also when what it shows is drawn later, and bring the first into view once. */
export function useMarks(box: RefObject<HTMLElement | null>, marked: string) {
  useEffect(() => {
    const place = box.current;
    if (!place || !marked || !('highlights' in CSS)) return;
    let seen = false;
    const mark = () => {
      const ranges = rangesOf(place, marked.split('\n'));
      CSS.highlights.set(NAME, new Highlight(...ranges));
      if (!seen && ranges[0]) {
        seen = true;
        ranges[0].startContainer.parentElement?.scrollIntoView({ block: 'center' });
      }
    };
    mark();
    const watching = new MutationObserver(mark);
    watching.observe(place, { childList: true, subtree: true });
    return () => {
      watching.disconnect();
      CSS.highlights.delete(NAME);
    };
  }, [box, marked]);
}
