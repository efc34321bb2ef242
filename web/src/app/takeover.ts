// A page that came whole gives way to the client: nobody loses what they were writing, or where they were.

const WAIT = 300;

/** The same place in the client: a link to where the other leads. */
function counterpart(of: Element, within: Element): HTMLElement | null {
  const href = of.getAttribute('href');
  return href ? within.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`) : null;
}

/** What the head of a served page says of it: telephones send a page on by its canonical address. */
const OF_THE_PAGE = [
  'link[rel="canonical"]',
  'link[rel="alternate"]',
  'meta[property^="og:"]',
  'meta[name="description"]',
  'meta[name="robots"]',
  'script[type="application/ld+json"]',
].join();

/** Forgets what was said of the page that came whole, for another is shown now. */
export function forgetServedPage(): void {
  for (const said of document.head.querySelectorAll(OF_THE_PAGE)) said.remove();
}

/** Removes what was served once the client shows a screen in its place, and not while somebody is filling in a form. */
export function takeOver(served: HTMLElement, client: HTMLElement): void {
  const attempt = () => {
    const held = served.contains(document.activeElement) ? document.activeElement : null;
    if (held?.closest('form')) {
      // The press on a button of the form ends before the form may go.
      served.addEventListener('focusout', () => setTimeout(attempt, WAIT), { once: true });
      return;
    }
    served.remove();
    if (held) counterpart(held, client)?.focus({ preventScroll: true });
  };
  const waiting = new MutationObserver(() => {
    if (!client.querySelector('h1')) return;
    waiting.disconnect();
    attempt();
  });
  waiting.observe(client, { childList: true, subtree: true });
}
