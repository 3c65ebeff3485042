/** A list that is asked for page by page, by the server's cursor. */
import { keepPreviousData, useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';

export interface Page<T> {
  items: T[];
  next_cursor?: string | null | undefined;
}

export interface Pages<T, P extends Page<T> = Page<T>> {
  query: UseInfiniteQueryResult<InfiniteData<P>>;
  items: T[];
  more: { load: () => void; busy: boolean } | null;
}

export function usePages<T, P extends Page<T>>(
  key: readonly unknown[],
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<P & Page<T>>,
  /** How soon to ask again, by what is there; `false` for not at all. */
  again: (items: T[]) => number | false = () => false,
): Pages<T, P> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    refetchInterval: ({ state }) => again(state.data?.pages.flatMap(({ items }) => items) ?? []),
    placeholderData: keepPreviousData,
    getNextPageParam: (last: P) => last.next_cursor ?? undefined,
  });
  return {
    query,
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    more: query.hasNextPage ? { load: () => void query.fetchNextPage(), busy: query.isFetchingNextPage } : null,
  };
}
