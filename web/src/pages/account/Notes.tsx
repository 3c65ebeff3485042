import { api, ask } from '@/api/client';
import type { NoteView } from '@/api/sketch';
import { useT, type Translate } from '@/i18n';
import { Figure } from '@/ui/plain/Figure';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import { useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages } from '@/ui/table/usePages';

const COUNTS = ['impressions', 'reads', 'likes', 'collects', 'comments', 'shares', 'fans_gained'] as const;
const PAGE_ROWS = 100;

function noteColumns(t: Translate): Column<NoteView>[] {
  return [
    { key: 'title', title: t('note.title'), fixed: true, width: 280, cell: ({ title }) => <span title={title}>{title}</span> },
    { key: 'published_at', title: t('note.published'), cell: ({ published_at: at }) => <RelativeTime at={at} /> },
    { key: 'form', title: t('note.form'), cell: ({ form }) => form && t(`note.${form}`) },
    ...COUNTS.map((key): Column<NoteView> => ({ key, title: t(`note.${key}`), number: true, cell: (note) => <Figure value={note[key]} measure="count" /> })),
    { key: 'ctr_ppm', title: t('note.ctr'), number: true, cell: ({ ctr_ppm: ctr }) => <Figure value={ctr} measure="rate" /> },
  ];
}

export function Notes({ account }: { account: string }) {
  const t = useT();
  const columns = noteColumns(t);
  const look = useTableLook('notes', columns);
  const notes = usePages<NoteView, { items: NoteView[]; next_cursor?: string | null }>(['account', account, 'notes'], (cursor, signal) =>
    ask(api.GET('/api/v1/accounts/{account}/notes', { params: { path: { account }, query: { limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })));
  return (
    <Loaded query={notes.query}>
      {() => (
        <>
          <TableBar look={look} columns={columns} />
          <DataTable label={t('account.notes')} columns={columns} look={look} rows={notes.items} rowKey={({ id }) => id} more={notes.more} empty={<EmptyState title={t('account.no_notes')} text={t('account.no_notes_text')} />} />
        </>
      )}
    </Loaded>
  );
}
