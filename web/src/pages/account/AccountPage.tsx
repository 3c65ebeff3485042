/** One account: who holds it, how it did over the periods, its notes, its answers, its leads, and what happened to it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import type { AccountView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Facts, PageHeader, Panel, Tabs } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { KindTag, Person } from '@/ui/plain/tags';
import { Loaded } from '@/ui/states';
import { useParamsState } from '@/ui/url';
import { Checklist } from '@/pages/entitlements/Checklist';
import { AccountSelling } from '@/pages/selling/AccountSelling';
import { AccountActions } from './AccountActions';
import { Changes } from './Changes';
import { Holders } from './Holders';
import { Leads } from './Leads';
import { Notes } from './Notes';
import { Periods } from './Periods';
import { Service } from './Service';

const PARAMS = { tab: 'periods' };

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
  const tabs = [
    { key: 'periods', label: t('account.periods'), content: <Periods account={view.id} /> },
    ...(view.kind === 'kos' ? [{ key: 'entitlements', label: t('nav.entitlements'), content: <Checklist account={view.id} /> }] : []),
    { key: 'selling', label: t('nav.selling'), content: <AccountSelling account={view.id} /> },
    { key: 'notes', label: t('account.notes'), content: <Notes account={view.id} /> },
    { key: 'service', label: t('account.service'), content: <Service account={view.id} /> },
    ...(view.can.see_leads === true ? [{ key: 'leads', label: t('account.leads'), content: <Leads account={view.id} /> }] : []),
    { key: 'holders', label: t('account.holders'), content: <Holders account={view.id} /> },
    { key: 'changes', label: t('account.changes'), content: <Changes account={view.id} /> },
  ];
  return (
    <>
      <PageHeader title={view.nickname} lead={<KindTag kind={view.kind} />}>
        <AccountActions account={view} />
      </PageHeader>
      <Summary view={view} />
      <Panel>
        <Tabs value={tabs.some(({ key }) => key === tab) ? tab : PARAMS.tab} change={(next) => setParams({ tab: next })} tabs={tabs} />
      </Panel>
    </>
  );
}

function Summary({ view }: { view: AccountView }) {
  const t = useT();
  const { holder, store, region, xhs_no: number, xhs_uid: uid, fans, fans_day: fansDay, opened_on: opened, first_import: first } = view;
  return (
    <Panel>
      <Facts
        items={[
          { label: t('board.holder'), value: holder ? <Person name={holder.name} /> : t('board.no_holder') },
          { label: t('board.store'), value: store?.name ?? ABSENT },
          { label: t('account.xhs_no'), value: <span className="k-number">{number ?? ABSENT}</span> },
          { label: t('account.xhs_uid'), value: <span className="k-number">{uid ?? ABSENT}</span> },
          { label: fansDay ? t('account.fans_on', { day: fansDay }) : t('account.fans'), value: <Figure value={fans} measure="count" /> },
          { label: t('account.place'), value: region ?? ABSENT },
          { label: t('account.opened_on'), value: <span className="k-number">{opened ?? ABSENT}</span> },
          { label: t('account.first_seen'), value: first ? <Link to={`/imports/${first.import}`}>{first.file_name}</Link> : t('account.by_hand') },
        ]}
      />
    </Panel>
  );
}
