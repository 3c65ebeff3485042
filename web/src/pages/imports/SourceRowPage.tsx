/** One row of one file, as it came: the end of every way from a number to where it stands. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import type { SourceRowView } from '@/api/sketch';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { PageHeader, Panel } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

type SourceCell = SourceRowView['cells'][number];

export default function SourceRowPage() {
  const t = useT();
  const { import: id = '', row = '' } = useParams();
  const query = useQuery({
    queryKey: ['imports', id, 'rows', row],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/imports/{import}/rows/{row}', { params: { path: { import: id, row: Number(row) } }, signal })),
  });
  const columns: Column<SourceCell>[] = [
    { key: 'column', title: t('source.column'), fixed: true, cell: ({ column }) => column },
    { key: 'value', title: t('source.cell'), cell: ({ value }) => value },
    { key: 'field', title: t('imports.field'), cell: ({ field }) => field ?? ABSENT },
  ];
  return (
    <div className="k-page k-page-narrow">
      <Loaded query={query}>
        {(view) => (
          <>
            <PageHeader title={t('source.row_title', { row: view.row })} lead={<><Link to={`/imports/${id}`}>{view.file}</Link>{view.sheet ? ` · ${view.sheet}` : ''} · <RelativeTime at={view.imported_at} /></>} />
            <Panel flush><DataTable label={t('source.row_title', { row: view.row })} columns={columns} rows={view.cells} rowKey={({ column }) => column} /></Panel>
          </>
        )}
      </Loaded>
    </div>
  );
}
