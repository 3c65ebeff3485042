/** The content studio: what could be written, who writes it when, and by which standards. */
import { Navigate, useNavigate, useParams } from 'react-router';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { DraftsTab } from './DraftsTab';
import { IdeasTab } from './IdeasTab';
import { MatchesTab } from './MatchesTab';
import { PausesTab } from './Pauses';
import { ReviewTab } from './ReviewTab';
import './studio.css';

const FIRST = 'ideas';
const LEADS = { ideas: 'studio.ideas_lead', drafts: 'draft.drafts_lead', review: 'review.lead', results: 'results.lead', pauses: 'pause.lead' } as const;
type Tab = keyof typeof LEADS;

export default function StudioPage() {
  const t = useT();
  const navigate = useNavigate();
  const { tab = FIRST } = useParams();
  const tabs: { key: Tab; label: string; content: React.ReactNode }[] = [
    { key: 'ideas', label: t('studio.ideas'), content: <IdeasTab /> },
    { key: 'drafts', label: t('draft.drafts'), content: <DraftsTab /> },
    { key: 'review', label: t('review.tab'), content: <ReviewTab /> },
    { key: 'results', label: t('results.tab'), content: <MatchesTab /> },
    { key: 'pauses', label: t('pause.tab'), content: <PausesTab /> },
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
