/** One account: who holds it, how it did over the periods, its notes, its answers and its leads. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { api, ask } from '@/api/client';
import type { AccountView } from '@/api/sketch';
import { useT } from '@/i18n';
import { Facts, PageHeader, Panel, Tabs } from '@/ui/layout';
import { KindTag, Person } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Loaded } from '@/ui/states';
import { useParamsState } from '@/ui/url';
import { ABSENT, score } from '@/format/number';
import { AccountActions } from './AccountActions';
import { History } from './History';
import { Leads } from './Leads';
import { Notes } from './Notes';
import { Service } from './Service';

const PARAMS = { tab: 'history' };

export default function AccountPage() {
  const { account: id = '' } = useParams();
  const account = useQuery({
    queryKey: ['account', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}', { params: { path: { account: id } }, signal })),
  });
  return <div className="k-page"><Loaded query={account}>{(view) => <Account view={view} />}</Loaded></div>;
}

function Account({ view }: { view: AccountView }) {
  const t = useT();
  const [{ tab }, setParams] = useParamsState(PARAMS);
  return (
    <>
      <PageHeader title={view.nickname} lead={<KindTag kind={view.kind} />}>
        <AccountActions account={view} />
      </PageHeader>
      <Summary view={view} />
      <Panel>
        <Tabs
          value={tab}
          change={(next) => setParams({ tab: next })}
          tabs={[
            { key: 'history', label: t('account.history'), content: <History account={view.id} /> },
            { key: 'notes', label: t('account.notes'), content: <Notes account={view.id} /> },
            { key: 'service', label: t('account.service'), content: <Service account={view.id} /> },
            { key: 'leads', label: t('account.leads'), content: <Leads account={view.id} /> },
          ]}
        />
      </Panel>
    </>
  );
}

function Summary({ view }: { view: AccountView }) {
  const t = useT();
  const { holder, store, region, xhs_id: xhsId, last_note_at: lastNoteAt, cadence_centi: cadence, state, first_seen_at: firstSeenAt } = view;
  return (
    <Panel>
      <Facts
        items={[
          { label: t('board.holder'), value: holder ? <Person name={holder.name} /> : t('board.no_holder') },
          { label: t('board.store'), value: [store?.name, region].filter(Boolean).join(' · ') || ABSENT },
          { label: t('account.xhs_id'), value: <span className="k-number">{xhsId ?? ABSENT}</span> },
          { label: t('board.state'), value: t(`state.${state}`) },
          { label: t('board.last_note'), value: <RelativeTime at={lastNoteAt} /> },
          { label: t('board.cadence'), value: cadence === null ? ABSENT : t('account.per_week', { notes: score(cadence).short }) },
          { label: t('account.first_seen'), value: <RelativeTime at={firstSeenAt} /> },
        ]}
      />
    </Panel>
  );
}
