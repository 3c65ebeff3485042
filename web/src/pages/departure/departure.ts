import { api, ask } from '@/api/client';
import type { DepartureStep } from '@/api/types';

export const DEPARTURE_STALE = ['departures', 'person', 'employees', 'personas', 'today', 'board', 'account'];

/** Steps that somebody marks; the others follow from what was done. */
export const BY_HAND: readonly DepartureStep[] = ['device', 'sim', 'settlement'];

export const departureQuery = (id: string) => ({
  queryKey: ['departures', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/departures/{departure}', { params: { path: { departure: id } }, signal })),
});
