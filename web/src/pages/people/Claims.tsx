/** Accounts nobody holds: what the files suggest is confirmed or declined by a person; nothing is merged by a guess. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { AccountView, HolderProposal } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { HolderDialog } from '@/pages/account/AccountActions';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { DoneIcon } from '@/ui/icons';
import { KindTag, Person } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { proposalsQuery } from './PeoplePage';

const STALE = ['proposals', 'account', 'board', 'employees', 'today'];

export function Claims() {
  const t = useT();
  const proposals = useQuery(proposalsQuery);
  return (
    <div className="k-stack">
      <Loaded query={proposals}>
        {({ items }) => (
          <>
            {items.length > 0 ? <h2 className="k-section">{t('claims.proposed')}</h2> : null}
            <ul className="k-claims">{items.map((proposal) => <Proposal key={proposal.id} proposal={proposal} />)}</ul>
            <Unclaimed none={items.length === 0} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Proposal({ proposal: { id, account, kind, employee, store, reason, sentence, can } }: { proposal: HolderProposal }) {
  const t = useT();
  const at = { params: { path: { proposal: id } } };
  const confirm = useAction({
    run: () => ask(api.POST('/api/v1/holder-proposals/{proposal}/confirmation', at)),
    stale: STALE,
    said: t('claims.confirmed'),
    undo: () => ask(api.DELETE('/api/v1/accounts/{account}/holder', { params: { path: { account: account.id } } })),
  });
  const decline = useAction({ run: () => ask(api.DELETE('/api/v1/holder-proposals/{proposal}', at)), stale: STALE, said: t('claims.declined') });
  return (
    <li className="k-claim">
      <div className="k-claim-pair">
        <span className="k-person"><Link to={`/accounts/${account.id}`} className="k-ellipsis">{account.nickname}</Link><KindTag kind={kind} /></span>
        <span aria-hidden="true" className="k-quiet">→</span>
        <Person name={employee.name} note={store ?? null} />
      </div>
      <p className="k-quiet"><span className="k-tag">{t(`match.${reason}`)}</span> {sentence}</p>
      {can.decide === true ? <div className="k-row">
        <Button primary small press={() => confirm.run()} busy={confirm.busy}>{t('claims.confirm')}</Button>
        <Button small press={() => decline.run()} busy={decline.busy}>{t('claims.decline')}</Button>
      </div> : null}
    </li>
  );
}

function Unclaimed({ none }: { none: boolean }) {
  const t = useT();
  const [holding, setHolding] = useState<AccountView | null>(null);
  const accounts = useQuery({
    queryKey: ['account', 'unclaimed'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts', { params: { query: { holder: 'unclaimed', limit: 200 } }, signal })),
  });
  const columns: Column<AccountView>[] = [
    { key: 'name', title: t('board.account'), fixed: true, width: 200, cell: ({ id, nickname, kind }) => <span className="k-person"><Link to={`/accounts/${id}`} tabIndex={-1}>{nickname}</Link><KindTag kind={kind} /></span> },
    { key: 'xhs_no', title: t('account.xhs_no'), cell: ({ xhs_no: number, xhs_uid: uid }) => <span className="k-number">{number ?? uid ?? ABSENT}</span> },
    { key: 'file', title: t('account.first_seen'), width: 240, cell: ({ first_import: first }) => (first ? <Link to={`/imports/${first.import}`} tabIndex={-1}>{first.file_name}</Link> : t('account.by_hand')) },
    { key: 'seen', title: t('account.seen'), cell: ({ created_at: at }) => <RelativeTime at={at} /> },
    { key: 'hold', title: t('board.holder'), cell: (account) => account.can.claim === true && <Button small press={() => setHolding(account)}>{t('account.set_holder')}</Button> },
  ];
  return (
    <Loaded query={accounts}>
      {({ items, unclaimed }) => items.length === 0 ? (none ? <EmptyState icon={<DoneIcon />} title={t('claims.none')} text={t('claims.none_text')} /> : null) : (
        <>
          <h2 className="k-section">{t('claims.unclaimed', { count: unclaimed })}</h2>
          <DataTable label={t('people.claims')} columns={columns} rows={items} rowKey={({ id }) => id} />
          {holding ? <HolderDialog account={holding} close={() => setHolding(null)} /> : null}
        </>
      )}
    </Loaded>
  );
}
