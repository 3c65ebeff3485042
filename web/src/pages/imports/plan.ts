/** What can be done with an import, and what one still lacks before it can start. */
import { useMutation, useQueries, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { ImportDetail, ImportPlan, ImportState } from '@/api/types';
import { useAction, useToast } from '@/ui/feedback';

const at = (id: string) => ({ params: { path: { import: id } } });
const STALE = ['imports', 'import'];

export const importQuery = (id: string) => ({
  queryKey: ['import', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/imports/{import}', { ...at(id), signal })),
});

const MOVING: readonly ImportState[] = ['waiting', 'running'];
/** In the queue or at work: its numbers change from moment to moment. */
export const isMoving = ({ state }: { state: ImportState }): boolean => MOVING.includes(state);

export type Lack = 'period' | 'account';

export function lacksOf({ proposal, period, account }: ImportDetail): Lack[] {
  const lacks: Lack[] = [];
  if (proposal?.needs_period && !period) lacks.push('period');
  if (proposal?.needs_account && !account) lacks.push('account');
  return lacks;
}

/** Something that a person should look at first: the same file again, or days that overlap without being the same. */
export const isDoubtful = ({ same_file: sameFile, overlaps }: ImportDetail): boolean =>
  Boolean(sameFile) || overlaps.some(({ same_days: sameDays }) => !sameDays);

/** Nothing is missing and nothing is doubtful: it can start without another look. */
export const isReady = (view: ImportDetail): boolean => view.can.decide && lacksOf(view).length === 0 && !isDoubtful(view);

/** The details of several imports at once; those that are on their way are left out. */
export function useDetails(ids: string[]): ImportDetail[] {
  return useQueries({
    queries: ids.map(importQuery),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
}

const keep = (client: QueryClient) => (answer: ImportDetail) => client.setQueryData(['import', answer.id], answer);

/** A correction goes to the server at once, which answers with what the file now looks like. */
export function usePlan(id: string) {
  const client = useQueryClient();
  return useAction({
    run: (plan: ImportPlan) => ask(api.PUT('/api/v1/imports/{import}/plan', { ...at(id), body: plan })),
    stale: ['imports'],
    then: keep(client),
  });
}

/** The same correction for several files, one after the other. */
export function usePlanAll() {
  const client = useQueryClient();
  return useAction({
    run: async ({ ids, plan }: { ids: string[]; plan: ImportPlan }) => {
      for (const id of ids) keep(client)(await ask(api.PUT('/api/v1/imports/{import}/plan', { ...at(id), body: plan })));
    },
    stale: STALE,
  });
}

const start = (id: string) => ask(api.POST('/api/v1/imports/{import}/run', at(id)));

export function useStart(id: string) {
  const client = useQueryClient();
  return useAction({ run: () => start(id), stale: ['imports'], then: keep(client) });
}

/** Starts what can start, in order; a refusal is said and stops none of the others. */
export function useStartAll() {
  const client = useQueryClient();
  const toast = useToast();
  const { mutate, isPending } = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await start(id).then(keep(client), toast.failed);
      await client.invalidateQueries({ queryKey: ['imports'] });
    },
  });
  return { run: mutate, busy: isPending };
}

export const useCancel = (id: string) => useAction({ run: () => ask(api.DELETE('/api/v1/imports/{import}/run', at(id))), stale: STALE });

export function useReverse(id: string, said: string) {
  return useAction({ run: () => ask(api.POST('/api/v1/imports/{import}/reversal', at(id))), stale: STALE, said });
}

export const useDiscard = (id: string, then?: () => void) =>
  useAction({ run: () => ask(api.DELETE('/api/v1/imports/{import}', at(id))), stale: ['imports'], ...(then ? { then } : {}) });
