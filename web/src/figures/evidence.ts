import type { EvidenceView } from '@/api/types';
import { show } from '@/format/number';
import { period } from '@/format/time';
import { measureOf } from './metrics';

/** One thing that a reason rests on, in words: a number with its unit, a day, a period or a name. */
export function evidenceText({ number, unit, day, period: span, name }: EvidenceView): string {
  const parts = [
    name,
    typeof number === 'number' ? show(measureOf(unit ?? 'count'), number).short : null,
    day,
    span ? period(span.from, span.to) : null,
  ];
  return parts.filter(Boolean).join(' · ');
}
