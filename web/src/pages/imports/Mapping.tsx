/** How the file's columns are read: each with its samples and the field that it fills; unknown ones stay out, secrets are dropped and said so. */
import { useState } from 'react';
import type { ImportPlan, ImportView, MappingColumn } from '@/api/sketch';
import { useT } from '@/i18n';
import { Button, Select, Tick } from '@/ui/controls';
import { StateTag } from '@/ui/plain/tags';
import { DataTable } from '@/ui/table/DataTable';
import type { Column } from '@/ui/table/columns';

interface MappingProps {
  view: ImportView;
  plan: ImportPlan;
  change: (patch: Partial<ImportPlan>) => void;
}

const SAMPLES_SHOWN_MAX = 3;

export function Mapping({ view, plan, change }: MappingProps) {
  const t = useT();
  const unread = view.columns.filter(({ note }) => note !== 'known').length;
  const [open, setOpen] = useState(false);
  const columns = useMappingColumns(view, plan, change);
  const read = view.columns.filter(({ column }) => plan.mapping[column]).length;
  return (
    <div className="k-stack">
      <div className="k-row">
        <Button small press={() => setOpen(!open)}>{t(open ? 'imports.hide_mapping' : 'imports.show_mapping')}</Button>
        <span className="k-quiet">{t('imports.mapping_sum', { read, columns: view.columns.length })}{unread > 0 ? ` · ${t('imports.mapping_unread', { unread })}` : ''}</span>
      </div>
      {open ? (
        <>
          <DataTable label={t('imports.mapping')} columns={columns} rows={view.columns} rowKey={({ index }) => String(index)} />
          <Tick checked={plan.save_mapping} change={(saved) => change({ save_mapping: saved })}>{t('imports.save_mapping')}</Tick>
        </>
      ) : null}
    </div>
  );
}

function useMappingColumns(view: ImportView, plan: ImportPlan, change: MappingProps['change']): Column<MappingColumn>[] {
  const t = useT();
  const fields = view.fields.map(({ name, label, required }) => ({ value: name, label: required ? t('imports.field_required', { label }) : label }));
  return [
    { key: 'column', title: t('imports.column'), fixed: true, cell: ({ column }) => column },
    { key: 'samples', title: t('imports.samples'), cell: ({ samples }) => <span className="k-quiet">{samples.slice(0, SAMPLES_SHOWN_MAX).join(' · ')}</span> },
    {
      key: 'field',
      title: t('imports.field'),
      cell: ({ column, note }) =>
        note === 'dropped_secret' ? <StateTag tone="act">{t('imports.dropped_secret')}</StateTag> : (
          <Select small label={t('imports.field_of', { column })} any={t('imports.not_read')} value={plan.mapping[column] ?? ''} options={fields} width={200} change={(field) => change({ mapping: { ...plan.mapping, [column]: field || null } })} />
        ),
    },
  ];
}
