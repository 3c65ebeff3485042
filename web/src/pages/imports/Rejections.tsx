import { api, ask } from '@/api/client';
import type { ImportView, RejectionView } from '@/api/sketch';
import { useT } from '@/i18n';
import { Panel } from '@/ui/layout';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { usePages } from '@/ui/table/usePages';

const PAGE_ROWS = 200;

/** Rows that could not be taken, each with its place in the file, what stood there and why it was refused. */
export function Rejections({ view }: { view: ImportView }) {
  const t = useT();
  const columns: Column<RejectionView>[] = [
    { key: 'row', title: t('imports.row'), fixed: true, number: true, cell: ({ row }) => row },
    { key: 'column', title: t('imports.column'), cell: ({ column }) => column },
    { key: 'value', title: t('imports.value'), cell: ({ value }) => <code title={value}>{value}</code> },
    { key: 'reason', title: t('imports.reason'), cell: ({ reason }) => <span title={reason}>{reason}</span> },
  ];
  const rejections = usePages<RejectionView, { items: RejectionView[]; next_cursor?: string | null }>(['imports', view.id, 'rejections'], (cursor, signal) =>
    ask(api.GET('/api/v1/imports/{import}/rejections', { params: { path: { import: view.id }, query: { limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })));
  return (
    <Panel flush title={t('imports.rejections')}>
      <Loaded query={rejections.query}>
        {() => <DataTable label={t('imports.rejections')} columns={columns} rows={rejections.items} rowKey={({ row, column }) => `${row}/${column}`} more={rejections.more} />}
      </Loaded>
    </Panel>
  );
}
