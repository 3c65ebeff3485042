/** The metrics of the board: what each is called and counts comes from the server, once; how it is shown is decided here. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { MetricId, MetricView, Unit } from '@/api/types';
import type { Measure } from '@/format/number';
import { useLanguage } from '@/i18n';

export const metricsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: ({ signal }) => ask(api.GET('/api/v1/metrics', { signal })),
  staleTime: Infinity,
});

const MEASURE: Record<Unit, Measure> = { count: 'count', fen: 'money', ppm: 'rate', centi: 'score', per_week_centi: 'per_week', ms: 'duration', days: 'days', percent: 'percent' };
export const measureOf = (unit: Unit): Measure => MEASURE[unit];

const BETTER = { higher: 'up', lower: 'down', neither: 'none' } as const;

const isQuotient = (measure: Measure) => measure === 'rate' || measure === 'per_week';

function rowMeasureOf({ nature, unit }: MetricView): Measure {
  const measure = measureOf(unit);
  return nature === 'rate' && isQuotient(measure) ? 'count' : measure;
}

export interface MetricLook {
  id: MetricId;
  title: string;
  measure: Measure;
  /** How the amount of one row of a file is shown: above the line of a rate stands a count or money, not a rate. */
  rowMeasure: Measure;
  better: 'up' | 'down' | 'none';
  /** On the board without being asked for. */
  shown: boolean;
  family: string;
}

/** The metrics in the order of the columns, by their names in the reader's language. */
export function useMetrics(): { looks: MetricLook[]; of: (id: string) => MetricLook | undefined } {
  const language = useLanguage();
  const { data = [] } = useQuery(metricsQuery);
  const looks = data.map((metric: MetricView): MetricLook => ({
    id: metric.id,
    title: metric[language],
    measure: measureOf(metric.unit),
    rowMeasure: rowMeasureOf(metric),
    better: BETTER[metric.better],
    shown: metric.shown,
    family: metric.family,
  }));
  return { looks, of: (id) => looks.find((look) => look.id === id) };
}
