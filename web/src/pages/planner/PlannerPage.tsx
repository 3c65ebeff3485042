/** The cost lens: what a number of seats costs under each edition of the platform's rules. The address is the plan: whoever gets it sees the same. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { PlanBeginnings, PlanInput } from '@/api/types';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { useSaid } from '@/rulebook/said';
import { Button, MenuButton } from '@/ui/controls';
import { useToast } from '@/ui/feedback';
import { CopyIcon, OpenIcon, PrintIcon, UndoIcon } from '@/ui/icons';
import { PageHeader, Panel } from '@/ui/layout';
import { Loaded } from '@/ui/states';
import { useParamsState } from '@/ui/url';
import { Charts } from './Charts';
import { Comparison } from './Comparison';
import { Inputs } from './Inputs';
import { FIELDS, inputOf, PARAMS, paramsOf, valueOf, type PlanParams } from './input';
import { Agent, Basis, Headlines, Remarks } from './Verdict';
import './planner.css';

const beginningsQuery = {
  queryKey: ['plan-cases'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/plan-cases', { signal })),
};

export default function PlannerPage() {
  const t = useT();
  const said = useSaid();
  const toast = useToast();
  const [params, setParams] = useParamsState(PARAMS);
  const beginnings = useQuery(beginningsQuery);
  const share = () => navigator.clipboard.writeText(location.href).then(() => toast.done(t('plan.shared')), toast.failed);
  const cases = beginnings.data?.cases.map(({ id, name, input }) => ({ key: id, label: said(name), choose: () => setParams(paramsOf(input, beginnings.data.usual)) })) ?? [];
  return (
    <div className="k-page k-plan-page">
      <PageHeader title={t('plan.title')} lead={t('plan.lead')}>
        <MenuButton label={t('plan.cases')} items={cases} quiet={false} icon={<OpenIcon />}>{t('plan.cases')}</MenuButton>
        <Button icon={<UndoIcon />} press={() => setParams({ ...PARAMS })}>{t('plan.reset')}</Button>
        <Button icon={<CopyIcon />} press={() => void share()}>{t('plan.share')}</Button>
        <Button icon={<PrintIcon />} press={() => print()}>{t('plan.print')}</Button>
      </PageHeader>
      <Loaded query={beginnings} lines={12}>
        {(known) => (
          <div className="k-plan">
            <Panel title={t('plan.inputs')}><Inputs params={params} change={setParams} beginnings={known} /></Panel>
            <div className="k-plan-answer">
              <Stated params={params} beginnings={known} />
              <Answer params={params} usual={known.usual} change={setParams} />
            </div>
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Answer({ params, usual, change }: { params: PlanParams; usual: PlanInput; change: (patch: Partial<PlanParams>) => void }) {
  const t = useT();
  const input = useSettled(JSON.stringify(inputOf(params, usual)));
  const plan = useQuery({
    queryKey: ['seat-plan', input],
    queryFn: ({ signal }) => ask(api.POST('/api/v1/seat-plans', { body: JSON.parse(input) as PlanInput, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={plan} lines={12}>
      {(view) => (
        <>
          <Headlines plan={view} />
          <Agent plan={view} />
          <Panel title={t('plan.comparison')}><Comparison plan={view} /></Panel>
          <Charts plan={view} kind={params.chart} change={(chart) => change({ chart })} />
          <Remarks plan={view} />
          <Basis plan={view} />
        </>
      )}
    </Loaded>
  );
}

/** On paper the sliders are gone: what was stated stands in a line. */
function Stated({ params, beginnings }: { params: PlanParams; beginnings: PlanBeginnings }) {
  const t = useT();
  const said = useSaid();
  const numbers = FIELDS.map((field) => ({ field, value: valueOf(params, beginnings.usual, field) })).filter(({ value }) => value !== null && value !== 0);
  const industry = beginnings.industries.find(({ id }) => id === params.industry);
  const parts = numbers.map(({ field, value }) => `${t(`plan_field.${field.param}`)} ${value} ${t(`plan_unit.${field.unit}`)}`);
  return <p className="k-plan-stated">{[...(industry ? [said(industry.name)] : []), ...parts].join(' · ')}</p>;
}
