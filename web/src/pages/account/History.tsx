import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask } from '@/api/client';
import type { Metric, PeriodFigures } from '@/api/sketch';
import { METRICS, metric } from '@/figures/metrics';
import { period } from '@/format/time';
import { useT } from '@/i18n';
import { LazyChart } from '@/ui/chart/LazyChart';
import { Select } from '@/ui/controls';
import { Figure } from '@/ui/plain/Figure';
import { EmptyState, Loaded } from '@/ui/states';
import { useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { useParamsState } from '@/ui/url';

const PARAMS = { metric: 'reads' };

export function History({ account }: { account: string }) {
  const periods = useQuery({
    queryKey: ['account', account, 'periods'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/periods', { params: { path: { account } }, signal })),
  });
  return <Loaded query={periods}>{({ items }) => <Periods items={items} />}</Loaded>;
}

function Periods({ items }: { items: PeriodFigures[] }) {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const look = metric(params.metric as Metric) ?? METRICS[0];
  const oldestFirst = useMemo(() => [...items].sort((a, b) => a.from.localeCompare(b.from)), [items]);
  const columns = usePeriodColumns(METRICS.map(({ key }) => key));
  const tableLook = useTableLook('account-history', columns);
  const series = useMemo(() => (look ? [{ name: t(`metric.${look.key}`), values: oldestFirst.map(({ figures }) => figures[look.key]) }] : []), [look, oldestFirst, t]);
  const points = useMemo(() => oldestFirst.map(({ to }) => to.slice(5)), [oldestFirst]);
  if (items.length === 0 || !look) return <EmptyState title={t('account.no_history')} text={t('account.no_history_text')} />;
  return (
    <div className="k-stack">
      <div className="k-row-between">
        <Select label={t('account.metric')} value={look.key} options={METRICS.map(({ key }) => ({ value: key, label: t(`metric.${key}`) }))} change={(key) => setParams({ metric: key })} />
      </div>
      <LazyChart label={t(`metric.${look.key}`)} measure={look.measure} points={points} series={series} />
      <DataTable label={t('account.history')} columns={columns} look={tableLook} rows={[...oldestFirst].reverse()} rowKey={({ from, to }) => `${from}/${to}`} />
    </div>
  );
}

export function usePeriodColumns(keys: readonly Metric[]): Column<PeriodFigures>[] {
  const t = useT();
  return [
    { key: 'period', title: t('board.period'), fixed: true, cell: ({ from, to }) => <span className="k-number">{period(from, to)}</span> },
    ...METRICS.filter(({ key }) => keys.includes(key)).map((look): Column<PeriodFigures> => ({
      key: look.key,
      title: t(`metric.${look.key}`),
      hint: t(`metric_hint.${look.key}`),
      number: true,
      cell: ({ figures }) => <Figure value={figures[look.key]} measure={look.measure} />,
    })),
  ];
}
