import type { ImportView } from '@/api/sketch';
import { useT } from '@/i18n';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

interface PreviewRow {
  number: number;
  cells: string[];
}

/** The first rows as the file has them. */
export function Preview({ view }: { view: ImportView }) {
  const t = useT();
  if (view.preview.length === 0) return null;
  const columns: Column<PreviewRow>[] = [
    { key: 'number', title: t('imports.row'), fixed: true, number: true, cell: ({ number }) => <span className="k-quiet">{number}</span> },
    ...view.columns.map(({ column, index }): Column<PreviewRow> => ({ key: String(index), title: column, cell: ({ cells }) => cells[index] ?? '' })),
  ];
  const rows = view.preview.map((cells, index) => ({ number: view.header_row + index + 1, cells }));
  return (
    <div className="k-preview">
      <DataTable label={t('imports.preview')} columns={columns} rows={rows} rowKey={({ number }) => String(number)} />
    </div>
  );
}
