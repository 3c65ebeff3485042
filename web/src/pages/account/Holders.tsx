/** Who ran the account, and when: the answer to "who was it on the third of March?". */
import { api, ask } from '@/api/client';
import type { Holding } from '@/api/types';
import { ABSENT } from '@/format/number';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { DayField } from '@/ui/period';
import { PersonaLink } from '@/papers/PersonaLink';
import { Person, StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { useParamsState } from '@/ui/url';

const PAGE_ROWS = 50;
const PARAMS = { on: '' };

export function Holders({ account }: { account: string }) {
  const t = useT();
  const [{ on }, setParams] = useParamsState(PARAMS);
  const holders = usePages<Holding, Page<Holding>>(['account', account, 'holders', on], (cursor, signal) =>
    ask(api.GET('/api/v1/accounts/{account}/holders', { params: { path: { account }, query: { limit: PAGE_ROWS, ...(on ? { on } : {}), ...(cursor ? { cursor } : {}) } }, signal })));
  const columns: Column<Holding>[] = [
    { key: 'name', title: t('board.holder'), fixed: true, width: 180, cell: ({ employee, to }) => <><Person name={employee.name} /> {to ? null : <StateTag tone="good">{t('account.holds_now')}</StateTag>}</> },
    { key: 'from', title: t('account.held_from'), cell: ({ from }) => <span className="k-number">{exactTime(from)}</span> },
    { key: 'to', title: t('account.held_to'), cell: ({ to }) => <span className="k-number">{to ? exactTime(to) : ABSENT}</span> },
    { key: 'persona', title: t('account.persona'), cell: ({ persona }) => (persona ? <PersonaLink persona={persona} /> : ABSENT) },
    { key: 'seat', title: t('account.on_seat'), cell: ({ seat }) => t(seat ? 'account.on_seat_yes' : 'account.on_seat_no') },
    { key: 'reason', title: t('account.held_end'), width: 200, cell: ({ reason, ended_by: by }) => (reason || by ? `${reason ?? ''}${reason && by ? ' · ' : ''}${by ?? ''}` : ABSENT) },
  ];
  return (
    <>
      <TableBar>
        <DayField label={t('account.holder_on')} day={on} change={(day) => setParams({ on: day })} />
        {on ? <Button quiet press={() => setParams({ on: '' })}>{t('account.holder_any')}</Button> : null}
      </TableBar>
      <Loaded query={holders.query}>
        {() => <DataTable label={t('account.holders')} columns={columns} rows={holders.items} rowKey={({ id }) => id} more={holders.more} empty={<EmptyState title={t(on ? 'account.nobody_on' : 'account.nobody_yet')} text={t('account.holders_text')} />} />}
      </Loaded>
    </>
  );
}
