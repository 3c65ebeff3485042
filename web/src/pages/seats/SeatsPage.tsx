/** Seats and companies: what the brand holds of the platform, under which licence, who uses it, what it costs and when it ends. */
import { useNavigate, useParams } from 'react-router';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { Advice } from './Advice';
import { Entities } from './Entities';
import { Fees } from './Fees';
import { Offers } from './Offers';
import { Renewals } from './Renewals';
import { SeatList } from './SeatList';
import './seats.css';

const TABS = ['seats', 'entities', 'fees', 'renewals', 'advice', 'offers'] as const;
type Tab = (typeof TABS)[number];

const CONTENT: Record<Tab, () => React.ReactNode> = { seats: SeatList, entities: Entities, fees: Fees, renewals: Renewals, advice: Advice, offers: Offers };

export default function SeatsPage() {
  const t = useT();
  const navigate = useNavigate();
  const { tab: asked } = useParams();
  const tab = TABS.find((one) => one === asked) ?? 'seats';
  return (
    <div className="k-page">
      <PageHeader title={t('seats.title')} lead={t('seats.lead')} />
      <Panel>
        <Tabs
          value={tab}
          change={(next) => void navigate(next === 'seats' ? '/seats' : `/seats/${next}`)}
          tabs={TABS.map((key) => {
            const Content = CONTENT[key];
            return { key, label: t(`seats.tab_${key}`), content: <Content /> };
          })}
        />
      </Panel>
    </div>
  );
}
