import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask } from '@/api/client';
import type { AccountPeriod } from '@/api/types';
import { PERIOD_FIELDS } from '@/figures/fields';
import { days } from '@/format/time';
import { useT } from '@/i18n';
import { LazyChart } from '@/ui/chart/LazyChart';
import { Select } from '@/ui/controls';
import { Figure } from '@/ui/plain/Figure';
import { EmptyState, Loaded } from '@/ui/states';
import { useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { useParamsState } from '@/ui/url';
import { useToSource } from './sources';

const PARAMS = { metric: 'read' };
/** Two years of weeks. */
const PERIODS_MAX = 104;

/** The figures of the account over the periods that were loaded, each of which leads to its row. */
export function Periods({ account }: { account: string }) {
  const periods = useQuery({
    queryKey: ['account', account, 'periods'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/periods', { params: { path: { account }, query: { limit: PERIODS_MAX } }, signal })),
  });
  return <Loaded query={periods}>{({ items }) => <Shown items={items} />}</Loaded>;
}

function Shown({ items }: { items: AccountPeriod[] }) {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const field = PERIOD_FIELDS.find(({ key }) => key === params.metric) ?? PERIOD_FIELDS[0];
  const oldestFirst = useMemo(() => [...items].sort((a, b) => (a.to ?? '').localeCompare(b.to ?? '')), [items]);
  const columns = usePeriodColumns();
  const look = useTableLook('account-periods', columns);
  const series = useMemo(() => (field ? [{ name: t(`metric.${field.key}`), values: oldestFirst.map((period) => period[field.key] ?? null) }] : []), [field, oldestFirst, t]);
  const points = useMemo(() => oldestFirst.map(({ to }) => (to ?? '').slice(5)), [oldestFirst]);
  if (items.length === 0 || !field) return <EmptyState title={t('account.no_history')} text={t('account.no_history_text')} />;
  return (
    <>
      <TableBar look={look} columns={columns}>
        <Select label={t('account.metric')} value={field.key} options={PERIOD_FIELDS.map(({ key }) => ({ value: key, label: t(`metric.${key}`) }))} change={(metric) => setParams({ metric })} />
      </TableBar>
      <LazyChart label={t(`metric.${field.key}`)} measure={field.measure} points={points} series={series} />
      <DataTable label={t('account.periods')} columns={columns} look={look} rows={[...oldestFirst].reverse()} rowKey={({ id }) => id} />
    </>
  );
}

function usePeriodColumns(): Column<AccountPeriod>[] {
  const t = useT();
  const toSource = useToSource();
  return [
    { key: 'period', title: t('board.period'), fixed: true, cell: ({ from, to }) => <span className="k-number">{days(from, to)}</span> },
    ...PERIOD_FIELDS.map(({ key, measure }): Column<AccountPeriod> => ({
      key,
      title: t(`metric.${key}`),
      number: true,
      cell: (period) => <Figure value={period[key] ?? null} measure={measure} />,
      open: (period) => (period[key] === null || period[key] === undefined ? undefined : toSource(period, key)),
    })),
  ];
}
