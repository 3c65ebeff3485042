import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { ImportPlan, ImportView } from '@/api/sketch';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { DayRange } from '@/ui/period';

interface NeedsProps {
  view: ImportView;
  plan: ImportPlan;
  change: (patch: Partial<ImportPlan>) => void;
}

/** What the file does not say of itself: the days it covers, and whose notes they are. */
export function Needs({ view, plan, change }: NeedsProps) {
  const t = useT();
  const { period, account } = view.needs;
  if (!period && !account) return null;
  return (
    <div className="k-needs">
      {period ? (
        <div>
          <strong>{t('imports.period')}</strong>
          <DayRange label={t('imports.period')} from={plan.period?.from ?? ''} to={plan.period?.to ?? ''} invalid={!plan.period} change={(from, to) => change({ period: { from, to } })} />
          <span className="k-quiet">{t('imports.period_why')}</span>
        </div>
      ) : null}
      {account ? (
        <div>
          <strong>{t('imports.account')}</strong>
          <AccountChoice value={plan.account} change={(id) => change({ account: id })} />
          <span className="k-quiet">{t('imports.account_why')}</span>
        </div>
      ) : null}
    </div>
  );
}

function AccountChoice({ value, change }: { value: string | null; change: (account: string | null) => void }) {
  const t = useT();
  const accounts = useQuery({ queryKey: ['account', 'choices'], queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts', { params: { query: { limit: 500 } }, signal })) });
  const options = (accounts.data?.items ?? []).map(({ id, nickname, xhs_id: xhsId }) => ({ value: id, label: xhsId ? `${nickname} · ${xhsId}` : nickname }));
  return <Select label={t('imports.account')} value={value ?? ''} options={options} change={(id) => change(id || null)} width={280} invalid={value === null} />;
}
