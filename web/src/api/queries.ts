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

/** What the rules and the notes of the matrix decide. */
const JUDGED = ['content-check', 'similar-check', 'note-findings', 'note-copies'] as const;
/** What the figures of the matrix are shown in. */
const FIGURES = ['board', 'account', 'today', 'report', 'proposals', 'employees', 'stores', ...JUDGED] as const;
/** The answers that an event makes stale, by its kind. */
const STALE: Record<string, readonly string[]> = {
  import_proposed: ['imports'],
  import_started: ['imports', 'jobs'],
  import_discarded: ['imports'],
  import_failed: ['imports', 'today', 'jobs'],
  import_cancelled: ['imports'],
  import_finished: ['imports', 'jobs', ...FIGURES],
  import_reversed: ['imports', 'jobs', ...FIGURES],
  reversal_asked: ['jobs'],
};
/** Or else by the first word of its kind, which names its subject. */
const STALE_SUBJECT: Record<string, readonly string[]> = {
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
  channel: ['channels'],
  rest: ['own-day'],
  brand: ['brands', 'me'],
  evidence: ['evidence'],
  proof: ['proofs', 'person', 'own-file', 'today'],
  agreement: ['agreements', 'person', 'own-file', 'today'],
  persona: ['personas', 'today'],
  departure: ['departures', 'employees', 'person', 'today'],
  entitlement: ['entitlements', 'hangings', 'lives'],
  card: ['card-texts', 'card-rollouts', 'entitlements', 'today'],
  goods: ['goods', 'hangings'],
  live: ['lives', 'today'],
  promotion: ['promotions', 'today'],
  content: ['content-rules', 'content-packs', 'today', 'board', ...JUDGED],
};
/** Many events come at once while an import runs; answers are asked again at most this often. */
const GATHER_MS = 400;

export interface Heard {
  kind: string;
  /** The id of what it happened to; members who see part of a brand are not told. */
  subject: string | null;
}

/** Keys of stale answers: of a whole list (`imports`), or of one thing in it (`import/import_…`). */
export function staleAfter(events: Iterable<Heard>): Set<string> {
  const stale = new Set<string>(['notices', 'audit']);
  for (const { kind, subject } of events) {
    for (const key of STALE[kind] ?? STALE_SUBJECT[kind.split('_')[0] ?? ''] ?? []) stale.add(key);
    if (kind.startsWith('import_')) stale.add(subject ? `import/${subject}` : 'import');
  }
  return stale;
}

const isStale = (stale: ReadonlySet<string>, [first, second]: readonly unknown[]) => stale.has(String(first)) || stale.has(`${String(first)}/${String(second)}`);

function subjectOf(data: string): string | null {
  try {
    const { subject } = JSON.parse(data) as { subject?: string | null };
    return subject ?? null;
  } catch {
    return null; // Without a readable body the whole list is asked again.
  }
}

export function useLiveEvents(brand: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    let heard: Heard[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const stale = staleAfter(heard);
      heard = [];
      void client.invalidateQueries({ predicate: ({ queryKey }) => isStale(stale, queryKey) });
    };
    void listen(({ kind, data }) => {
      heard.push({ kind, subject: subjectOf(data) });
      timer ??= setTimeout(flush, GATHER_MS);
    }, stop.signal);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, brand]);
}
