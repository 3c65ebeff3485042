import { api, ask } from '@/api/client';
import type { CopiedNote, CopyKind } from '@/api/types';
import { SideBySide } from '@/content/SideBySide';
import { Hidden, rangeOf, SimilarTag } from '@/content/Similar';
import { useT } from '@/i18n';
import { DetailDrawer, Facts } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { usePages, type Page } from '@/ui/table/usePages';
import { given } from '@/ui/url';
import { accountLink, JUDGING_MS, Ways, type ListProps } from './notes';

const PAGE_ROWS = 100;

/** Notes that are nearly an earlier note of another account, the newest first. */
export function Copies({ params, change }: ListProps) {
  const t = useT();
  const { account, from, to, kind } = params;
  // The kind comes from the choice above the table; the server checks it again.
  const wanted = { ...given({ account, from, to }), ...(kind ? { kind: kind as CopyKind } : {}) };
  const notes = usePages<CopiedNote, Page<CopiedNote>>(['note-copies', wanted], (cursor, signal) =>
    ask(api.GET('/api/v1/note-copies', { params: { query: { limit: PAGE_ROWS, ...wanted, ...(cursor ? { cursor } : {}) } }, signal })), () => JUDGING_MS);
  const columns: Column<CopiedNote>[] = [
    { key: 'title', title: t('notes.title'), fixed: true, width: 240, cell: ({ note }) => <span title={note.title}>{note.title}</span>, open: ({ note }) => () => change({ note: note.id }) },
    { key: 'kind', title: t('notes.kind'), cell: (one) => <SimilarTag kind={one.kind} /> },
    { key: 'score', title: t('notes.score'), number: true, cell: ({ score }) => <span className="k-number">{score}</span> },
    { key: 'account', title: t('notes.account'), width: 120, cell: (one) => accountLink(one.account) },
    { key: 'original', title: t('notes.original'), width: 200, cell: ({ original }) => (original ? <span title={original.note.title}>{original.account.nickname} · {original.note.title}</span> : t('similar.hidden')) },
    { key: 'published', title: t('notes.published'), number: true, cell: ({ note }) => <RelativeTime at={note.published_at} /> },
  ];
  const open = notes.items.find(({ note }) => note.id === params.note);
  const filtered = Object.keys(wanted).length > 0;
  return (
    <>
      <Loaded query={notes.query}>
        {() => (
          <DataTable
            label={t('notes.copies')}
            columns={columns}
            rows={notes.items}
            rowKey={({ note }) => note.id}
            open={({ note }) => change({ note: note.id })}
            selected={params.note}
            stale={notes.query.isPlaceholderData}
            more={notes.more}
            empty={filtered ? <EmptyState title={t('table.nothing')} text={t('table.nothing_text')} /> : <EmptyState title={t('notes.no_copies')} text={t('notes.no_copies_text')} />}
          />
        )}
      </Loaded>
      <DetailDrawer title={open?.note.title ?? ''} open={open !== undefined} close={() => change({ note: '' })} width={860}>
        {open ? <Detail one={open} /> : null}
      </DetailDrawer>
    </>
  );
}

function Detail({ one: { note, account, kind, score, spans, original, found_at: foundAt } }: { one: CopiedNote }) {
  const t = useT();
  const passages = spans.map(({ note: left, original: right }) => ({ left: rangeOf(left), right: rangeOf(right) }));
  const told = ({ note: { title, published_day: day }, account: { nickname } }: Pick<CopiedNote, 'note' | 'account'>) => ({ about: <>{nickname} <span className="k-number">{day}</span></>, text: title });
  return (
    <div className="k-stack">
      <Facts
        items={[
          { label: t('notes.kind'), value: <><SimilarTag kind={kind} /> <span className="k-number">{t('similar.score', { score })}</span></> },
          { label: t('notes.account'), value: accountLink(account) },
          { label: t('notes.published'), value: <RelativeTime at={note.published_at} /> },
          { label: t('notes.found'), value: <RelativeTime at={foundAt} /> },
        ]}
      />
      <Ways note={note} account={account} />
      {original
        ? <SideBySide left={{ title: t('notes.copy'), ...told({ note, account }) }} right={{ title: t('notes.original'), ...told(original) }} passages={passages} />
        : <Hidden draft={note.title} passages={passages} />}
    </div>
  );
}
