import type { ImportProposal } from '@/api/types';
import { useT } from '@/i18n';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

type PreviewRow = ImportProposal['preview'][number];

/** The first rows as the file has them, personal data masked. */
export function Preview({ proposal }: { proposal: ImportProposal }) {
  const t = useT();
  if (proposal.preview.length === 0) return null;
  const columns: Column<PreviewRow>[] = [
    { key: 'number', title: t('imports.row'), fixed: true, number: true, width: 44, cell: ({ number }) => <span className="k-quiet">{number}</span> },
    ...proposal.columns.map(({ header, role }, index): Column<PreviewRow> => ({
      key: String(index),
      title: header,
      cell: ({ cells }) => (role === 'field' ? cells[index] ?? '' : <span className="k-faint">{cells[index] ?? ''}</span>),
    })),
  ];
  return <div className="k-preview"><DataTable label={t('imports.preview')} columns={columns} rows={proposal.preview} rowKey={({ number }) => String(number)} /></div>;
}
