import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { storesQuery } from '@/api/lists';
import { useMe } from '@/api/me';
import type { EmployeeView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Button, SearchBox, Select } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { Figure } from '@/ui/plain/Figure';
import { Person, StateTag, type Tone } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import { useTableLook, type Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { EmployeeDialog } from './EmployeeDialog';

const PAGE_ROWS = 100;
const PARAMS = { q: '', store: '' };
const STANDING_TONE: Record<Exclude<EmployeeView['standing'], 'employed'>, Tone> = { suspended: 'act', leaving: 'watch', left: 'quiet' };

function useEmployeeColumns(): Column<EmployeeView>[] {
  const t = useT();
  const stores = useQuery(storesQuery);
  const regionOf = (store: string | undefined) => stores.data?.items.find(({ id }) => id === store)?.region;
  return [
    { key: 'name', title: t('employee.name'), fixed: true, width: 160, cell: ({ id, name, standing }) => <>{<Link to={`/people/${id}`} tabIndex={-1}><Person name={name} /></Link>} {standing === 'employed' ? null : <StateTag tone={STANDING_TONE[standing]}>{t(`roster_standing.${standing}`)}</StateTag>}</> },
    { key: 'number', title: t('employee.number'), cell: ({ employee_no: number }) => number ?? ABSENT },
    { key: 'store', title: t('board.store'), cell: ({ store }) => store?.name ?? ABSENT },
    { key: 'region', title: t('board.region'), cell: ({ store }) => regionOf(store?.id) || ABSENT },
    { key: 'position', title: t('employee.position'), cell: ({ post }) => post ?? ABSENT },
    { key: 'manager', title: t('employee.manager'), cell: ({ manager }) => manager ?? ABSENT },
    { key: 'phone', title: t('employee.phone'), cell: ({ phone }) => phone ?? ABSENT },
    { key: 'joined', title: t('employee.joined'), cell: ({ hired_on: hired }) => hired ?? ABSENT },
    { key: 'accounts', title: t('employee.accounts'), number: true, cell: ({ accounts }) => <Figure value={accounts} measure="count" /> },
  ];
}

export function Roster() {
  const t = useT();
  const me = useMe();
  const [params, setParams] = useParamsState(PARAMS);
  const [adding, setAdding] = useState(false);
  const navigate = useNavigate();
  const columns = useEmployeeColumns();
  const look = useTableLook('roster', columns);
  const stores = useQuery(storesQuery);
  const employees = usePages<EmployeeView, Page<EmployeeView>>(['employees', 'list', params], (cursor, signal) =>
    ask(api.GET('/api/v1/employees', { params: { query: { limit: PAGE_ROWS, ...given(params), ...(cursor ? { cursor } : {}) } }, signal })));
  const filtered = params.q !== '' || params.store !== '';
  return (
    <>
      <TableBar look={look} columns={columns}>
        <SearchBox label={t('employee.search')} value={params.q} change={(q) => setParams({ q })} />
        <Select label={t('board.store')} any={t('board.any_store')} value={params.store} options={(stores.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} change={(store) => setParams({ store })} />
        {me.can.manage_people ? <Button icon={<AddIcon />} press={() => setAdding(true)}>{t('employee.add')}</Button> : null}
      </TableBar>
      <Loaded query={employees.query}>
        {() => (
          <DataTable
            label={t('people.roster')}
            columns={columns}
            look={look}
            rows={employees.items}
            rowKey={({ id }) => id}
            open={({ id }) => void navigate(`/people/${id}`)}
            more={employees.more}
            empty={filtered ? <EmptyState title={t('table.nothing')} text={t('table.nothing_text')} /> : <NoRoster />}
          />
        )}
      </Loaded>
      {adding ? <EmployeeDialog employee={null} close={() => setAdding(false)} /> : null}
    </>
  );
}

function NoRoster() {
  const t = useT();
  return (
    <EmptyState title={t('employee.none')} text={t('employee.none_text')}>
      <Button primary to="/imports">{t('employee.import')}</Button>
    </EmptyState>
  );
}
