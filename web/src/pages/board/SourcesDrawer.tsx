/** Where a number comes from: each file row that it was summed from, with the way to the row. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { AccountView, Metric, PeriodView, SourceView } from '@/api/sketch';
import { period } from '@/format/time';
import { useT } from '@/i18n';
import { DetailDrawer } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

export interface SourceOf {
  account: AccountView | null;
  metric: Metric;
}

export function SourcesDrawer({ of, period: span, close }: { of: SourceOf | null; period: PeriodView; close: () => void }) {
  const t = useT();
  const title = of ? `${of.account?.nickname ?? ''} · ${t(`metric.${of.metric}`)}` : '';
  return (
    <DetailDrawer title={title} open={of !== null} close={close} width={760}>
      {of ? <Sources of={of} span={span} /> : null}
    </DetailDrawer>
  );
}

function Sources({ of: { account, metric }, span }: { of: SourceOf; span: PeriodView }) {
  const t = useT();
  const { from, to } = span;
  const query = { account: account?.id ?? '', metric, from, to };
  const sources = useQuery({ queryKey: ['board', 'sources', query], queryFn: ({ signal }) => ask(api.GET('/api/v1/board/sources', { params: { query }, signal })) });
  const columns: Column<SourceView>[] = [
    { key: 'subject', title: t('source.subject'), cell: ({ subject }) => subject },
    { key: 'file', title: t('source.file'), cell: ({ import: file }) => <Link to={`/imports/${file.id}`} tabIndex={-1}>{file.name}</Link> },
    { key: 'row', title: t('source.row'), number: true, cell: ({ import: file, row_id: id, row }) => <Link to={`/imports/${file.id}/rows/${id}`} tabIndex={-1}>{row}</Link> },
    { key: 'column', title: t('source.column'), cell: ({ column }) => column },
    { key: 'cell', title: t('source.cell'), number: true, cell: ({ cell }) => cell },
    { key: 'at', title: t('source.imported'), cell: ({ imported_at: at }) => <RelativeTime at={at} /> },
  ];
  return (
    <div className="k-stack">
      <p className="k-quiet">{t('source.lead', { period: period(from, to) })}</p>
      <Loaded query={sources}>
        {({ items }) => <DataTable label={t('source.title')} columns={columns} rows={items} rowKey={(row) => `${row.row_id}/${row.column}`} empty={<EmptyState title={t('source.none')} text={t('source.none_text')} />} />}
      </Loaded>
    </div>
  );
}
