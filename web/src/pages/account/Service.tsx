import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { ServiceView } from '@/api/types';
import { SERVICE_FIELDS } from '@/figures/fields';
import { days } from '@/format/time';
import { useT } from '@/i18n';
import { Figure } from '@/ui/plain/Figure';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { useToSource } from './sources';

const PERIODS_MAX = 104;

/** Reply quality as the platform counts it, period by period. */
export function Service({ account }: { account: string }) {
  const t = useT();
  const toSource = useToSource();
  const columns: Column<ServiceView>[] = [
    { key: 'period', title: t('board.period'), fixed: true, cell: ({ from, to }) => <span className="k-number">{days(from, to)}</span> },
    ...SERVICE_FIELDS.map(({ key, measure }): Column<ServiceView> => ({
      key,
      title: t(`metric.${key}`),
      number: true,
      cell: (service) => <Figure value={service[key] ?? null} measure={measure} />,
      open: (service) => (service[key] === null || service[key] === undefined ? undefined : toSource(service, key)),
    })),
  ];
  const service = useQuery({
    queryKey: ['account', account, 'service'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/service', { params: { path: { account }, query: { limit: PERIODS_MAX } }, signal })),
  });
  return (
    <Loaded query={service}>
      {({ items }) => <DataTable label={t('account.service')} columns={columns} rows={items} rowKey={({ id }) => id} empty={<EmptyState title={t('account.no_service')} text={t('account.no_service_text')} />} />}
    </Loaded>
  );
}
