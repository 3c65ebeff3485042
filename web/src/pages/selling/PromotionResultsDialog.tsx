/** Entering what a promotion cost and brought, or correcting it; spend beyond the budget is said. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { Promotion } from '@/api/types';
import { useT } from '@/i18n';
import { useAction } from '@/ui/feedback';
import { Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { COUNT_MAX, fenOf, PROMOTION_STALE, SALES_YUAN_MAX } from '@/selling/queries';

const FEN_PER_YUAN = 100;

export function PromotionResultsDialog({ promotion: { id, results }, close }: { promotion: Promotion; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState({
    spend: results ? results.spend_fen / FEN_PER_YUAN : null as number | null,
    impression: results?.impression ?? null, consult: results?.message_consult ?? null, leads: results?.leads ?? null,
    over: results?.overspend_reason ?? '', reason: '',
  });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const save = useAction({
    run: () => ask(api.POST('/api/v1/promotions/{promotion}/results', {
      params: { path: { promotion: id } },
      body: { revision: results?.revision ?? 0, spend_fen: fenOf(draft.spend), impression: draft.impression, message_consult: draft.consult, leads: draft.leads, overspend_reason: draft.over.trim(), reason: draft.reason.trim() },
    })),
    stale: PROMOTION_STALE, said: t('promotion.counted'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  // The server asks for it where more was spent than granted; what was said once stays to be seen.
  const saysOver = draft.over !== '' || fault('overspend_reason') !== undefined;
  return (
    <Dialog title={t(results ? 'selling.correct' : 'promotion.count')} open close={close}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={draft.spend === null || (results !== null && results !== undefined && draft.reason.trim() === '')}>
        <p className="k-quiet">{t('selling.count_hint')}</p>
        <NumberField label={t('promotion.spend')} unit={t('selling.yuan')} value={draft.spend} least={0} most={SALES_YUAN_MAX} change={(spend) => set({ spend })} error={fault('spend_fen')} />
        {saysOver ? <TextField label={t('promotion.overspend_reason')} value={draft.over} change={(over) => set({ over })} error={fault('overspend_reason')} required /> : null}
        <NumberField label={t('promotion.impression')} unit={t('promotion.times_unit')} value={draft.impression} least={0} most={COUNT_MAX} change={(impression) => set({ impression })} error={fault('impression')} />
        <NumberField label={t('promotion.message_consult')} unit={t('promotion.times_unit')} value={draft.consult} least={0} most={COUNT_MAX} change={(consult) => set({ consult })} error={fault('message_consult')} />
        <NumberField label={t('promotion.leads')} unit={t('live_unit.leads')} value={draft.leads} least={0} most={COUNT_MAX} change={(leads) => set({ leads })} error={fault('leads')} />
        {results ? <TextField label={t('selling.correct_reason')} value={draft.reason} change={(reason) => set({ reason })} error={fault('reason')} required /> : null}
      </Form>
    </Dialog>
  );
}
