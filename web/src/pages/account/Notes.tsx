import { api, ask } from '@/api/client';
import type { NoteView } from '@/api/types';
import type { Measure } from '@/format/number';
import { useT } from '@/i18n';
import { SearchBox } from '@/ui/controls';
import { Figure } from '@/ui/plain/Figure';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import { sortFrom, sortText, useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { useToSource } from './sources';

type NoteField = keyof NoteView['figures'];
const SORTS = ['published_at', 'impression', 'read', 'cover_ctr_ppm', 'likes', 'comments', 'collects', 'follows'] as const;
type NoteSort = (typeof SORTS)[number];
const FIELDS: readonly { key: NoteField; measure: Measure; extra?: boolean }[] = [
  { key: 'impression', measure: 'count' },
  { key: 'read', measure: 'count' },
  { key: 'cover_ctr_ppm', measure: 'rate' },
  { key: 'likes', measure: 'count' },
  { key: 'collects', measure: 'count' },
  { key: 'comments', measure: 'count' },
  { key: 'shares', measure: 'count' },
  { key: 'follows', measure: 'count' },
  { key: 'watch_ms', measure: 'duration', extra: true },
  { key: 'danmaku', measure: 'count', extra: true },
];
const PAGE_ROWS = 100;
const PARAMS = { note: '', sort: '-published_at' };

export const sortOf = (text: string): { sort: NoteSort; order: 'asc' | 'desc' } => {
  const chosen = sortFrom(text);
  const sort = SORTS.find((one) => one === chosen?.key) ?? 'published_at';
  return { sort, order: chosen && !chosen.descending ? 'asc' : 'desc' };
};

function useNoteColumns(): Column<NoteView>[] {
  const t = useT();
  const toSource = useToSource();
  return [
    { key: 'title', title: t('note.title'), fixed: true, width: 280, cell: ({ title }) => <span title={title}>{title}</span>, open: (note) => toSource(note, 'title') },
    { key: 'published_at', title: t('note.published'), sortable: true, number: true, cell: ({ published_at: at }) => <RelativeTime at={at} /> },
    { key: 'format', title: t('note.format'), cell: ({ format }) => format && t(`note.${format}`) },
    ...FIELDS.map(({ key, measure, extra }): Column<NoteView> => ({
      key,
      title: t(`note.${key}`),
      number: true,
      extra: extra ?? false,
      sortable: SORTS.some((one) => one === key),
      cell: ({ figures }) => <Figure value={figures[key] ?? null} measure={measure} />,
      open: (note) => (note.figures[key] === null || note.figures[key] === undefined ? undefined : toSource(note, key)),
    })),
  ];
}

export function Notes({ account }: { account: string }) {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const columns = useNoteColumns();
  const look = useTableLook('notes', columns);
  const notes = usePages<NoteView, Page<NoteView>>(['account', account, 'notes', params], (cursor, signal) =>
    ask(api.GET('/api/v1/accounts/{account}/notes', { params: { path: { account }, query: { limit: PAGE_ROWS, ...sortOf(params.sort), ...given({ q: params.note }), ...(cursor ? { cursor } : {}) } }, signal })));
  return (
    <>
      <TableBar look={look} columns={columns}><SearchBox label={t('note.search')} value={params.note} change={(note) => setParams({ note })} /></TableBar>
      <Loaded query={notes.query}>
        {() => (
          <DataTable
            label={t('account.notes')}
            columns={columns}
            look={look}
            rows={notes.items}
            rowKey={({ id }) => id}
            sort={sortFrom(params.sort)}
            setSort={(sort) => setParams({ sort: sortText(sort) })}
            stale={notes.query.isPlaceholderData}
            more={notes.more}
            empty={<EmptyState title={t('account.no_notes')} text={t('account.no_notes_text')} />}
          />
        )}
      </Loaded>
    </>
  );
}
