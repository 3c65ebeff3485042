/** How the sums move: with the worth of the ads, with wages, with the lead rate, and month by month. */
import type { Plan, PlanScenario, SensitivityKind } from '@/api/types';
import { show } from '@/format/number';
import { tOr, useT } from '@/i18n';
import { LazyChart } from '@/ui/chart/LazyChart';
import { Segmented } from '@/ui/controls';
import { Panel } from '@/ui/layout';

export type ChartKind = SensitivityKind | 'cash';
const KINDS: readonly ChartKind[] = ['worth', 'wage', 'lead_rate', 'cash'];

export function Charts({ plan, kind, change }: { plan: Plan; kind: string; change: (kind: ChartKind) => void }) {
  const t = useT();
  const known = KINDS.filter((one) => one !== 'lead_rate' || plan.leads_per_year_centi > 0);
  const chosen = known.find((one) => one === kind) ?? 'worth';
  return (
    <Panel title={t('plan.charts')} actions={<Segmented label={t('plan.charts')} value={chosen} options={known.map((value) => ({ value, label: t(`plan_chart.${value}`) }))} change={change} />}>
      <p className="k-quiet k-plan-about">{t(`plan_chart_text.${chosen}`)}</p>
      {chosen === 'cash' ? <Cash plan={plan} /> : <Moves plan={plan} kind={chosen} />}
    </Panel>
  );
}

const shortName = (edition: string): string => tOr(`edition_short.${edition}`, edition);

function Moves({ plan, kind }: { plan: Plan; kind: SensitivityKind }) {
  const t = useT();
  const points = plan.sensitivity.find((one) => one.kind === kind)?.points ?? [];
  const label = (value: number) => (kind === 'wage' ? `${show('money', value).exact.replace(/\.00$/, '')}/h` : `${Math.round(value / 10_000)}%`);
  const series = plan.scenarios.map(({ edition }) => ({
    name: shortName(edition),
    values: points.map(({ editions }) => {
      const one = editions.find((point) => point.edition === edition);
      const amount = kind === 'lead_rate' ? one?.cost_per_lead : one?.total;
      return amount && amount.bound !== 'unknown' ? amount.fen : null;
    }),
  }));
  return <LazyChart label={t(`plan_chart.${kind}`)} measure="money" points={points.map(({ value }) => label(value))} series={series} height={280} />;
}

function Cash({ plan }: { plan: Plan }) {
  const t = useT();
  const months = plan.scenarios[0]?.calendar.map(({ month }) => month.slice(0, 7)) ?? [];
  const added = ({ calendar }: PlanScenario) => {
    let sum = 0;
    return calendar.map(({ total_fen: fen }) => (sum += fen));
  };
  const series = plan.scenarios.map((scenario) => ({ name: shortName(scenario.edition), values: added(scenario) }));
  return (
    <>
      <LazyChart label={t('plan_chart.cash')} measure="money" points={months} series={series} height={280} />
      <CashTable plan={plan} />
    </>
  );
}

function CashTable({ plan }: { plan: Plan }) {
  const t = useT();
  const held = plan.scenarios.find(({ edition }) => edition === plan.reference);
  if (!held) return null;
  const money = (fen: number) => show('money', fen).exact.replace(/\.00$/, '');
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways is reached by the keyboard
    <div className="k-plan-scroll" tabIndex={0} role="region" aria-label={t('plan.calendar')}>
      <table className="k-plan-table">
        <caption>{t('plan.calendar_of', { edition: shortName(held.edition) })}</caption>
        <thead><tr><th scope="col">{t('plan.month')}</th><th scope="col">{t('plan.fees')}</th><th scope="col">{t('plan.ads')}</th><th scope="col">{t('plan.running')}</th><th scope="col">{t('plan.together')}</th></tr></thead>
        <tbody>
          {held.calendar.slice(0, 13).map(({ month, fees_fen: fees, ads_fen: ads, running_fen: running, total_fen: total }) => (
            <tr key={month}><th scope="row" className="k-number">{month.slice(0, 7)}</th><td>{money(fees)}</td><td>{money(ads)}</td><td>{money(running)}</td><td>{money(total)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
