/** Who is signed in, in which brand, and what they may do. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, ask } from './client';
import type { Me } from './sketch';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask(api.GET('/api/v1/session', { signal })),
  staleTime: 60_000,
});

/** Inside a shell the answer is always there: the root loads it before it draws. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}
