/** The figures of an account, in the order people read them: how each is shown and which way is good. The numbers themselves come from the server. */
import type { Metric } from '@/api/sketch';
import type { Measure } from '@/format/number';

export interface MetricLook {
  key: Metric;
  measure: Measure;
  better: 'up' | 'down' | 'none';
  /** Not on the board until asked for. */
  extra?: boolean;
}

export const METRICS: readonly MetricLook[] = [
  { key: 'notes', measure: 'count', better: 'up' },
  { key: 'impressions', measure: 'count', better: 'up' },
  { key: 'reads', measure: 'count', better: 'up' },
  { key: 'interactions', measure: 'count', better: 'up' },
  { key: 'fans', measure: 'count', better: 'up', extra: true },
  { key: 'fans_gained', measure: 'count', better: 'up', extra: true },
  { key: 'entered', measure: 'count', better: 'up' },
  { key: 'opened', measure: 'count', better: 'up' },
  { key: 'leads', measure: 'count', better: 'up' },
  { key: 'first_15s_ppm', measure: 'rate', better: 'up', extra: true },
  { key: 'reply_30s_ppm', measure: 'rate', better: 'up', extra: true },
  { key: 'reply_1min_ppm', measure: 'rate', better: 'up' },
  { key: 'overdue_1h_ppm', measure: 'rate', better: 'down', extra: true },
  { key: 'reply_mean_ms', measure: 'duration', better: 'down' },
  { key: 'rating_centi', measure: 'score', better: 'up', extra: true },
  { key: 'spend_fen', measure: 'money', better: 'none' },
];

export const metric = (key: Metric): MetricLook | undefined => METRICS.find((one) => one.key === key);
