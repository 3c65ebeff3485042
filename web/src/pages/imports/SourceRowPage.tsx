/** One row of one file, as it came: the end of every way from a number to where it stands. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, ask } from '@/api/client';
import type { SourceRowView } from '@/api/types';
import { useT } from '@/i18n';
import { PageHeader, Panel } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

type SourceCell = SourceRowView['cells'][number] & { at: number };

export default function SourceRowPage() {
  const t = useT();
  const { import: id = '', row = '' } = useParams();
  const [search] = useSearchParams();
  const asked = search.get('column');
  const query = useQuery({
    queryKey: ['import', id, 'rows', row],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/imports/{import}/rows/{row}', { params: { path: { import: id, row: Number(row) } }, signal })),
  });
  const columns: Column<SourceCell>[] = [
    { key: 'column', title: t('source.column'), fixed: true, cell: ({ header }) => <>{header} {header === asked ? <StateTag tone="accent">{t('source.asked_for')}</StateTag> : null}</> },
    { key: 'value', title: t('source.cell'), cell: ({ value }) => <span title={value}>{value}</span> },
  ];
  return (
    <div className="k-page k-page-narrow">
      <Loaded query={query}>
        {({ file_name: file, row: number, cells }) => (
          <>
            <PageHeader title={t('source.row_title', { row: number })} lead={<Link to={`/imports/${id}`}>{file}</Link>} />
            <Panel flush><DataTable label={t('source.row_title', { row: number })} columns={columns} rows={cells.map((cell, at) => ({ ...cell, at }))} rowKey={({ at }) => String(at)} /></Panel>
          </>
        )}
      </Loaded>
    </div>
  );
}
