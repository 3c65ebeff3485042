/** Files that wait for a decision or are at work, with what can be done for all of them at once. */
import { useState } from 'react';
import type { ImportDetail, ImportView } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { Panel } from '@/ui/layout';
import { DayRange } from '@/ui/period';
import { MovingStrip, ProposedStrip } from './ImportStrip';
import { isMoving, isReady, lacksOf, useDetails, usePlanAll, useStartAll } from './plan';

/** From here on one period for all is offered. */
const PERIODS_AT_ONCE_MIN = 2;

export function OpenImports({ items }: { items: ImportView[] }) {
  const t = useT();
  const moving = items.filter(isMoving);
  const proposed = items.filter(({ state }) => state === 'proposed');
  const details = useDetails(proposed.map(({ id }) => id));
  // The list is newer than a detail where the two differ: what has started is no longer proposed.
  const open = details.filter(({ state }) => state === 'proposed');
  if (moving.length === 0 && proposed.length === 0) return null;
  return (
    <>
      {moving.length > 0 ? (
        <Panel flush title={t('imports.moving', { count: moving.length })}>
          <ul className="k-imports">{moving.map((view) => <MovingStrip key={view.id} view={view} />)}</ul>
        </Panel>
      ) : null}
      {proposed.length > 0 ? (
        <Panel flush title={t('imports.proposed', { count: proposed.length })} actions={<ForAll open={open} />}>
          <ul className="k-imports">{open.map((view) => <ProposedStrip key={view.id} view={view} />)}</ul>
        </Panel>
      ) : null}
    </>
  );
}

function ForAll({ open }: { open: ImportDetail[] }) {
  const t = useT();
  const start = useStartAll();
  const ready = open.filter(isReady);
  const dateless = open.filter((view) => lacksOf(view).includes('period'));
  return (
    <div className="k-row">
      {dateless.length >= PERIODS_AT_ONCE_MIN ? <PeriodForAll ids={dateless.map(({ id }) => id)} /> : null}
      <Button primary press={() => start.run(ready.map(({ id }) => id))} busy={start.busy} disabled={ready.length === 0}>{t('imports.start_ready', { count: ready.length })}</Button>
    </div>
  );
}

function PeriodForAll({ ids }: { ids: string[] }) {
  const t = useT();
  const [days, setDays] = useState<{ from: string; to: string } | null>(null);
  const plan = usePlanAll();
  const give = (from: string, to: string) => {
    setDays({ from, to });
    plan.run({ ids, plan: { period: { from, to } } });
  };
  return (
    <label className="k-row">
      <span className="k-quiet">{t('imports.period_for_all', { count: ids.length })}</span>
      <DayRange label={t('imports.period_for_all', { count: ids.length })} from={days?.from ?? ''} to={days?.to ?? ''} past change={give} />
    </label>
  );
}
