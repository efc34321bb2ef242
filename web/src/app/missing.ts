// The code of a screen that cannot be fetched: the site was renewed and has other names for it, or the server is away.

const AGAIN_AFTER = 60_000;
const KEY = 'areopag.reloaded';

/**
 * The router by itself would load the page anew at once. Where the server is away, the browser's own error would stand
 * in its place; so it is loaded anew only if the server answers, and what failed is told on the screen until then.
 */
export function heedMissingScreens(reload: () => void) {
  window.addEventListener('vite:preloadError', ({ payload }) => {
    // By these words the router knows what it would load anew for.
    payload.message = `The screen did not load: ${payload.message}`;
    void serverAnswers().then((answers) => answers && notJustNow() && reload());
  });
}

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** A screen that is missing for good must not load the page over and over. */
function notJustNow(): boolean {
  try {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    sessionStorage.setItem(KEY, String(Date.now()));
    return Date.now() - last > AGAIN_AFTER;
  } catch {
    return false;
  }
}
