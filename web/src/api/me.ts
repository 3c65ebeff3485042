/** Who is signed in, in which brand, and what they may do. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, ask } from './client';
import type { BrandView, Me, SignedIn } from './types';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask(api.GET('/api/v1/session', { signal })),
  staleTime: 60_000,
});

/** Who is signed in; the root loads it before it draws. */
export function useSignedIn(): SignedIn {
  return useSuspenseQuery(meQuery).data;
}

function here({ brand }: SignedIn): BrandView {
  if (!brand) throw new RangeError('This page is for members of a brand: the shell opens it to nobody else.');
  return brand;
}

/** Inside a shell there is always a brand. */
export function useMe(): Me {
  const me = useSignedIn();
  return { ...me, brand: here(me) };
}
