import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { ImportDetail, ImportPlan } from '@/api/types';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { DayRange } from '@/ui/period';

interface NeedsProps {
  view: ImportDetail;
  change: (plan: ImportPlan) => void;
  busy: boolean;
}

/** What the file does not say of itself: the days it covers, and whose notes they are. */
export function Needs({ view, change, busy }: NeedsProps) {
  const t = useT();
  const { proposal, period, account } = view;
  if (!proposal) return null;
  return (
    <>
      {proposal.needs_period ? (
        <label className="k-row">
          <span className="k-quiet">{t('imports.period')}</span>
          <DayRange label={t('imports.period_of', { file: view.file_name })} from={period?.from ?? ''} to={period?.to ?? ''} invalid={!period} past change={(from, to) => change({ period: { from, to } })} />
        </label>
      ) : null}
      {proposal.needs_account ? (
        <label className="k-row">
          <span className="k-quiet">{t('imports.account')}</span>
          <AccountChoice label={t('imports.account_of', { file: view.file_name })} value={account ?? ''} change={(id) => change({ account: id })} busy={busy} />
        </label>
      ) : null}
    </>
  );
}

export const accountChoicesQuery = {
  queryKey: ['account', 'choices'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/accounts', { params: { query: { limit: 200 } }, signal })),
};

function AccountChoice({ label, value, change, busy }: { label: string; value: string; change: (account: string) => void; busy: boolean }) {
  const accounts = useQuery(accountChoicesQuery);
  const options = (accounts.data?.items ?? []).map(({ id, nickname, xhs_no: number }) => ({ value: id, label: number ? `${nickname} · ${number}` : nickname }));
  return <Select label={label} value={value} options={options} change={(id) => { if (id) change(id); }} width={240} invalid={value === ''} busy={busy} />;
}
