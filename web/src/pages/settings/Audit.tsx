import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import type { AuditView } from '@/api/sketch';
import { tOr, useT } from '@/i18n';
import { SearchBox, Select } from '@/ui/controls';
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
const PARAMS = { q: '', actor: '', from: '', to: '' };

export function Audit() {
  const t = useT();
  const toast = useToast();
  const [params, setParams] = useParamsState(PARAMS);
  const [open, setOpen] = useState<AuditView | null>(null);
  const members = useQuery({ queryKey: ['members'], queryFn: ({ signal }) => ask(api.GET('/api/v1/members', { signal })) });
  const audit = usePages<AuditView, { items: AuditView[]; next_cursor?: string | null }>(['audit', params], (cursor, signal) =>
    ask(api.GET('/api/v1/audit', { params: { query: { limit: PAGE_ROWS, ...given(params), ...(cursor ? { cursor } : {}) } }, signal })));
  const save = () => void download(`/api/v1/audit/export?${new URLSearchParams(given(params) as Record<string, string>).toString()}`, 'kosmos-audit.csv').catch(toast.failed);
  const columns: Column<AuditView>[] = [
    { key: 'at', title: t('audit.at'), fixed: true, cell: ({ at }) => <RelativeTime at={at} /> },
    { key: 'actor', title: t('audit.actor'), cell: ({ actor }) => actor },
    { key: 'action', title: t('audit.action'), cell: ({ action }) => tOr(`audit_action.${action}`, action) },
    { key: 'subject', title: t('audit.subject'), cell: ({ subject }) => subject },
    { key: 'address', title: t('audit.address'), cell: ({ address }) => <span className="k-number">{address}</span> },
  ];
  return (
    <Panel flush>
      <TableBar exports={[{ key: 'csv', label: t('table.export_csv'), run: save }]}>
        <SearchBox label={t('audit.search')} value={params.q} change={(q) => setParams({ q })} />
        <Select label={t('audit.actor')} any={t('audit.anyone')} value={params.actor} options={(members.data?.items ?? []).map(({ user }) => ({ value: user.id, label: user.name }))} change={(actor) => setParams({ actor })} />
        <DayRange label={t('board.period')} from={params.from} to={params.to} change={(from, to) => setParams({ from, to })} />
      </TableBar>
      <Loaded query={audit.query}>
        {() => <DataTable label={t('settings.audit')} columns={columns} rows={audit.items} rowKey={({ id }) => id} open={setOpen} more={audit.more} empty={<EmptyState title={t('table.nothing')} text={t('audit.none_text')} />} />}
      </Loaded>
      <DetailDrawer title={open ? tOr(`audit_action.${open.action}`, open.action) : ''} open={open !== null} close={() => setOpen(null)} width={680}>
        {open ? <Entry entry={open} /> : null}
      </DetailDrawer>
    </Panel>
  );
}

function Entry({ entry: { at, actor, subject, address, before, after } }: { entry: AuditView }) {
  const t = useT();
  return (
    <div className="k-stack">
      <Facts
        items={[
          { label: t('audit.at'), value: <RelativeTime at={at} /> },
          { label: t('audit.actor'), value: actor },
          { label: t('audit.subject'), value: subject },
          { label: t('audit.address'), value: address },
        ]}
      />
      <Diff before={before} after={after} />
    </div>
  );
}
