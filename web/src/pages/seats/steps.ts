/** The steps of a seat, as calls of the API. */
import { api, ask } from '@/api/client';
import type { Seat, SeatState, SeatStepName } from '@/api/types';
import { fenOf } from './queries';

/** What a dialog asks for a step; a step asks for some of it. */
export interface StepDraft {
  amount: number | null;
  paidOn: string;
  payer: string;
  invoice: string;
  note: string;
  from: string;
  until: string;
  reason: string;
}

/** What is done next with many seats of one state at once. */
export type BulkStep = 'approve' | 'pay' | 'submit' | 'certify';
export const BULK: Partial<Record<SeatState, BulkStep>> = { requested: 'approve', approved: 'pay', paid: 'submit', under_review: 'certify' };

export const ASKS: Partial<Record<SeatStepName, readonly (keyof StepDraft)[]>> = {
  pay: ['amount', 'paidOn', 'payer', 'invoice', 'note'],
  renew: ['amount', 'paidOn', 'payer', 'invoice', 'until', 'note'],
  certify: ['from', 'until'],
  reject: ['reason'],
  release: ['reason'],
  freeze: ['reason'],
  unbind: ['reason'],
};

/** Takes one step of one seat; a payment perhaps with its invoice in the vault. */
export function take(step: Exclude<SeatStepName, 'bind'>, { id, version }: Seat, draft: StepDraft, evidence: string | null): Promise<unknown> {
  const at = { params: { path: { seat: id } } };
  const payment = { version, amount_fen: fenOf(draft.amount), paid_on: draft.paidOn, payer: draft.payer, invoice_no: draft.invoice, note: draft.note, evidence };
  const reasoned = { version, reason: draft.reason };
  const until = draft.until ? { until: draft.until } : {};
  switch (step) {
    case 'approve': return ask(api.POST('/api/v1/seats/{seat}/approval', { ...at, body: { version } }));
    case 'pay': return ask(api.POST('/api/v1/seats/{seat}/payment', { ...at, body: payment }));
    case 'submit': return ask(api.POST('/api/v1/seats/{seat}/submission', { ...at, body: { version } }));
    case 'reject': return ask(api.POST('/api/v1/seats/{seat}/rejection', { ...at, body: reasoned }));
    case 'certify': return ask(api.POST('/api/v1/seats/{seat}/certification', { ...at, body: { version, from: draft.from, ...until } }));
    case 'renew': return ask(api.POST('/api/v1/seats/{seat}/renewal', { ...at, body: { ...payment, ...until } }));
    case 'release': return ask(api.POST('/api/v1/seats/{seat}/release', { ...at, body: reasoned }));
    case 'freeze': return ask(api.PUT('/api/v1/seats/{seat}/freeze', { ...at, body: reasoned }));
    case 'thaw': return ask(api.DELETE('/api/v1/seats/{seat}/freeze', { params: { path: { seat: id }, query: { version } } }));
    case 'unbind': return ask(api.DELETE('/api/v1/seats/{seat}/binding', { params: { path: { seat: id }, query: { version, reason: draft.reason } } }));
  }
}
