import type { Figures } from '@/api/sketch';
import { Delta } from '@/ui/plain/Delta';
import { Figure } from '@/ui/plain/Figure';
import type { MetricLook } from './metrics';

interface FigureWithChangeProps {
  look: MetricLook;
  now: Figures;
  before: Figures | null;
  /** In a table that compares, a figure without a past keeps the room of the change, so that digits stay in line. */
  compared?: boolean;
}

/** One figure of a period, with its change against the period compared. */
export function FigureWithChange({ look, now, before, compared = false }: FigureWithChangeProps) {
  return (
    <>
      <Figure value={now[look.key]} measure={look.measure} />
      {before || compared ? <Delta now={now[look.key]} before={before?.[look.key]} better={look.better} points={look.measure === 'rate'} /> : null}
    </>
  );
}
