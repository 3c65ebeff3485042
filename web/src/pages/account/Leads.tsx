import { api, ask } from '@/api/client';
import type { LeadView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { usePages, type Page } from '@/ui/table/usePages';
import { useToSource } from './sources';

const PAGE_ROWS = 100;
const TEXTS = ['phone', 'wechat', 'region', 'source_note', 'creative'] as const;

/** Leads of one account; contact data is masked by the server and stays so here. */
export function Leads({ account }: { account: string }) {
  const t = useT();
  const toSource = useToSource();
  const columns: Column<LeadView>[] = [
    { key: 'at', title: t('lead.at'), fixed: true, cell: ({ created_at: at }) => <RelativeTime at={at} />, open: (lead) => toSource(lead, 'created_at') },
    { key: 'nickname', title: t('lead.nickname'), cell: ({ nickname }) => nickname ?? ABSENT },
    { key: 'traffic', title: t('lead.traffic'), cell: ({ traffic }) => (traffic ? t(`lead_traffic.${traffic}`) : ABSENT) },
    { key: 'conversion', title: t('lead.conversion'), cell: ({ conversion }) => (conversion ? t(`lead_conversion.${conversion}`) : ABSENT) },
    ...TEXTS.map((key): Column<LeadView> => ({ key, title: t(`lead.${key}`), cell: (lead) => <span title={lead[key] ?? ''}>{lead[key] ?? ABSENT}</span> })),
  ];
  const leads = usePages<LeadView, Page<LeadView>>(['account', account, 'leads'], (cursor, signal) =>
    ask(api.GET('/api/v1/accounts/{account}/leads', { params: { path: { account }, query: { limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })));
  return (
    <Loaded query={leads.query}>
      {() => <DataTable label={t('account.leads')} columns={columns} rows={leads.items} rowKey={({ id }) => id} more={leads.more} empty={<EmptyState title={t('account.no_leads')} text={t('account.no_leads_text')} />} />}
    </Loaded>
  );
}
