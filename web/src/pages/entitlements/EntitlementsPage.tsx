/** What comes with the seats, held against what was seen, and the texts that their cards carry. */
import { Navigate, useNavigate, useParams } from 'react-router';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { AccountsTab } from './AccountsTab';
import { CardsTab } from './CardsTab';

const FIRST = 'accounts';

export default function EntitlementsPage() {
  const t = useT();
  const navigate = useNavigate();
  const { tab = FIRST } = useParams();
  const tabs = [
    { key: FIRST, label: t('entitlements.accounts'), content: <AccountsTab /> },
    { key: 'cards', label: t('entitlements.cards'), content: <CardsTab /> },
  ];
  if (tabs.every(({ key }) => key !== tab)) return <Navigate to="/entitlements" replace />;
  return (
    <div className="k-page">
      <PageHeader title={t('nav.entitlements')} lead={t(tab === FIRST ? 'entitlements.lead' : 'entitlements.cards_lead')} />
      <Panel><Tabs value={tab} change={(next) => void navigate(next === FIRST ? '/entitlements' : `/entitlements/${next}`)} tabs={tabs} /></Panel>
    </div>
  );
}
