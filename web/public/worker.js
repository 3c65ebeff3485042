// The phone without a network: the pages themselves, and nothing of what they show.
// Files with their content in their name are kept once they were loaded; the first page is asked for each time and
// kept for when nobody answers. What the API says never passes through here: people's data stay out of this cache.
const CACHE = 'kosmos-pages-1';
const FIRST_PAGE = '/index.html';
const FILES = ['/theme.js', '/kosmos.svg', '/kosmos.webmanifest'];
const PAGE_MS_MAX = 4000;
/** Files of pages that are kept; the oldest go first. */
const KEPT_MAX = 300;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([FIRST_PAGE, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') {
    if (pathname === '/m' || pathname.startsWith('/m/')) event.respondWith(fresh(request, FIRST_PAGE));
  } else if (pathname.startsWith('/assets/')) event.respondWith(keptOnce(request));
  else if (FILES.includes(pathname)) event.respondWith(fresh(request, pathname));
});

async function keptOnce(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const old = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith('/assets/'));
    for (const name of old.slice(0, Math.max(0, old.length - KEPT_MAX))) await cache.delete(name);
  }
  return answer;
}

async function fresh(request, name) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PAGE_MS_MAX) });
    if (answer.ok) await cache.put(name, answer.clone());
    if (answer.status < 500) return answer;
  } catch {
    // Nobody answered.
  }
  return (await cache.match(name)) ?? Response.error();
}
