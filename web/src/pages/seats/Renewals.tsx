import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { Renewal } from '@/api/types';
import { ABSENT } from '@/format/number';
import { download } from '@/api/files';
import { useT } from '@/i18n';
import { Button, Segmented } from '@/ui/controls';
import { useToast } from '@/ui/feedback';
import { DoneIcon, DownloadIcon } from '@/ui/icons';
import { Person, StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';

const PAGE_ROWS = 100;
const SPANS = ['90', '180', '400'] as const;
const URGENT_DAYS = 7;

export function Renewals() {
  const t = useT();
  const toast = useToast();
  const [span, setSpan] = useState<(typeof SPANS)[number]>('90');
  const dues = usePages<Renewal, Page<Renewal>>(['seat-renewals', span], (cursor, signal) =>
    ask(api.GET('/api/v1/seat-renewals', { params: { query: { days: Number(span), limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })));
  const columns: Column<Renewal>[] = [
    { key: 'until', title: t('due.until'), fixed: true, width: 130, cell: ({ until }) => <span className="k-number">{until}</span> },
    { key: 'left', title: t('due.reminder'), cell: ({ days_left: days, reminder }) => <>{t('seat.days_left', { days })} {reminder ? <StateTag tone={reminder <= URGENT_DAYS ? 'act' : 'watch'}>{t('due.reminder_is', { days: reminder })}</StateTag> : null}</> },
    { key: 'what', title: t('due.what'), width: 240, cell: ({ kind, name }) => <><span className="k-tag">{t(`due_kind.${kind}`)}</span> {name}</> },
    { key: 'holder', title: t('seat.holder'), cell: ({ holder }) => (holder ? <Person name={holder.name} /> : ABSENT) },
    { key: 'entity', title: t('seat.entity'), width: 200, cell: ({ entity }) => entity.name },
    { key: 'open', title: t('table.actions'), fixed: true, number: true, cell: ({ kind, id, entity }) => <Button small to={kind === 'seat' ? `/seats?seat=${id}` : `/seats/entities?entity=${entity.id}`}>{t(kind === 'seat' ? 'step.renew' : 'action.edit')}</Button> },
  ];
  return (
    <div className="k-stack">
      <div>
        <TableBar>
          <Segmented label={t('due.days')} value={span} options={SPANS.map((value) => ({ value, label: t(`due.days_${value}`) }))} change={setSpan} />
          <Button icon={<DownloadIcon />} press={() => void download('/api/v1/seat-renewals.ics', 'kosmos-renewals.ics').catch(toast.failed)}>{t('due.calendar')}</Button>
        </TableBar>
        <Loaded query={dues.query}>
          {() => <DataTable label={t('due.list')} columns={columns} rows={dues.items} rowKey={({ id }) => id} more={dues.more} empty={<EmptyState icon={<DoneIcon />} title={t('due.none')} text={t('due.none_text')} />} />}
        </Loaded>
      </div>
      <p className="k-quiet">{t('due.calendar_text')}</p>
    </div>
  );
}
