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
