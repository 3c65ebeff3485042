import type { CellView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Delta } from '@/ui/plain/Delta';
import { Figure } from '@/ui/plain/Figure';
import type { MetricLook } from './metrics';

interface CellProps {
  look: MetricLook;
  cell: CellView | undefined;
  /** In a table that compares, a figure without a past keeps the room of the change, so that digits stay in line. */
  compared?: boolean;
}

/** One figure of a period with its change. Where there is none, it says why on hover. */
export function CellFigure({ look, cell, compared = false }: CellProps) {
  const t = useT();
  const value = cell?.value;
  return (
    <>
      {value === undefined ? <span className="k-absent" title={cell?.absence ? t(`absence.${cell.absence}`) : undefined}>{ABSENT}</span> : <Figure value={value} measure={look.measure} />}
      {compared || cell?.previous !== undefined ? <Delta now={value} before={cell?.previous} better={look.better} points={look.measure === 'rate'} /> : null}
    </>
  );
}
