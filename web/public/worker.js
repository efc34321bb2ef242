// Opens the inspector's checklist where there is no network. It keeps the client's own files, whose names carry their
// hash, and the one page that is the same for everybody; nothing that the server tells anybody is kept here.
const KEPT = 'areopag-checklist';
const CHECKLIST = /^\/work\/[^/]+\/checklist\/?$/;
const OWN = /^\/(assets\/[^?]+|first\.js|icon\.svg)$/;
const PAGE = '/work/any/checklist';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && CHECKLIST.test(pathname)) event.respondWith(page(request));
  else if (OWN.test(pathname)) event.respondWith(file(request, pathname));
});

// What was fetched before this began to keep things.
self.addEventListener('message', (event) => {
  event.waitUntil(keep(event.data.files).then(() => event.ports[0]?.postMessage('kept')));
});

async function keep(files) {
  const kept = await caches.open(KEPT);
  const now = await fetch(self.registration.scope + PAGE.slice(1));
  const before = await kept.match(PAGE);
  // Files of a build that is gone are asked for no more. Within one, each visit may add some.
  if (before && built(await before.text()) !== built(await now.clone().text()))
    for (const { url } of await kept.keys())
      if (!files.includes(new URL(url).pathname)) await kept.delete(url);
  const missing = await Promise.all(
    files.map(async (path) => (OWN.test(path) && !(await kept.match(path)) ? path : null)),
  );
  await kept.addAll(missing.filter(Boolean));
  await kept.put(PAGE, now);
}

/** By which files a page begins: their names change with whatever is built. */
function built(html) {
  return html
    .match(/\/assets\/[^"']+/g)
    ?.sort()
    .join(' ');
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (away) {
    const found = await caches.match(PAGE);
    if (found) return found;
    throw away;
  }
}

async function file(request, path) {
  const found = await caches.match(path);
  // A name with a hash never means another file; the others are asked for first.
  if (found && path.startsWith('/assets/')) return found;
  try {
    return await fetch(request);
  } catch (away) {
    if (found) return found;
    throw away;
  }
}
