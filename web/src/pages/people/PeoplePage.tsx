/** People: the roster, the stores, and which employee holds which account. */
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { useParamsState } from '@/ui/url';
import { Agreements } from '@/papers/Agreements';
import { Personas } from '@/papers/Personas';
import { Claims } from './Claims';
import { ProofQueue } from './ProofQueue';
import { Roster } from './Roster';
import { Stores } from './Stores';
import '@/papers/papers.css';
import './people.css';

const PARAMS = { tab: 'roster' };
/** What Today calls the tab of the claims. */
const PROPOSALS = 'proposals';

export const proposalsQuery = {
  queryKey: ['proposals'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/holder-proposals', { params: { query: { limit: 200 } }, signal })),
};

export default function PeoplePage() {
  const t = useT();
  const [{ tab }, setParams] = useParamsState(PARAMS);
  const proposals = useQuery(proposalsQuery);
  const waiting = proposals.data?.items.length ?? 0;
  return (
    <div className="k-page">
      <PageHeader title={t('nav.people')} lead={t('people.lead')} />
      <Panel>
        <Tabs
          value={tab === PROPOSALS ? 'claims' : tab}
          change={(next) => setParams({ tab: next })}
          tabs={[
            { key: 'roster', label: t('people.roster'), content: <Roster /> },
            { key: 'stores', label: t('people.stores'), content: <Stores /> },
            { key: 'claims', label: waiting > 0 ? t('people.claims_n', { count: waiting }) : t('people.claims'), content: <Claims /> },
            { key: 'proofs', label: t('proof.queue'), content: <ProofQueue /> },
            { key: 'agreements', label: t('agreement.tab'), content: <Agreements /> },
            { key: 'personas', label: t('persona.tab'), content: <Personas /> },
          ]}
        />
      </Panel>
    </div>
  );
}
