/** Asking for promotion money: for which account or note, how much, for how long and why. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { fenOf, notesQuery, PROMOTION_STALE, YUAN_MAX } from '@/selling/queries';
import { Terms } from './Terms';

const DAYS_MAX = 92;
const WHY_CHARS_MAX = 300;

export function PromotionDialog({ account: known, close }: { account?: string; close: () => void }) {
  const t = useT();
  const accounts = useQuery({ ...accountsQuery, enabled: known === undefined });
  const [draft, setDraft] = useState({ account: known ?? '', note: '', budget: null as number | null, days: null as number | null, why: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const notes = useQuery(notesQuery(draft.account));
  const send = useAction({
    run: () => ask(api.POST('/api/v1/promotions', { body: { account: draft.account, note: draft.note || null, budget_fen: fenOf(draft.budget), days: draft.days ?? 0, why: draft.why.trim() } })),
    stale: PROMOTION_STALE, said: t('promotion.asked_done'), then: close, quietFailure: true,
  });
  const fault = (field: string) => send.error?.fields[field];
  return (
    <Dialog title={t('promotion.ask')} open close={close}>
      <Form submit={() => send.run()} verb={t('promotion.ask')} busy={send.busy} error={send.error} cancel={close} disabled={!draft.account || draft.budget === null || draft.days === null || draft.why.trim() === ''}>
        {known ? null : (
          <Field label={t('selling.account')} error={fault('account')} required>
            {() => <Select label={t('selling.account')} value={draft.account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(account) => set({ account, note: '' })} width={320} />}
          </Field>
        )}
        <Field label={t('promotion.note')} error={fault('note')}>
          {() => <Select label={t('promotion.note')} any={t('promotion.whole')} value={draft.note} options={(notes.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))} change={(note) => set({ note })} width={320} />}
        </Field>
        <NumberField label={t('promotion.budget')} unit={t('selling.yuan')} value={draft.budget} least={0.01} most={YUAN_MAX} change={(budget) => set({ budget })} error={fault('budget_fen')} />
        <NumberField label={t('promotion.days')} unit={t('promotion.days_unit')} value={draft.days} least={1} most={DAYS_MAX} change={(days) => set({ days })} error={fault('days')} />
        <AreaField label={t('promotion.why')} hint={t('promotion.why_hint')} value={draft.why} change={(why) => set({ why })} error={fault('why')} most={WHY_CHARS_MAX} lines={3} required />
        {draft.account ? <Terms account={draft.account} /> : null}
      </Form>
    </Dialog>
  );
}
