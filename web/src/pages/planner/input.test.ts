import { describe, expect, it } from 'vitest';
import type { PlanInput } from '@/api/types';
import { FIELDS, inputOf, PARAMS, paramsOf, valueOf, type PlanField } from './input';

const USUAL: PlanInput = {
  industry: null, reference: null, top_up_fen: null, spend_fen: null,
  seats: 10, worth_ppm: 0, agent_fee_fen: 0, licence_fen_per_year: 0, wage_fen_per_hour: 6_000, posts_per_week_centi: 300, minutes_per_post: 150,
  review_minutes_per_post: 0, chats_per_week_centi: 0, minutes_per_chat: 0, phone_fen_per_year: 0, tools_fen_per_year: 0, training_fen_per_year: 0,
  idle_ppm: 0, violation_ppm: 0, loss_fen: 0, lead_ppm: 0, deal_ppm: 0, profit_fen_per_deal: 0,
};
function fieldOf(param: string): PlanField {
  const found = FIELDS.find((field) => field.param === param);
  if (!found) throw new Error(`no field ${param}`);
  return found;
}

describe('the address of a plan', () => {
  it('says what people say, and asks the server in its own units', () => {
    const params = { ...PARAMS, seats: '30', worth: '12.5', top_up: '5000', posts: '2.5', industry: 'home_furnishing' };
    expect(inputOf(params, USUAL)).toEqual({ ...USUAL, seats: 30, worth_ppm: 125_000, top_up_fen: 500_000, posts_per_week_centi: 250, industry: 'home_furnishing' });
  });
  it('says nothing of what is as usual', () => {
    const input = { ...USUAL, seats: 100, spend_fen: 20_000_000, industry: 'medical_beauty' };
    const params = paramsOf(input, USUAL);
    expect(Object.entries(params).filter(([, value]) => value !== '')).toEqual([['seats', '100'], ['spend', '200000'], ['industry', 'medical_beauty']]);
    expect(inputOf({ ...PARAMS, ...params }, USUAL)).toEqual(input);
  });
  it('keeps nonsense and what is beyond the bounds from the server', () => {
    expect(inputOf({ ...PARAMS, seats: 'many', worth: '101', wage: '-3' }, USUAL)).toEqual({ ...USUAL, worth_ppm: 1_000_000, wage_fen_per_hour: 0 });
  });
  it('shows the usual value where nothing is said, and none where nobody knows', () => {
    expect(valueOf(PARAMS, USUAL, fieldOf('wage'))).toBe(60);
    expect(valueOf({ ...PARAMS, wage: '80' }, USUAL, fieldOf('wage'))).toBe(80);
    expect(valueOf(PARAMS, USUAL, fieldOf('top_up'))).toBeNull();
  });
});
