/** What several tabs ask for, and what a change makes stale. */
import { api, ask } from '@/api/client';

export const STALE = ['seats', 'entities', 'seat-fees', 'seat-costs', 'seat-renewals', 'seat-advice', 'account', 'board', 'people', 'employees', 'today'];

const ENTITIES_MAX = 200;

export const entitiesQuery = {
  queryKey: ['entities', 'choices'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/legal-entities', { params: { query: { limit: ENTITIES_MAX } }, signal })),
};

const PEOPLE_MAX = 200;

export const peopleQuery = {
  queryKey: ['employees', 'choices'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/employees', { params: { query: { limit: PEOPLE_MAX } }, signal })),
};

/** The editions that the rule book knows, by the names it is shipped with. */
export const EDITIONS = ['grey_test', 'spend_2025', 'bundled'] as const;

/** Fen of an amount in yuan as it is typed. */
export const fenOf = (yuan: number | null): number => Math.round((yuan ?? 0) * 100);
