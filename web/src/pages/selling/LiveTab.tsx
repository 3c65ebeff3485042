/** Live sessions, the latest first: what is planned, what was held, what waits for its results. */
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { LiveSession } from '@/api/types';
import { ABSENT } from '@/format/number';
import { clockTime } from '@/format/time';
import { useT } from '@/i18n';
import { Button, Hint, Select } from '@/ui/controls';
import { AddIcon } from '@/ui/icons';
import { Figure } from '@/ui/plain/Figure';
import { Person, StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages, type Page } from '@/ui/table/usePages';
import { given, useParamsState } from '@/ui/url';
import { LiveDialog } from './LiveDialog';
import { LiveDrawer } from './LiveDrawer';
import { LiveStateTag } from '@/selling/tags';

const PAGE_ROWS = 50;
const STATES = ['planned', 'held', 'cancelled', 'uncounted'] as const;
type Wanted = (typeof STATES)[number];
const PARAMS = { state: '', live: '' };

export function LiveTab({ account }: { account?: string }) {
  const t = useT();
  const { can } = useMe();
  const [{ state, live: shown }, setParams] = useParamsState(PARAMS);
  const [planning, setPlanning] = useState(false);
  const wanted = given({ state }) as { state?: Wanted };
  const lives = usePages<LiveSession, Page<LiveSession>>(['lives', account ?? '', state], (cursor, signal) =>
    ask(api.GET('/api/v1/live-sessions', { params: { query: { limit: PAGE_ROWS, ...wanted, ...(account ? { account } : {}), ...(cursor ? { cursor } : {}) } }, signal })));
  const add = can.manage_selling ? <Button primary icon={<AddIcon />} press={() => setPlanning(true)}>{t('live.plan')}</Button> : null;
  const columns: Column<LiveSession>[] = [
    { key: 'topic', title: t('live.topic'), fixed: true, width: 200, cell: ({ topic }) => topic, open: ({ id }) => () => setParams({ live: id }) },
    { key: 'starts', title: t('live.starts'), cell: ({ starts_at: at }) => <span className="k-number">{clockTime(at)}</span> },
    { key: 'minutes', title: `${t('live.minutes')} (${t('live.minutes_unit')})`, number: true, cell: ({ minutes }) => <Figure value={minutes} measure="count" /> },
    ...(account ? [] : [{ key: 'account', title: t('selling.account'), width: 150, cell: ({ nickname }: LiveSession) => nickname }]),
    { key: 'host', title: t('live.host'), cell: ({ host }) => <Person name={host.name} /> },
    { key: 'state', title: t('selling.state'), cell: (row) => <Standing live={row} /> },
    { key: 'viewers', title: t('live_figure.viewers'), number: true, cell: ({ results }) => <Figure value={results?.viewers} measure="count" /> },
    { key: 'leads', title: t('live_figure.leads'), number: true, cell: ({ results }) => <Figure value={results?.leads} measure="count" /> },
    { key: 'sales', title: t('live_figure.sales_fen'), number: true, cell: ({ results }) => <Figure value={results?.sales_fen} measure="money" /> },
    { key: 'gap', title: t('live.gap'), width: 200, cell: ({ warnings }) => (warnings.length > 0 ? <Hint title={warnings.join(' ')}><span>{warnings[0]}</span></Hint> : ABSENT) },
  ];
  const label = (one: Wanted) => (one === 'uncounted' ? t('live.uncounted') : t(`live_state.${one}`));
  return (
    <>
      <TableBar>
        <Select label={t('selling.state')} any={t('selling.all')} value={state} options={STATES.map((value) => ({ value, label: label(value) }))} change={(next) => setParams({ state: next })} width={160} />
        {add}
      </TableBar>
      <Loaded query={lives.query}>
        {() => <DataTable label={t('selling.live')} columns={columns} rows={lives.items} rowKey={({ id }) => id} more={lives.more} empty={<EmptyState title={t(state ? 'live.none_such' : 'live.none')} text={t('live.none_text')} />} />}
      </Loaded>
      <LiveDrawer id={shown} close={() => setParams({ live: '' })} />
      {planning ? <LiveDialog {...(account ? { account } : {})} close={() => setPlanning(false)} /> : null}
    </>
  );
}

function Standing({ live: { state, is_over: isOver, results } }: { live: LiveSession }) {
  const t = useT();
  const waits = isOver && state !== 'cancelled' && !results;
  return <><LiveStateTag state={state} />{waits ? <> <StateTag tone="watch">{t('live.uncounted')}</StateTag></> : null}</>;
}
