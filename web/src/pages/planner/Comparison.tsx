/** The editions side by side, line by line, each number of the platform with the grade of its source. */
import type { ReactNode } from 'react';
import type { LineKind, Plan, PlanScenario } from '@/api/types';
import { ABSENT, show } from '@/format/number';
import { tOr, useT } from '@/i18n';
import { Cited } from '@/rulebook/Cited';
import { useSaid } from '@/rulebook/said';
import { Sum } from './Sum';

const LINES: readonly LineKind[] = ['certification', 'seat_fees', 'forced_spend', 'worth_anyway', 'writing', 'review', 'chats', 'phones', 'tools', 'training', 'expected_penalty'];
const SUMS = ['total', 'platform', 'per_month', 'per_seat', 'tied_per_seat', 'marginal', 'next_year', 'waste', 'cost_per_lead'] as const;

export function Comparison({ plan }: { plan: Plan }) {
  const t = useT();
  const said = useSaid();
  const { scenarios } = plan;
  const told = LINES.filter((kind) => scenarios.some(({ lines }) => lines.some((line) => line.kind === kind && (line.amount.fen !== 0 || line.amount.bound !== 'exact'))));
  const sums = SUMS.filter((name) => scenarios.some((scenario) => scenario[name].fen !== 0 && scenario[name].bound !== 'unknown'));
  const row = (key: string, name: string, cell: (scenario: PlanScenario) => ReactNode, strong = false) => (
    <tr key={key} className={strong ? 'k-plan-total' : undefined}>
      <th scope="row">{name}</th>
      {scenarios.map((scenario) => <td key={scenario.edition}>{cell(scenario)}</td>)}
    </tr>
  );
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways is reached by the keyboard
    <div className="k-plan-scroll" tabIndex={0} role="region" aria-label={t('plan.comparison')}>
      <table className="k-plan-table">
        <thead>
          <tr>
            <th scope="col">{t('plan.first_year', { count: plan.seats })}</th>
            {scenarios.map(({ edition, name }) => <th key={edition} scope="col" title={said(name)}>{tOr(`edition_short.${edition}`, said(name))}</th>)}
          </tr>
        </thead>
        <tbody>
          {told.map((kind) => row(kind, t(`plan_line.${kind}`), (scenario) => <LineCell scenario={scenario} kind={kind} />))}
          {sums.map((name) => row(name, t(`plan_sum.${name}`), (scenario) => <Sum amount={scenario[name]} />, name === 'total'))}
          {scenarios.some((one) => typeof one.leads_needed_per_seat === 'number') ? row('leads', t('plan.leads_needed'), (one) => (typeof one.leads_needed_per_seat === 'number' ? show('count', one.leads_needed_per_seat).exact : ABSENT)) : null}
          {plan.leads_per_year_centi > 0 ? row('payback', t('plan.payback'), (one) => (typeof one.payback_month === 'number' ? t('plan.month_n', { count: one.payback_month }) : t('plan.no_payback'))) : null}
        </tbody>
      </table>
    </div>
  );
}

function LineCell({ scenario, kind }: { scenario: PlanScenario; kind: LineKind }) {
  const line = scenario.lines.find((one) => one.kind === kind);
  if (!line) return <>{ABSENT}</>;
  const [first] = line.cites;
  return <>{first ? <Cited cited={first} /> : null} <Sum amount={line.amount} /></>;
}
