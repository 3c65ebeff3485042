import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { Seat, SeatState } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, SearchBox, Select } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { Person, StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import { useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { entitiesQuery } from './queries';
import { RequestDialog } from './RequestDialog';
import { SeatDrawer } from './SeatDrawer';
import { StepDialog } from './StepDialog';
import { BULK, type BulkStep } from './steps';
import { SeatStateTag } from './tags';

const PAGE_ROWS = 100;
const PARAMS = { q: '', entity: '', state: '', seat: '' };
const STATES: readonly SeatState[] = ['requested', 'approved', 'paid', 'under_review', 'certified', 'bound', 'unbound', 'expiring', 'renewed', 'lapsed', 'released'];

type SeatPage = { items: Seat[]; next_cursor?: string | null | undefined; counts: Record<string, number> };

function useColumns(): Column<Seat>[] {
  const t = useT();
  return [
    { key: 'planned', title: t('seat.planned_for'), fixed: true, width: 200, cell: ({ planned_for: plan }) => plan },
    { key: 'state', title: t('seat.state'), cell: ({ state, frozen }) => <><SeatStateTag state={state} /> {frozen ? <StateTag tone="quiet">{t('seat.frozen')}</StateTag> : null}</> },
    { key: 'entity', title: t('seat.entity'), width: 180, cell: ({ entity }) => entity.name },
    { key: 'holder', title: t('seat.holder'), cell: ({ holder }) => (holder ? <Person name={holder.name} /> : ABSENT) },
    { key: 'account', title: t('seat.account'), cell: ({ account }) => (account ? <Link to={`/accounts/${account.id}`} tabIndex={-1}>{account.nickname}</Link> : ABSENT) },
    { key: 'term', title: t('seat.term'), number: true, cell: ({ term }) => (term ? <span className="k-number" title={t(term.days_left < 0 ? 'seat.days_over' : 'seat.days_left', { days: Math.abs(term.days_left) })}>{term.until}</span> : ABSENT) },
    { key: 'ownership', title: t('seat.ownership'), cell: ({ ownership }) => t(`ownership.${ownership}`) },
    { key: 'requested_by', title: t('seat.requested_by'), extra: true, cell: ({ requested_by: by }) => by },
  ];
}

export function SeatList() {
  const t = useT();
  const me = useMe();
  const [params, setParams] = useParamsState(PARAMS);
  const [requesting, setRequesting] = useState(false);
  const [bulk, setBulk] = useState<{ step: BulkStep; seats: Seat[] } | null>(null);
  const columns = useColumns();
  const look = useTableLook('seats', columns);
  const entities = useQuery(entitiesQuery);
  const { seat: open, state, ...filters } = params;
  const chosen = STATES.find((one) => one === state);
  const seats = usePages<Seat, SeatPage>(['seats', 'list', filters, state], (cursor, signal) =>
    ask(api.GET('/api/v1/seats', { params: { query: { limit: PAGE_ROWS, ...given(filters), ...(chosen ? { state: chosen } : {}), ...(cursor ? { cursor } : {}) } }, signal })));
  const counts = seats.query.data?.pages[0]?.counts ?? {};
  const filtered = params.q !== '' || params.entity !== '' || state !== '';
  const step = chosen ? BULK[chosen] : undefined;
  const ready = step ? seats.items.filter(({ can }) => can[step] === true) : [];
  const labelOf = (one: SeatState) => `${t(`seat_state.${one}`)} ${counts[one] ?? 0}`;
  return (
    <>
      <TableBar look={look} columns={columns}>
        <SearchBox label={t('seat.search')} value={params.q} change={(q) => setParams({ q })} />
        <Select label={t('seat.entity')} any={t('seat.any_entity')} value={params.entity} options={(entities.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} change={(entity) => setParams({ entity })} />
        <Select label={t('seat.state')} any={t('seat.any_state')} value={state} options={STATES.filter((one) => one === chosen || (counts[one] ?? 0) > 0).map((one) => ({ value: one, label: labelOf(one) }))} change={(next) => setParams({ state: next })} />
        {step && ready.length > 1 ? <Button press={() => setBulk({ step, seats: ready })}>{t('seat.all', { count: ready.length, step: t(`step.${step}`) })}</Button> : null}
        {me.can.manage_seats && (entities.data?.items.length ?? 0) > 0 ? <Button primary icon={<AddIcon />} press={() => setRequesting(true)}>{t('seat.request')}</Button> : null}
      </TableBar>
      <Loaded query={seats.query}>
        {() => (
          <DataTable
            label={t('seat.list')}
            columns={columns}
            look={look}
            rows={seats.items}
            rowKey={({ id }) => id}
            open={({ id }) => setParams({ seat: id })}
            selected={open}
            more={seats.more}
            empty={filtered ? <EmptyState title={t('table.nothing')} text={t('table.nothing_text')} /> : <EmptyState title={t('seat.none')} text={t('seat.none_text')}>{(entities.data?.items.length ?? 0) === 0 ? <Button primary to="/seats/entities">{t('seat.none_action')}</Button> : null}</EmptyState>}
          />
        )}
      </Loaded>
      <SeatDrawer id={open} close={() => setParams({ seat: '' })} />
      {requesting ? <RequestDialog close={() => setRequesting(false)} /> : null}
      {bulk ? <StepDialog step={bulk.step} seats={bulk.seats} close={() => setBulk(null)} /> : null}
    </>
  );
}
