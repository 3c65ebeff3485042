/** How the console asks and keeps answers: one client, retries only what may pass, and live events say what has gone stale. */
import { QueryCache, QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { asApiError } from './error';
import { listen } from './live';

const FRESH_MS = 30_000;
const RETRIES_MAX = 2;

/** A session that has ended leads to the sign-in page, and from there back to where the user was. */
export function toSignIn(): void {
  if (location.pathname.startsWith('/sign-in')) return;
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (thrown) => {
        if (asApiError(thrown).signedOut) toSignIn();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, thrown) => failures < RETRIES_MAX && asApiError(thrown).passing,
        refetchOnWindowFocus: false,
      },
    },
  });
}

/** The first word of an event's kind (`import_finished`) names its subject; these are the answers that it makes stale. */
const STALE: Record<string, readonly string[]> = {
  import: ['imports', 'board', 'today', 'account', 'report', 'proposals', 'employees'],
  account: ['board', 'account', 'today', 'proposals', 'employees'],
  employee: ['employees', 'stores', 'board', 'proposals', 'today'],
  store: ['stores', 'employees', 'board'],
  holder: ['board', 'account', 'today', 'proposals', 'employees'],
  proposal: ['proposals', 'account', 'today'],
  today: ['today'],
  job: ['jobs'],
  member: ['members', 'invitations', 'me'],
  invitation: ['invitations'],
  session: ['sessions'],
  signed: ['sessions'],
  user: ['me', 'members'],
  second: ['me', 'members'],
  api: ['api-keys'],
  brand: ['brands', 'me'],
};
/** Many events come at once while an import runs; answers are asked again at most this often. */
const GATHER_MS = 400;

export function staleAfter(kinds: Iterable<string>): Set<string> {
  const stale = new Set<string>(['notices']);
  for (const kind of kinds) for (const key of STALE[kind.split('_')[0] ?? ''] ?? []) stale.add(key);
  return stale;
}

export function useLiveEvents(brand: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const kinds = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const stale = staleAfter(kinds);
      kinds.clear();
      void client.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
    };
    void listen((event) => {
      kinds.add(event.kind);
      timer ??= setTimeout(flush, GATHER_MS);
    }, stop.signal);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, brand]);
}
