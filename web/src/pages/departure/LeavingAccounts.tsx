/** What becomes of each account, and who follows up what it brought. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { AccountExit, DepartureView } from '@/api/types';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Panel } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { DEPARTURE_STALE } from './departure';

const PEOPLE_MAX = 200;

type Leaving = DepartureView['accounts'][number];

export function LeavingAccounts({ view }: { view: DepartureView }) {
  const t = useT();
  const people = useQuery({ queryKey: ['employees', 'choices'], queryFn: ({ signal }) => ask(api.GET('/api/v1/employees', { params: { query: { limit: PEOPLE_MAX } }, signal })) });
  const staying = (people.data?.items ?? []).filter(({ id, left_on: left }) => !left && id !== view.employee).map(({ id, name, post }) => ({ value: id, label: [name, post].filter(Boolean).join(' · ') }));
  const decide = useAction({
    run: ({ account, exit, successor }: { account: string; exit: AccountExit; successor: string | null }) =>
      ask(api.PUT('/api/v1/departures/{departure}/accounts/{account}', { params: { path: { departure: view.id, account } }, body: { exit, successor } })),
    stale: DEPARTURE_STALE,
  });
  const may = view.can.change === true;
  const columns: Column<Leaving>[] = [
    { key: 'account', title: t('persona.account'), fixed: true, width: 180, cell: ({ account, nickname }) => <Link to={`/accounts/${account}`} tabIndex={-1}>{nickname}</Link> },
    { key: 'leads', title: t('departure.leads'), number: true, cell: ({ leads }) => <span className="k-number">{leads}</span> },
    {
      key: 'exit', title: t('departure.exit'), width: 240,
      cell: ({ account, exit, exits, successor }) => (may && exits.length > 1 ? <Select small label={t('departure.exit')} value={exit ?? ''} options={exits.map((one) => ({ value: one, label: t(`account_exit.${one}`) }))} change={(next) => decide.run({ account, exit: next as AccountExit, successor: successor ?? null })} width={220} /> : exit ? t(`account_exit.${exit}`) : '–'),
    },
    {
      key: 'successor', title: t('departure.successor'), width: 220,
      cell: ({ account, exit, successor, successor_name: name }) => (may ? <Select small label={t('departure.successor')} any={t('departure.nobody')} value={successor ?? ''} options={staying} change={(next) => decide.run({ account, exit: exit ?? 'stays', successor: next || null })} width={200} /> : (name ?? '–')),
    },
    { key: 'unbound', title: t('agreement.state'), cell: ({ unbound_at: at }) => <StateTag tone={at ? 'good' : 'watch'}>{t(at ? 'departure.unbound' : 'departure.bound')}</StateTag> },
  ];
  if (view.accounts.length === 0) return <Panel title={t('departure.accounts')}><p className="k-quiet">{t('departure.no_accounts')}</p></Panel>;
  return (
    <Panel title={t('departure.accounts')}>
      <DataTable label={t('departure.accounts')} columns={columns} rows={view.accounts} rowKey={({ account }) => account} />
      <Reasons accounts={view.accounts} />
    </Panel>
  );
}

/** Why an account on a seat has one exit and no other. */
function Reasons({ accounts }: { accounts: Leaving[] }) {
  const bound = accounts.filter(({ why }) => why);
  if (bound.length === 0) return null;
  return <ul className="k-exit-reasons">{bound.map(({ account, nickname, why }) => <li key={account} className="k-quiet"><strong>{nickname}</strong> {why}</li>)}</ul>;
}
