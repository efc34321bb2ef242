// Makes the checklist open without a network: a worker of this site keeps the client's own files on the device.

/** Registers the worker and has it keep what this page is made of; does nothing where browsers have no such thing. */
export async function keepForAway(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/worker.js');
  const { active } = await navigator.serviceWorker.ready;
  const files = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin }) => origin === window.location.origin)
    .map(({ pathname }) => pathname);
  active?.postMessage({ files: [...new Set(files)] });
}
