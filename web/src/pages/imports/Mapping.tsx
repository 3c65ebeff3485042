/** How the file's columns are read: each with its samples and the field that it fills; unknown ones stay out, secrets are dropped and said so. */
import { useState } from 'react';
import type { ColumnView, ImportPlan } from '@/api/types';
import { useT } from '@/i18n';
import { Button, Select } from '@/ui/controls';
import { StateTag } from '@/ui/plain/tags';
import { useAction } from '@/ui/feedback';
import { api, ask } from '@/api/client';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import type { PartProps } from './PlanForm';

type Columns = NonNullable<ImportPlan['columns']>;
const keyOf = ({ header, nth }: { header: string; nth?: number }) => `${header}/${nth ?? 0}`;

/** The mapping with one column read otherwise. A field is read from one column only: the column that had it takes what the other leaves. */
export function withField(columns: readonly ColumnView[], column: ColumnView, field: string): Columns {
  const left = column.field ?? '';
  return columns.map((one) => {
    const { header, nth, role } = one;
    if (role === 'secret') return { header, nth, role };
    const next = keyOf(one) === keyOf(column) ? field : field !== '' && one.field === field ? left : one.field ?? '';
    return next === '' ? { header, nth, role: 'ignored' } : { header, nth, role: 'field', field: next };
  });
}

export function Mapping({ view, proposal, change, busy }: PartProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { columns } = proposal;
  const read = columns.filter(({ role }) => role === 'field').length;
  const remember = useAction({
    run: () => ask(api.PUT('/api/v1/imports/{import}/plan', { params: { path: { import: view.id } }, body: { remember: true } })),
    stale: [],
    said: t('imports.mapping_saved'),
  });
  return (
    <div className="k-stack">
      <div className="k-row">
        <Button small press={() => setOpen(!open)}>{t(open ? 'imports.hide_mapping' : 'imports.show_mapping')}</Button>
        <span className="k-quiet">{t('imports.mapping_sum', { read, columns: columns.length })}{read < columns.length ? ` · ${t('imports.mapping_unread', { unread: columns.length - read })}` : ''}</span>
        {open ? <Button small press={() => remember.run()} busy={remember.busy}>{t('imports.save_mapping')}</Button> : null}
      </div>
      {open ? <MappingTable view={view} proposal={proposal} change={change} busy={busy} /> : null}
    </div>
  );
}

function MappingTable({ proposal, change, busy }: PartProps) {
  const t = useT();
  const fields = proposal.fields.map(({ code, header }) => ({ value: code, label: header }));
  const columns: Column<ColumnView>[] = [
    { key: 'column', title: t('imports.column'), fixed: true, cell: ({ header }) => header },
    {
      key: 'field',
      title: t('imports.field'),
      cell: (column) =>
        column.role === 'secret' ? <StateTag tone="act">{t('imports.dropped_secret')}</StateTag> : (
          <Select small label={t('imports.field_of', { column: column.header })} any={t('imports.not_read')} value={column.field ?? ''} options={fields} width={220} busy={busy} change={(field) => change({ columns: withField(proposal.columns, column, field) })} />
        ),
    },
    { key: 'samples', title: t('imports.samples'), cell: ({ samples }) => <span className="k-quiet">{samples.join(' · ')}</span> },
  ];
  return <div className="k-preview"><DataTable label={t('imports.mapping')} columns={columns} rows={proposal.columns} rowKey={keyOf} /></div>;
}
