import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import { membersQuery } from '@/api/lists';
import type { AuditQuery, AuditView } from '@/api/types';
import { namesIn, tOr, useT } from '@/i18n';
import { SearchBox, Select } from '@/ui/controls';
import { useNameOf } from '@/pages/imports/people';
import { useToast } from '@/ui/feedback';
import { DetailDrawer, Facts, Panel } from '@/ui/layout';
import { DayRange } from '@/ui/period';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { Diff } from './Diff';

const PAGE_ROWS = 100;
const PARAMS = { q: '', actor: '', kind: '', from: '', to: '' };

/** The kinds come from the choice above the table; the server checks them again. */
const auditQuery = (params: typeof PARAMS): AuditQuery => given(params) as AuditQuery;

const said = (kind: string) => tOr(`event.${kind}`, kind);

const fieldsOf = (value: unknown): Record<string, unknown> | null => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null);

/** People and keys have names; the program itself is called by what it does. */
const actorText = ({ kind, name }: AuditView['actor']): string => tOr(`audit_actor.${kind}`, name);

/** What a person would call the subject: its name where the entry has one, else its id. */
function subjectText({ subject, before, after }: AuditView, nameOf: (id: string) => string): string {
  const { name, file, email, nickname } = { ...fieldsOf(before), ...fieldsOf(after) };
  const known = [name, file, email, nickname].find((one) => typeof one === 'string');
  if (typeof known === 'string') return known;
  return (subject.startsWith('user_') && nameOf(subject)) || subject;
}

export function Audit() {
  const t = useT();
  const toast = useToast();
  const [params, setParams] = useParamsState(PARAMS);
  const [open, setOpen] = useState<AuditView | null>(null);
  const members = useQuery(membersQuery);
  const nameOf = useNameOf();
  const audit = usePages<AuditView, { items: AuditView[]; next_cursor?: string | null }>(['audit', params], (cursor, signal) =>
    ask(api.GET('/api/v1/audit', { params: { query: { limit: PAGE_ROWS, ...auditQuery(params), ...(cursor ? { cursor } : {}) } }, signal })));
  const save = () => void download(`/api/v1/audit/export?${new URLSearchParams(given(params) as Record<string, string>).toString()}`, 'audit.csv').catch(toast.failed);
  const columns: Column<AuditView>[] = [
    { key: 'at', title: t('audit.at'), fixed: true, cell: ({ at }) => <RelativeTime at={at} /> },
    { key: 'actor', title: t('audit.actor'), cell: ({ actor }) => actorText(actor) },
    { key: 'kind', title: t('audit.action'), cell: ({ kind }) => said(kind) },
    { key: 'subject', title: t('audit.subject'), width: 260, cell: (entry) => <span title={entry.subject}>{subjectText(entry, nameOf)}</span> },
    { key: 'address', title: t('audit.address'), cell: ({ source }) => <span className="k-number">{source}</span> },
  ];
  return (
    <Panel flush>
      <TableBar exports={[{ key: 'csv', label: t('table.export_csv'), run: save }]}>
        <SearchBox label={t('audit.search')} value={params.q} change={(q) => setParams({ q })} />
        <Select label={t('audit.actor')} any={t('audit.anyone')} value={params.actor} options={(members.data?.items ?? []).map(({ user }) => ({ value: user.id, label: user.name }))} change={(actor) => setParams({ actor })} />
        <Select label={t('audit.action')} any={t('audit.anything')} value={params.kind} options={namesIn('event').map((kind) => ({ value: kind, label: said(kind) }))} change={(kind) => setParams({ kind })} />
        <DayRange label={t('board.period')} from={params.from} to={params.to} change={(from, to) => setParams({ from, to })} />
      </TableBar>
      <Loaded query={audit.query}>
        {() => <DataTable label={t('settings.audit')} columns={columns} rows={audit.items} rowKey={({ seq }) => String(seq)} open={setOpen} more={audit.more} empty={<EmptyState title={t('table.nothing')} text={t('audit.none_text')} />} />}
      </Loaded>
      <DetailDrawer title={open ? said(open.kind) : ''} open={open !== null} close={() => setOpen(null)} width={680}>
        {open ? <Entry entry={open} /> : null}
      </DetailDrawer>
    </Panel>
  );
}

function Entry({ entry: { at, actor, subject, source, request_id: request, before, after } }: { entry: AuditView }) {
  const t = useT();
  return (
    <div className="k-stack">
      <Facts
        items={[
          { label: t('audit.at'), value: <RelativeTime at={at} /> },
          { label: t('audit.actor'), value: actorText(actor) },
          { label: t('audit.subject'), value: <code>{subject}</code> },
          { label: t('audit.address'), value: source },
          { label: t('audit.request'), value: <code>{request}</code> },
        ]}
      />
      <Diff before={fieldsOf(before)} after={fieldsOf(after)} />
    </div>
  );
}
