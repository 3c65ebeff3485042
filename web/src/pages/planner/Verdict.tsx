/** What the plan comes to, in words: each edition's sum, where both rules cost the same, and what is refused. */
import type { Plan, PlanRemark, PlanScenario } from '@/api/types';
import { show } from '@/format/number';
import { tOr, useT } from '@/i18n';
import { Sources } from '@/rulebook/Cited';
import { useSaid } from '@/rulebook/said';
import { Panel } from '@/ui/layout';
import { StateTag } from '@/ui/plain/tags';
import { Sum, useSum } from './Sum';

export function Headlines({ plan }: { plan: Plan }) {
  const t = useT();
  return (
    <div className="k-plan-heads">
      {plan.scenarios.map((scenario) => (
        <section key={scenario.edition} className={scenario.edition === plan.reference ? 'k-plan-head k-plan-held' : 'k-plan-head'}>
          <h2>{tOr(`edition_short.${scenario.edition}`, scenario.edition)}</h2>
          <p className="k-plan-big"><Sum amount={scenario.total} /></p>
          <p className="k-quiet">{t('plan.of_platform')} <Sum amount={scenario.platform} /></p>
          <Against plan={plan} scenario={scenario} />
        </section>
      ))}
    </div>
  );
}

function Against({ plan, scenario }: { plan: Plan; scenario: PlanScenario }) {
  const t = useT();
  const sum = useSum();
  const held = plan.break_even.find(({ edition }) => edition === scenario.edition);
  if (!held) return <p className="k-quiet">{t('plan.reference')}</p>;
  if (held.saves.bound !== 'exact') return <p className="k-quiet">{t('plan.saves_unknown')}</p>;
  const saves = held.saves.fen >= 0 ? t('plan.dearer', { sum: sum(held.saves) }) : t('plan.cheaper', { sum: sum({ ...held.saves, fen: -held.saves.fen }) });
  const even = typeof held.worth_ppm === 'number' ? t('plan.break_even', { percent: show('rate', held.worth_ppm).short }) : t('plan.no_break_even');
  return <p className="k-quiet">{saves}{even}</p>;
}

const remarkText = (t: ReturnType<typeof useT>, { kind, number }: PlanRemark): string => t(`plan_remark.${kind}`, { count: number ?? 0 });

export function Remarks({ plan }: { plan: Plan }) {
  const t = useT();
  const told = plan.scenarios.flatMap(({ edition, remarks }) => remarks.map((remark) => ({ edition, remark })));
  const hours = show('count', plan.hours_per_week_centi / 100).exact;
  return (
    <Panel title={t('plan.remarks')}>
      <ul className="k-plan-remarks">
        <li><StateTag tone="accent">{t('plan_group.labour')}</StateTag> {t('plan.hours', { hours, people: show('count', Math.ceil(plan.hours_per_week_centi / 4_000)).exact })}</li>
        {told.map(({ edition, remark }) => (
          <li key={`${edition} ${remark.kind}`}><StateTag tone={remark.kind === 'grace_days' ? 'quiet' : 'watch'}>{tOr(`edition_short.${edition}`, edition)}</StateTag> {remarkText(t, remark)}</li>
        ))}
      </ul>
    </Panel>
  );
}

export function Agent({ plan }: { plan: Plan }) {
  const t = useT();
  const said = useSaid();
  const { agent } = plan;
  if (!agent) return null;
  const money = (fen: number) => show('money', fen).exact.replace(/\.00$/, '');
  return (
    <section className="k-panel k-plan-refused" aria-label={t('plan.agent')}>
      <h2><StateTag tone="act">{t('plan.refused')}</StateTag> {t('plan.agent')}</h2>
      <p className="k-plan-struck k-number">{money(agent.total_fen)}</p>
      <p>{t('plan.agent_sum', { fee: money(agent.fee_fen), licences: agent.extra_licences ?? 0, kept: money(agent.licences_fen) })}{typeof agent.seat_years === 'number' ? t('plan.agent_years', { count: agent.seat_years }) : ''}</p>
      <p>{said(agent.why)}</p>
      <p className="k-quiet">{said(agent.source)}</p>
    </section>
  );
}

export function Basis({ plan }: { plan: Plan }) {
  const t = useT();
  const of = plan.scenarios.flatMap(({ lines, remarks }) => [...lines, ...remarks].flatMap(({ cites }) => cites));
  return (
    <Panel title={t('plan.basis')}>
      <p className="k-quiet k-plan-about">{t('plan.basis_text', { day: plan.on })}</p>
      <Sources cites={[...of, ...(plan.agent?.cites ?? [])]} />
    </Panel>
  );
}
