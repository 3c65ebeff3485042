/** Makes the phone start without a network: the worker keeps the pages, and the last known session stands in for the server's. */
import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from '@/api/me';
import type { SignedIn } from '@/api/types';
import { withWords } from '@/i18n';
import { forgetAll, keep, kept } from './outbox/store';

const ME = 'me';
const CACHE = 'kosmos-pages-1';

/** Who was signed in when there last was a network. */
export async function lastMe(client: QueryClient): Promise<boolean> {
  const last = await kept<SignedIn>(ME).catch(() => undefined);
  if (!last) return false;
  client.setQueryData(meQuery.queryKey, last.value);
  return true;
}

/** Keeps who is signed in, has the worker keep the pages, and puts those there that were loaded before it was. */
export async function prepare(me: SignedIn): Promise<void> {
  await keep(ME, me);
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/worker.js');
  await navigator.serviceWorker.ready;
  await withWords('publish', () => Promise.all([import('./publish/PublishPage'), import('./publish/PublishListPage')]))();
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.startsWith(`${location.origin}/assets/`));
  const cache = await caches.open(CACHE);
  for (const name of new Set(loaded)) if (!(await cache.match(name))) await cache.add(name);
}

/** Signing out leaves nothing behind. */
export async function forget(): Promise<void> {
  await forgetAll().catch(() => undefined);
}
