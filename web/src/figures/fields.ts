/** The figures that files give of an account, in the order people read them: how each is shown. The numbers themselves come from the server. */
import type { AccountPeriod, ServiceView } from '@/api/types';
import type { Measure } from '@/format/number';

export interface FieldLook<K extends string> {
  key: K;
  measure: Measure;
  better: 'up' | 'down' | 'none';
}

export type PeriodField = Exclude<keyof AccountPeriod, 'id' | 'from' | 'to' | 'older' | 'source'>;

export const PERIOD_FIELDS: readonly FieldLook<PeriodField>[] = [
  { key: 'notes_published', measure: 'count', better: 'up' },
  { key: 'impression', measure: 'count', better: 'up' },
  { key: 'read', measure: 'count', better: 'up' },
  { key: 'interaction', measure: 'count', better: 'up' },
  { key: 'message_consult', measure: 'count', better: 'up' },
  { key: 'initiative_message', measure: 'count', better: 'up' },
  { key: 'message_leads', measure: 'count', better: 'up' },
  { key: 'form_leads', measure: 'count', better: 'up' },
  { key: 'notes_promoted', measure: 'count', better: 'none' },
  { key: 'promoted_fee_fen', measure: 'money', better: 'none' },
];

export type ServiceField = 'first_15s_ppm' | 'reply_30s_ppm' | 'reply_1min_ppm' | 'over_1h_ppm' | 'mean_reply_ms' | 'rating_centi';

export const SERVICE_FIELDS: readonly (FieldLook<ServiceField> & { key: keyof ServiceView })[] = [
  { key: 'first_15s_ppm', measure: 'rate', better: 'up' },
  { key: 'reply_30s_ppm', measure: 'rate', better: 'up' },
  { key: 'reply_1min_ppm', measure: 'rate', better: 'up' },
  { key: 'over_1h_ppm', measure: 'rate', better: 'down' },
  { key: 'mean_reply_ms', measure: 'duration', better: 'down' },
  { key: 'rating_centi', measure: 'score', better: 'up' },
];
