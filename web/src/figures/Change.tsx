import type { Figures } from '@/api/sketch';
import { Delta } from '@/ui/plain/Delta';
import { Figure } from '@/ui/plain/Figure';
import type { MetricLook } from './metrics';

/** One figure of a period, with its change against the period compared. */
export function FigureWithChange({ look, now, before }: { look: MetricLook; now: Figures; before: Figures | null }) {
  return (
    <>
      <Figure value={now[look.key]} measure={look.measure} />
      {before ? <Delta now={now[look.key]} before={before[look.key]} better={look.better} points={look.measure === 'rate'} /> : null}
    </>
  );
}
