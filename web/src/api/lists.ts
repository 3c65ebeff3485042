/** Lists that several pages choose from. */
import { api, ask } from './client';

export const storesQuery = {
  queryKey: ['stores'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/stores', { signal })),
};

const MEMBERS_MAX = 200;

export const membersQuery = {
  queryKey: ['members'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/members', { params: { query: { limit: MEMBERS_MAX } }, signal })),
};

const ACCOUNTS_MAX = 200;

/** Accounts to choose one from, by their nicknames. */
export const accountsQuery = {
  queryKey: ['account', 'choices'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/accounts', { params: { query: { limit: ACCOUNTS_MAX } }, signal })),
};

/** What is stored about the one who asks. */
export const ownFileQuery = {
  queryKey: ['own-file'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/own-file', { signal })),
};
