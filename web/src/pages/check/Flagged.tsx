import { api, ask } from '@/api/client';
import type { FlaggedNote, FlaggedOutcome } from '@/api/types';
import { Findings, Marked, OutcomeTag, Packs } from '@/content/Findings';
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

const wordsOf = ({ findings }: FlaggedNote): string => [...new Set(findings.map(({ matched }) => matched))].join(' · ');

/** Notes whose titles have risky wording, the newest first. */
export function Flagged({ params, change }: ListProps) {
  const t = useT();
  const { account, from, to, outcome } = params;
  // The outcome comes from the choice above the table; the server checks it again.
  const wanted = { ...given({ account, from, to }), ...(outcome ? { outcome: outcome as FlaggedOutcome } : {}) };
  const notes = usePages<FlaggedNote, Page<FlaggedNote>>(['note-findings', wanted], (cursor, signal) =>
    ask(api.GET('/api/v1/note-findings', { params: { query: { limit: PAGE_ROWS, ...wanted, ...(cursor ? { cursor } : {}) } }, signal })), () => JUDGING_MS);
  const columns: Column<FlaggedNote>[] = [
    { key: 'title', title: t('notes.title'), fixed: true, width: 300, cell: ({ note }) => <span title={note.title}>{note.title}</span>, open: ({ note }) => () => change({ note: note.id }) },
    { key: 'outcome', title: t('notes.outcome'), cell: (one) => <OutcomeTag outcome={one.outcome} /> },
    { key: 'about', title: t('notes.about'), width: 200, cell: (one) => <span title={wordsOf(one)}>{wordsOf(one)}</span> },
    { key: 'account', title: t('notes.account'), width: 180, cell: (one) => accountLink(one.account) },
    { key: 'published', title: t('notes.published'), number: true, cell: ({ note }) => <RelativeTime at={note.published_at} /> },
  ];
  const open = notes.items.find(({ note }) => note.id === params.note);
  const filtered = Object.keys(wanted).length > 0;
  return (
    <>
      <Loaded query={notes.query}>
        {() => (
          <DataTable
            label={t('notes.findings')}
            columns={columns}
            rows={notes.items}
            rowKey={({ note }) => note.id}
            open={({ note }) => change({ note: note.id })}
            selected={params.note}
            stale={notes.query.isPlaceholderData}
            more={notes.more}
            empty={filtered ? <EmptyState title={t('table.nothing')} text={t('table.nothing_text')} /> : <EmptyState title={t('notes.no_findings')} text={t('notes.no_findings_text')} />}
          />
        )}
      </Loaded>
      <DetailDrawer title={open?.note.title ?? ''} open={open !== undefined} close={() => change({ note: '' })} width={640}>
        {open ? <Detail one={open} /> : null}
      </DetailDrawer>
    </>
  );
}

function Detail({ one: { note, account, outcome, findings, packs, judged_at: judgedAt } }: { one: FlaggedNote }) {
  const t = useT();
  return (
    <div className="k-stack">
      <Facts
        items={[
          { label: t('notes.outcome'), value: <OutcomeTag outcome={outcome} /> },
          { label: t('notes.account'), value: accountLink(account) },
          { label: t('notes.published'), value: <RelativeTime at={note.published_at} /> },
          { label: t('notes.judged'), value: <RelativeTime at={judgedAt} /> },
        ]}
      />
      <Ways note={note} account={account} />
      <div className="k-verdict">
        <Marked text={note.title} findings={findings} />
        <Findings findings={findings} />
        <Packs packs={packs} />
      </div>
    </div>
  );
}
