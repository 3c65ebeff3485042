/** Goods that hang on accounts, live sessions, and promotion money. */
import { Navigate, useNavigate, useParams } from 'react-router';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { GoodsTab } from './GoodsTab';
import { LiveTab } from './LiveTab';
import { PromotionTab } from './PromotionTab';

const FIRST = 'goods';
const LEADS = { goods: 'selling.goods_lead', live: 'selling.live_lead', promotion: 'selling.promotion_lead' } as const;
type Tab = keyof typeof LEADS;

export default function SellingPage() {
  const t = useT();
  const navigate = useNavigate();
  const { tab = FIRST } = useParams();
  const tabs: { key: Tab; label: string; content: React.ReactNode }[] = [
    { key: 'goods', label: t('selling.goods'), content: <GoodsTab /> },
    { key: 'live', label: t('selling.live'), content: <LiveTab /> },
    { key: 'promotion', label: t('selling.promotion'), content: <PromotionTab /> },
  ];
  const chosen = tabs.find(({ key }) => key === tab);
  if (!chosen) return <Navigate to="/selling" replace />;
  return (
    <div className="k-page">
      <PageHeader title={t('nav.selling')} lead={t(LEADS[chosen.key])} />
      <Panel><Tabs value={chosen.key} change={(next) => void navigate(next === FIRST ? '/selling' : `/selling/${next}`)} tabs={tabs} /></Panel>
    </div>
  );
}
