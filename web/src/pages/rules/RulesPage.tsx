/** The rule book of the platform: what each edition says and who says so, and what the brand changes in it. */
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import { useT } from '@/i18n';
import { PageHeader, Panel, Tabs } from '@/ui/layout';
import { useParamsState } from '@/ui/url';
import { Amendments } from './Amendments';
import { Editions } from './Editions';
import './rules.css';

const PARAMS = { tab: 'editions', industry: '', on: '', rule: '', amendment: '' };

export const waitingQuery = {
  queryKey: ['rule-amendments', 'proposed'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/rule-amendments', { params: { query: { state: 'proposed', limit: 200 } }, signal })),
};

export default function RulesPage() {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const waiting = useQuery(waitingQuery).data?.items.length ?? 0;
  return (
    <div className="k-page">
      <PageHeader title={t('rulebook.title')} lead={t('rulebook.lead')} />
      <Panel>
        <Tabs
          value={params.tab}
          change={(tab) => setParams({ tab, rule: '', amendment: '' })}
          tabs={[
            { key: 'editions', label: t('rulebook.editions'), content: <Editions params={params} change={setParams} /> },
            { key: 'changes', label: waiting > 0 ? t('rulebook.changes_n', { count: waiting }) : t('rulebook.changes'), content: <Amendments chosen={params.amendment} choose={(amendment) => setParams({ amendment })} /> },
          ]}
        />
      </Panel>
    </div>
  );
}
