/** Asking for promotion money on the phone. What is typed stays when it is refused. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, ask } from '@/api/client';
import { asApiError, type ApiError } from '@/api/error';
import { accountsQuery } from '@/api/lists';
import { useT } from '@/i18n';
import { fenOf, notesQuery } from '@/selling/queries';
import { Button, say } from '../ui/controls';

const WHY_CHARS_MAX = 300;

export function AskForm({ close }: { close: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const accounts = useQuery(accountsQuery);
  const [draft, setDraft] = useState({ account: '', note: '', budget: '', days: '', why: '' });
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const own = accounts.data?.items ?? [];
  const account = draft.account || (own[0]?.id ?? '');
  const notes = useQuery(notesQuery(account));
  const send = async () => {
    setBusy(true);
    try {
      const body = { account, note: draft.note || null, budget_fen: fenOf(Number(draft.budget)), days: Math.round(Number(draft.days)), why: draft.why.trim() };
      await ask(api.POST('/api/v1/promotions', { body }));
      await client.invalidateQueries({ queryKey: ['promotions'] });
      say(t('promotion.asked_done'));
      close();
    } catch (thrown) {
      setFailure(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const fault = (field: string) => failure?.fields[field];
  return (
    <section className="p-card p-selling-form" aria-label={t('promotion.ask')}>
      <h2>{t('promotion.ask')}</h2>
      {failure ? <p className="p-selling-care" role="alert">{failure.message}</p> : null}
      {own.length > 1 ? (
        <Place label={t('selling.account')} fault={fault('account')}>
          <select value={account} onChange={(event) => set({ account: event.target.value, note: '' })}>{own.map(({ id, nickname }) => <option key={id} value={id}>{nickname}</option>)}</select>
        </Place>
      ) : null}
      <Place label={t('promotion.note')} fault={fault('note')}>
        <select value={draft.note} onChange={(event) => set({ note: event.target.value })}>
          <option value="">{t('promotion.whole')}</option>
          {(notes.data?.items ?? []).map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
        </select>
      </Place>
      <Place label={`${t('promotion.budget')} (${t('selling.yuan')})`} fault={fault('budget_fen')}><input type="number" inputMode="decimal" min="0" step="0.01" value={draft.budget} onChange={(event) => set({ budget: event.target.value })} /></Place>
      <Place label={t('promotion.days')} fault={fault('days')}><input type="number" inputMode="numeric" min="1" value={draft.days} onChange={(event) => set({ days: event.target.value })} /></Place>
      <Place label={t('promotion.why')} fault={fault('why')}><textarea rows={3} maxLength={WHY_CHARS_MAX} placeholder={t('promotion.why_hint')} value={draft.why} onChange={(event) => set({ why: event.target.value })} /></Place>
      <Button primary press={() => void send()} busy={busy}>{t('promotion.ask')}</Button>
      <Button press={close}>{t('phone.cancel')}</Button>
    </section>
  );
}

function Place({ label, fault, children }: { label: string; fault: string | undefined; children: ReactNode }) {
  return (
    <label>
      <span>{label}</span>
      {children}
      {fault ? <span className="p-selling-care">{fault}</span> : null}
    </label>
  );
}
