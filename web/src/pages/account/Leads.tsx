import { api, ask } from '@/api/client';
import type { LeadView } from '@/api/sketch';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { usePages } from '@/ui/table/usePages';

const PAGE_ROWS = 100;
const TEXTS = ['nickname', 'phone_masked', 'wechat_masked', 'traffic', 'conversion', 'region', 'note'] as const;

/** Leads of one account; contact data is masked by the server and stays so here. */
export function Leads({ account }: { account: string }) {
  const t = useT();
  const columns: Column<LeadView>[] = [
    { key: 'at', title: t('lead.at'), fixed: true, cell: ({ at }) => <RelativeTime at={at} /> },
    ...TEXTS.map((key): Column<LeadView> => ({ key, title: t(`lead.${key}`), cell: (lead) => lead[key] ?? ABSENT })),
  ];
  const leads = usePages<LeadView, { items: LeadView[]; next_cursor?: string | null }>(['account', account, 'leads'], (cursor, signal) =>
    ask(api.GET('/api/v1/accounts/{account}/leads', { params: { path: { account }, query: { limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })));
  return (
    <Loaded query={leads.query}>
      {() => <DataTable label={t('account.leads')} columns={columns} rows={leads.items} rowKey={({ id }) => id} more={leads.more} empty={<EmptyState title={t('account.no_leads')} text={t('account.no_leads_text')} />} />}
    </Loaded>
  );
}
