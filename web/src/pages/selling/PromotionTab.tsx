/** Requests for promotion money, the newest first. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { Promotion, PromotionState } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, Select } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { Figure } from '@/ui/plain/Figure';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { PromotionDialog } from './PromotionDialog';
import { PromotionDrawer } from './PromotionDrawer';
import { yuan } from '@/selling/queries';
import { PromotionStateTag } from '@/selling/tags';

const PAGE_ROWS = 50;
const STATES: readonly PromotionState[] = ['asked', 'approved', 'refused', 'withdrawn'];
const PARAMS = { state: '', promotion: '' };

export function PromotionTab({ account }: { account?: string }) {
  const t = useT();
  const { can } = useMe();
  const [{ state, promotion: shown }, setParams] = useParamsState(PARAMS);
  const [asking, setAsking] = useState(false);
  const wanted = given({ state }) as { state?: PromotionState };
  const promotions = usePages<Promotion, Page<Promotion>>(['promotions', account ?? '', state], (cursor, signal) =>
    ask(api.GET('/api/v1/promotions', { params: { query: { limit: PAGE_ROWS, ...wanted, ...(account ? { account } : {}), ...(cursor ? { cursor } : {}) } }, signal })));
  const columns: Column<Promotion>[] = [
    { key: 'what', title: t('promotion.what'), fixed: true, width: 220, cell: ({ nickname, note_title: title }) => <>{account ? null : `${nickname} · `}{title ?? t('promotion.whole')}</>, open: ({ id }) => () => setParams({ promotion: id }) },
    { key: 'state', title: t('selling.state'), cell: ({ state: now }) => <PromotionStateTag state={now} /> },
    { key: 'budget', title: t('promotion.budget'), number: true, cell: ({ budget_fen: budget }) => <Figure value={budget} measure="money" /> },
    { key: 'days', title: t('promotion.days'), number: true, cell: ({ days }) => <Figure value={days} measure="count" /> },
    { key: 'asked_by', title: t('promotion.asked_by'), cell: ({ asked_by: by }) => by },
    { key: 'decided_by', title: t('promotion.decided_by'), cell: ({ decided_by: by }) => by ?? ABSENT },
    { key: 'spend', title: t('promotion.spend'), number: true, cell: ({ results, over_budget_fen: over }) => <><Figure value={results?.spend_fen} measure="money" />{over ? <> <StateTag tone="watch">{t('promotion.over', { yuan: yuan(over) })}</StateTag></> : null}</> },
    { key: 'leads', title: t('promotion.leads'), number: true, cell: ({ results }) => <Figure value={results?.leads} measure="count" /> },
    { key: 'cost', title: t('promotion.cost_per_lead'), number: true, cell: ({ cost_per_lead_fen: cost }) => <Figure value={cost} measure="money" /> },
  ];
  return (
    <>
      <TableBar>
        <Select label={t('selling.state')} any={t('selling.all')} value={state} options={STATES.map((value) => ({ value, label: t(`promotion_state.${value}`) }))} change={(next) => setParams({ state: next })} width={160} />
        {can.ask_promotions ? <Button icon={<AddIcon />} press={() => setAsking(true)}>{t('promotion.ask')}</Button> : null}
      </TableBar>
      <Loaded query={promotions.query}>
        {() => <DataTable label={t('selling.promotion')} columns={columns} rows={promotions.items} rowKey={({ id }) => id} more={promotions.more} empty={<EmptyState title={t(state ? 'promotion.none_such' : 'promotion.none')} text={t('promotion.none_text')} />} />}
      </Loaded>
      <PromotionDrawer id={shown} close={() => setParams({ promotion: '' })} />
      {asking ? <PromotionDialog {...(account ? { account } : {})} close={() => setAsking(false)} /> : null}
    </>
  );
}
