import { useEffect, useRef, useState } from 'react';
import { api, ask } from '@/api/client';
import type { ImportPlan, ImportView } from '@/api/sketch';
import { useAction } from '@/ui/feedback';

/** What the server understood, as a plan that the user can put right. */
export function planOf(view: ImportView): ImportPlan {
  return {
    kind: view.kind,
    sheet: view.sheet,
    header_row: view.header_row,
    mapping: Object.fromEntries(view.columns.map(({ column, field }) => [column, field])),
    period: view.period,
    account: view.account?.id ?? null,
    save_mapping: false,
  };
}

const at = (view: ImportView) => ({ params: { path: { import: view.id } } });
const STALE = ['imports'];

/** Every correction goes to the server at once, which answers with what the file now looks like. */
export function usePlan(view: ImportView) {
  const [plan, setPlan] = useState(() => planOf(view));
  const save = useAction({ run: (next: ImportPlan) => ask(api.PUT('/api/v1/imports/{import}/plan', { ...at(view), body: next })), stale: STALE });
  const answered = useRef(view);
  useEffect(() => {
    if (answered.current === view) return;
    answered.current = view;
    setPlan((now) => ({ ...planOf(view), save_mapping: now.save_mapping }));
  }, [view]);
  const change = (patch: Partial<ImportPlan>) => {
    const next = { ...plan, ...patch };
    setPlan(next);
    save.run(next);
  };
  return { plan, change, busy: save.busy };
}

export const useRun = (view: ImportView) => useAction({ run: () => ask(api.POST('/api/v1/imports/{import}/run', at(view))), stale: STALE });
export const useCancel = (view: ImportView) => useAction({ run: () => ask(api.DELETE('/api/v1/imports/{import}/run', at(view))), stale: STALE });
export const useReverse = (view: ImportView, said: string) =>
  useAction({ run: () => ask(api.POST('/api/v1/imports/{import}/reversal', at(view))), stale: ['imports', 'board', 'account', 'today', 'report'], said });
export const useDiscard = (view: ImportView, then?: () => void) =>
  useAction({ run: () => ask(api.DELETE('/api/v1/imports/{import}', at(view))), stale: STALE, ...(then ? { then } : {}) });
