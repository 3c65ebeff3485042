/** The content studio: what could be written, who writes it when, and by which standards. */
import { Navigate, useNavigate, useParams } from 'react-router';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { IdeasTab } from './IdeasTab';

const FIRST = 'ideas';
const LEADS = { ideas: 'studio.ideas_lead' } as const;
type Tab = keyof typeof LEADS;

export default function StudioPage() {
  const t = useT();
  const navigate = useNavigate();
  const { tab = FIRST } = useParams();
  const tabs: { key: Tab; label: string; content: React.ReactNode }[] = [
    { key: 'ideas', label: t('studio.ideas'), content: <IdeasTab /> },
  ];
  const chosen = tabs.find(({ key }) => key === tab);
  if (!chosen) return <Navigate to="/studio/ideas" replace />;
  return (
    <div className="k-page">
      <PageHeader title={t('nav.studio')} lead={t(LEADS[chosen.key])} />
      <Panel><Tabs value={chosen.key} change={(next) => void navigate(`/studio/${next}`)} tabs={tabs} /></Panel>
    </div>
  );
}
