/** Settings: one section an address, only those that this member may open. */
import type { ComponentType } from 'react';
import { NavLink, Navigate, useParams } from 'react-router';
import { useMe } from '@/api/me';
import type { Me } from '@/api/types';
import { useT, type Key } from '@/i18n';
import { PageHeader } from '@/ui/layout';
import { ApiKeys } from './ApiKeys';
import { Audit } from './Audit';
import { Brands } from './Brands';
import { Channels } from './Channels';
import { Invitations } from './Invitations';
import { Jobs } from './Jobs';
import { Members } from './Members';
import { Security } from './Security';
import { Sessions } from './Sessions';
import { Targets } from './Targets';
import './settings.css';

interface Section {
  key: string;
  word: Key & `settings.${string}`;
  lead: Key & `settings.${string}`;
  open: (me: Me) => boolean;
  Content: ComponentType;
}

const always = () => true;

const SECTIONS: readonly Section[] = [
  { key: 'security', word: 'settings.security', lead: 'settings.security_lead', open: always, Content: Security },
  { key: 'sessions', word: 'settings.sessions', lead: 'settings.sessions_lead', open: always, Content: Sessions },
  { key: 'members', word: 'settings.members', lead: 'settings.members_lead', open: (me) => me.can.view_members ?? false, Content: Members },
  { key: 'invitations', word: 'settings.invitations', lead: 'settings.invitations_lead', open: (me) => me.can.manage_members ?? false, Content: Invitations },
  { key: 'targets', word: 'settings.targets', lead: 'settings.targets_lead', open: (me) => me.can.view_matrix ?? false, Content: Targets },
  { key: 'brands', word: 'settings.brands', lead: 'settings.brands_lead', open: (me) => me.can.manage_brands ?? false, Content: Brands },
  { key: 'api-keys', word: 'settings.api_keys', lead: 'settings.api_keys_lead', open: (me) => me.can.manage_api_keys ?? false, Content: ApiKeys },
  { key: 'channels', word: 'settings.channels', lead: 'settings.channels_lead', open: (me) => me.can.manage_channels ?? false, Content: Channels },
  { key: 'audit', word: 'settings.audit', lead: 'settings.audit_lead', open: (me) => me.can.view_audit ?? false, Content: Audit },
  { key: 'jobs', word: 'settings.jobs', lead: 'settings.jobs_lead', open: (me) => me.can.view_jobs ?? false, Content: Jobs },
];

export default function SettingsPage() {
  const t = useT();
  const me = useMe();
  const { section } = useParams();
  const open = SECTIONS.filter((one) => one.open(me));
  const chosen = open.find(({ key }) => key === section);
  if (!chosen) return <Navigate to={`/settings/${open[0]?.key ?? 'security'}`} replace />;
  const { word, lead, Content } = chosen;
  return (
    <div className="k-page k-settings">
      <nav aria-label={t('nav.settings')} className="k-settings-nav">
        <ul>{open.map(({ key, word: name }) => <li key={key}><NavLink to={`/settings/${key}`}>{t(name)}</NavLink></li>)}</ul>
      </nav>
      <div className="k-settings-body">
        <PageHeader title={t(word)} lead={t(lead)} />
        <Content />
      </div>
    </div>
  );
}
