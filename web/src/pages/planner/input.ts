/** A plan as its address holds it: yuan, percent and hours as people say them. What is left out counts as usual. */
import type { PlanInput } from '@/api/types';

export const PARAMS = {
  seats: '', industry: '', top_up: '', spend: '', worth: '', agent: '', licence: '',
  posts: '', minutes: '', review: '', chats: '', chat_minutes: '', wage: '',
  phone: '', tools: '', training: '', idle: '', violation: '', loss: '',
  lead: '', deal: '', profit: '', chart: 'worth',
};
export type PlanParams = typeof PARAMS;
type Param = Exclude<keyof PlanParams, 'industry' | 'chart'>;
export type FieldUnit = 'seats' | 'yuan' | 'percent' | 'per_week' | 'minutes' | 'yuan_per_hour' | 'yuan_per_year';

export interface PlanField {
  param: Param;
  field: Exclude<keyof PlanInput, 'industry' | 'reference'>;
  /** The server's units in one of a person's. */
  factor: number;
  unit: FieldUnit;
  least: number;
  end: number;
  most: number;
  step: number;
  /** It may be left open: then nobody knows. */
  open?: boolean;
}

const PERCENT = { factor: 10_000, unit: 'percent', least: 0, end: 100, most: 100, step: 1 } as const;
const YUAN_MOST = 10_000_000;

export const GROUPS: readonly { key: 'seats' | 'ads' | 'labour' | 'sales' | 'risk'; fields: readonly PlanField[] }[] = [
  { key: 'seats', fields: [{ param: 'seats', field: 'seats', factor: 1, unit: 'seats', least: 1, end: 150, most: 1_000, step: 1 }] },
  {
    key: 'ads',
    fields: [
      { param: 'top_up', field: 'top_up_fen', factor: 100, unit: 'yuan', least: 0, end: 100_000, most: YUAN_MOST, step: 500, open: true },
      { param: 'spend', field: 'spend_fen', factor: 100, unit: 'yuan', least: 0, end: 500_000, most: YUAN_MOST, step: 1_000, open: true },
      { param: 'worth', field: 'worth_ppm', ...PERCENT },
      { param: 'agent', field: 'agent_fee_fen', factor: 100, unit: 'yuan', least: 0, end: 100_000, most: YUAN_MOST, step: 1_000 },
      { param: 'licence', field: 'licence_fen_per_year', factor: 100, unit: 'yuan_per_year', least: 0, end: 20_000, most: YUAN_MOST, step: 500 },
    ],
  },
  {
    key: 'labour',
    fields: [
      { param: 'posts', field: 'posts_per_week_centi', factor: 100, unit: 'per_week', least: 0, end: 10, most: 100, step: 0.5 },
      { param: 'minutes', field: 'minutes_per_post', factor: 1, unit: 'minutes', least: 0, end: 480, most: 6_000, step: 5 },
      { param: 'review', field: 'review_minutes_per_post', factor: 1, unit: 'minutes', least: 0, end: 60, most: 6_000, step: 1 },
      { param: 'chats', field: 'chats_per_week_centi', factor: 100, unit: 'per_week', least: 0, end: 100, most: 10_000, step: 1 },
      { param: 'chat_minutes', field: 'minutes_per_chat', factor: 1, unit: 'minutes', least: 0, end: 60, most: 6_000, step: 1 },
      { param: 'wage', field: 'wage_fen_per_hour', factor: 100, unit: 'yuan_per_hour', least: 0, end: 300, most: 10_000, step: 1 },
      { param: 'phone', field: 'phone_fen_per_year', factor: 100, unit: 'yuan_per_year', least: 0, end: 5_000, most: YUAN_MOST, step: 50 },
      { param: 'tools', field: 'tools_fen_per_year', factor: 100, unit: 'yuan_per_year', least: 0, end: 100_000, most: YUAN_MOST, step: 500 },
      { param: 'training', field: 'training_fen_per_year', factor: 100, unit: 'yuan_per_year', least: 0, end: 100_000, most: YUAN_MOST, step: 500 },
    ],
  },
  {
    key: 'sales',
    fields: [
      { param: 'lead', field: 'lead_ppm', ...PERCENT },
      { param: 'deal', field: 'deal_ppm', ...PERCENT },
      { param: 'profit', field: 'profit_fen_per_deal', factor: 100, unit: 'yuan', least: 0, end: 50_000, most: YUAN_MOST, step: 100 },
    ],
  },
  {
    key: 'risk',
    fields: [
      { param: 'idle', field: 'idle_ppm', ...PERCENT },
      { param: 'violation', field: 'violation_ppm', ...PERCENT },
      { param: 'loss', field: 'loss_fen', factor: 100, unit: 'yuan', least: 0, end: 200_000, most: YUAN_MOST, step: 1_000 },
    ],
  },
];
export const FIELDS: readonly PlanField[] = GROUPS.flatMap(({ fields }) => fields);

/** What an address says for a field; `null` where it says nothing that can be read. */
function stated(params: PlanParams, { param, least, most }: PlanField): number | null {
  const text = params[param];
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : Math.min(Math.max(value, least), most);
}

/** The value that counts, as people say it: the address's, else the usual one. */
export function valueOf(params: PlanParams, usual: PlanInput, field: PlanField): number | null {
  const usually = usual[field.field];
  return stated(params, field) ?? (typeof usually === 'number' ? usually / field.factor : null);
}

/** What the server is asked. */
export function inputOf(params: PlanParams, usual: PlanInput): PlanInput {
  const numbers = FIELDS.flatMap((field) => {
    const value = stated(params, field);
    return value === null ? [] : [[field.field, Math.round(value * field.factor)] as const];
  });
  return { ...usual, ...Object.fromEntries(numbers), industry: params.industry || null };
}

/** The address of a plan: everything that is not as usual. */
export function paramsOf(input: PlanInput, usual: PlanInput): Omit<PlanParams, 'chart'> {
  const numbers = FIELDS.map((field) => {
    const value = input[field.field];
    return [field.param, typeof value === 'number' && value !== usual[field.field] ? String(value / field.factor) : ''] as const;
  });
  return { ...(Object.fromEntries(numbers) as Record<Param, string>), industry: input.industry ?? '' };
}
