import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { Metric } from '@/api/sketch';
import { useT } from '@/i18n';
import { EmptyState, Loaded } from '@/ui/states';
import { DataTable } from '@/ui/table/DataTable';
import { usePeriodColumns } from './History';

const REPLY: readonly Metric[] = ['first_15s_ppm', 'reply_30s_ppm', 'reply_1min_ppm', 'overdue_1h_ppm', 'reply_mean_ms', 'rating_centi'];

/** Reply quality as the platform counts it, period by period. */
export function Service({ account }: { account: string }) {
  const t = useT();
  const columns = usePeriodColumns(REPLY);
  const service = useQuery({
    queryKey: ['account', account, 'service'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/service', { params: { path: { account } }, signal })),
  });
  return (
    <Loaded query={service}>
      {({ items }) => (
        <DataTable label={t('account.service')} columns={columns} rows={items} rowKey={({ from, to }) => `${from}/${to}`} empty={<EmptyState title={t('account.no_service')} text={t('account.no_service_text')} />} />
      )}
    </Loaded>
  );
}
