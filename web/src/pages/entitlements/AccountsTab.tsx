/** The staff accounts, a line each, with a column for everything that may come with a seat. */
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { AccountEntitlements } from '@/api/types';
import { ABSENT } from '@/format/number';
import { tOr, useT } from '@/i18n';
import { SearchBox } from '@/ui/controls';
import { Figure } from '@/ui/plain/Figure';
import { Person, StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { ENTITLEMENTS } from './entitlements';
import { EntitlementTag } from './state';

const PAGE_ROWS = 50;
const PARAMS = { q: '' };

export function AccountsTab() {
  const t = useT();
  const [{ q }, setParams] = useParamsState(PARAMS);
  const accounts = usePages<AccountEntitlements, Page<AccountEntitlements>>(['entitlements', q], (cursor, signal) =>
    ask(api.GET('/api/v1/entitlements', { params: { query: { limit: PAGE_ROWS, ...given({ q }), ...(cursor ? { cursor } : {}) } }, signal })));
  const columns: Column<AccountEntitlements>[] = [
    { key: 'account', title: t('entitlements.account'), fixed: true, width: 180, cell: ({ account, nickname }) => <Link to={`/accounts/${account}?tab=entitlements`}>{nickname}</Link> },
    { key: 'holder', title: t('entitlements.holder'), cell: ({ holder }) => (holder ? <Person name={holder} /> : ABSENT) },
    { key: 'edition', title: t('entitlements.edition'), cell: ({ edition }) => (edition ? tOr(`edition_short.${edition}`, edition) : <span className="k-quiet">{t('entitlements.no_edition')}</span>) },
    ...ENTITLEMENTS.map((entitlement): Column<AccountEntitlements> => ({
      key: entitlement,
      title: t(`entitlement.${entitlement}`),
      cell: ({ items }) => items.filter((item) => item.entitlement === entitlement).map((item) => <EntitlementTag key={item.entitlement} item={item} />),
    })),
    { key: 'spent', title: t('entitlements.spent'), number: true, cell: ({ spent_fen: spent }) => <Figure value={spent} measure="money" /> },
    { key: 'organic', title: t('entitlements.organic'), cell: ({ complete_without_ads: whole }) => (whole ? <span title={t('entitlements.organic_hint')}><StateTag tone="good">{t('entitlements.organic')}</StateTag></span> : ABSENT) },
  ];
  return (
    <>
      <TableBar><SearchBox label={t('entitlements.account')} value={q} change={(next) => setParams({ q: next })} /></TableBar>
      <Loaded query={accounts.query}>
        {() => (
          <DataTable
            label={t('entitlements.accounts')}
            columns={columns}
            rows={accounts.items}
            rowKey={({ account }) => account}
            empty={<EmptyState title={t('entitlements.none')} text={t('entitlements.none_text')} />}
            more={accounts.more}
          />
        )}
      </Loaded>
    </>
  );
}
