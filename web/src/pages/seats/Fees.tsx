/** What seats cost: by company and year against the plan, and the ledger behind it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { EntityCosts, SeatFee } from '@/api/types';
import { ABSENT } from '@/format/number';
import { todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { OnFile } from '@/papers/OnFile';
import { Button, Hint, Select } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { Figure } from '@/ui/plain/Figure';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { useParamsState } from '@/ui/url';
import { FeeDialog, PlanDialog, ReverseDialog } from './FeeDialogs';

const PAGE_ROWS = 100;
const YEARS_BACK = 3;
const THIS_YEAR = Number(todayIn(new Date()).slice(0, 4));
const PARAMS = { year: String(THIS_YEAR) };

export function Fees() {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const year = Number(params.year) || THIS_YEAR;
  const costs = useQuery({ queryKey: ['seat-costs', year], queryFn: ({ signal }) => ask(api.GET('/api/v1/seat-costs', { params: { query: { year } }, signal })) });
  const years = Array.from({ length: YEARS_BACK + 2 }, (_, back) => String(THIS_YEAR + 1 - back));
  return (
    <div className="k-stack">
      <Loaded query={costs}>
        {(known) => (
          <section aria-label={t('fee.costs', { year })}>
            <TableBar><Select label={t('fee.year')} value={String(year)} options={years.map((value) => ({ value, label: value }))} change={(next) => setParams({ year: next })} /></TableBar>
            <Costs items={known.items} year={year} activeDays={known.active_days} may={known.can.plan === true} />
          </section>
        )}
      </Loaded>
      <Ledger year={year} may={costs.data?.can.plan === true} />
    </div>
  );
}

function Costs({ items, year, activeDays, may }: { items: EntityCosts[]; year: number; activeDays: number; may: boolean }) {
  const t = useT();
  const [planning, setPlanning] = useState<EntityCosts | null>(null);
  const columns: Column<EntityCosts>[] = [
    { key: 'entity', title: t('seat.entity'), fixed: true, width: 200, cell: ({ entity }) => entity.name },
    { key: 'granted', title: t('fee.granted'), number: true, cell: ({ granted }) => <Figure value={granted} measure="count" /> },
    { key: 'active', title: t('fee.active'), hint: t('fee.active_hint', { days: activeDays }), number: true, cell: ({ active }) => <Figure value={active} measure="count" /> },
    { key: 'per_active', title: t('fee.per_active'), hint: t('fee.per_active_hint'), number: true, cell: ({ per_active_seat: cost }) => <Figure value={cost} measure="money" /> },
    { key: 'paid', title: t('fee.paid'), number: true, cell: ({ paid }) => <Figure value={paid} measure="money" /> },
    { key: 'to_come', title: t('fee.to_come'), number: true, cell: ({ to_come: cost }) => <Figure value={cost} measure="money" /> },
    { key: 'planned', title: t('fee.planned'), number: true, cell: ({ planned }) => <Figure value={planned} measure="money" /> },
    { key: 'left', title: t('fee.left'), number: true, cell: ({ left }) => (typeof left === 'number' && left < 0 ? <span className="k-act"><Figure value={left} measure="money" /></span> : <Figure value={left} measure="money" />) },
    ...(may ? [{ key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: (row: EntityCosts) => <Button small press={() => setPlanning(row)}>{t('fee.plan')}</Button> }] : []),
  ];
  return (
    <>
      <DataTable label={t('fee.costs', { year })} columns={columns} rows={items} rowKey={({ entity }) => entity.id} empty={<EmptyState title={t('entity.none')} text={t('entity.none_text')} />} />
      {planning ? <PlanDialog costs={planning} year={year} close={() => setPlanning(null)} /> : null}
    </>
  );
}

function Ledger({ year, may }: { year: number; may: boolean }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const [reversing, setReversing] = useState<SeatFee | null>(null);
  const fees = usePages<SeatFee, Page<SeatFee>>(['seat-fees', year], (cursor, signal) =>
    ask(api.GET('/api/v1/seat-fees', { params: { query: { limit: PAGE_ROWS, year, ...(cursor ? { cursor } : {}) } }, signal })));
  const columns: Column<SeatFee>[] = [
    { key: 'paid_on', title: t('step.paid_on'), fixed: true, width: 120, cell: ({ paid_on: day }) => <span className="k-number">{day}</span> },
    { key: 'kind', title: t('fee.kind'), cell: ({ kind, reverses, is_reversed: isReversed }) => <>{t(`fee_kind.${kind}`)} {reverses ? <StateTag tone="watch">{t('fee.is_reversal')}</StateTag> : isReversed ? <StateTag tone="quiet">{t('fee.reversed')}</StateTag> : null}</> },
    { key: 'amount', title: t('fee.amount'), number: true, cell: ({ amount }) => <Figure value={amount} measure="money" /> },
    { key: 'entity', title: t('seat.entity'), width: 180, cell: ({ entity }) => entity.name },
    { key: 'period', title: t('fee.period'), cell: ({ from, to }) => <span className="k-number">{from} – {to}</span> },
    { key: 'payer', title: t('step.payer'), cell: ({ payer }) => payer },
    { key: 'invoice', title: t('step.invoice'), cell: ({ invoice_no: invoice, evidence }) => <><span className="k-number">{invoice}</span> <OnFile title={invoice} file={evidence} /></> },
    { key: 'note', title: t('step.note'), width: 160, cell: ({ note }) => note || ABSENT },
    { key: 'by', title: t('fee.by'), cell: ({ recorded_by: by }) => by },
    ...(may ? [{ key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: (fee: SeatFee) => (fee.can.reverse === true ? <Button small press={() => setReversing(fee)}>{t('fee.reverse')}</Button> : <Hint title={fee.can.reverse}><span className="k-quiet">{ABSENT}</span></Hint>) }] : []),
  ];
  return (
    <section aria-label={t('fee.ledger')}>
      <TableBar><h2 className="k-section">{t('fee.ledger')}</h2>{may ? <Button icon={<AddIcon />} press={() => setAdding(true)}>{t('fee.add')}</Button> : null}</TableBar>
      <Loaded query={fees.query}>
        {() => <DataTable label={t('fee.ledger')} columns={columns} rows={fees.items} rowKey={({ id }) => id} more={fees.more} empty={<EmptyState title={t('fee.none')} text={t('fee.none_text')} />} />}
      </Loaded>
      {adding ? <FeeDialog close={() => setAdding(false)} /> : null}
      {reversing ? <ReverseDialog fee={reversing} close={() => setReversing(null)} /> : null}
    </section>
  );
}
