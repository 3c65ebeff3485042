import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { keepEvidence } from '@/api/evidence';
import type { EntityCosts, FeeKind, SeatFee } from '@/api/types';
import { addDays, todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { PaperField } from '@/papers/OnFile';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField, DayRange } from '@/ui/period';
import { entitiesQuery, fenOf, STALE } from './queries';

const YUAN_MAX = 10_000_000;
const REASON_MAX = 200;
const YEAR_DAYS = 364;
const FEN_PER_YUAN = 100;
/** Fees of seats are written where a seat is paid or renewed. */
const KINDS: readonly FeeKind[] = ['certification', 'other'];

export function PlanDialog({ costs: { entity, planned, plan_version: version }, year, close }: { costs: EntityCosts; year: number; close: () => void }) {
  const t = useT();
  const [yuan, setYuan] = useState<number | null>(planned === null || planned === undefined ? null : planned / FEN_PER_YUAN);
  const action = useAction({
    run: () => ask(api.PUT('/api/v1/legal-entities/{entity}/seat-budgets/{year}', { params: { path: { entity: entity.id, year } }, body: { version, planned_fen: fenOf(yuan) } })),
    stale: STALE, said: t('action.saved'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={t('fee.plan_of', { entity: entity.name, year })} open close={close} width={420}>
      <Form submit={() => action.run()} verb={t('action.save')} busy={action.busy} error={action.error} cancel={close} disabled={yuan === null}>
        <NumberField label={t('fee.planned')} unit={t('fee.plan_unit')} value={yuan} least={0} most={YUAN_MAX} change={setYuan} error={action.error?.fields.planned_fen} />
      </Form>
    </Dialog>
  );
}

export function ReverseDialog({ fee, close }: { fee: SeatFee; close: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const action = useAction({
    run: () => ask(api.POST('/api/v1/seat-fees/{fee}/reversal', { params: { path: { fee: fee.id } }, body: { reason } })),
    stale: STALE, said: t('fee.reversed'), then: close, quietFailure: true,
  });
  return (
    <Dialog title={t('fee.reverse')} open close={close} width={420}>
      <Form submit={() => action.run()} verb={t('fee.reverse')} busy={action.busy} error={action.error} cancel={close} disabled={reason.trim() === ''} danger>
        <p className="k-quiet">{t('fee.reverse_text')}</p>
        <AreaField label={t('step.reason')} value={reason} change={setReason} error={action.error?.fields.reason} most={REASON_MAX} lines={2} required />
      </Form>
    </Dialog>
  );
}

export function FeeDialog({ close }: { close: () => void }) {
  const t = useT();
  const entities = useQuery(entitiesQuery);
  const today = todayIn(new Date());
  const [draft, setDraft] = useState({ entity: '', kind: 'certification' as FeeKind, amount: null as number | null, from: today, to: addDays(today, YEAR_DAYS), paidOn: today, payer: '', invoice: '', note: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const known = entities.data?.items ?? [];
  const entity = draft.entity || (known.length === 1 ? known[0]?.id ?? '' : '');
  const [file, setFile] = useState<File | null>(null);
  const action = useAction({
    run: async () => {
      const evidence = file ? await keepEvidence(file, 'invoice') : null;
      return ask(api.POST('/api/v1/seat-fees', {
        body: { entity, kind: draft.kind, amount_fen: fenOf(draft.amount), from: draft.from, to: draft.to, paid_on: draft.paidOn, payer: draft.payer, invoice_no: draft.invoice, note: draft.note, evidence },
      }));
    },
    stale: STALE, said: t('action.saved'), then: close, quietFailure: true,
  });
  const fault = (field: string) => action.error?.fields[field];
  return (
    <Dialog title={t('fee.add')} open close={close} width={460}>
      <Form submit={() => action.run()} verb={t('action.save')} busy={action.busy} error={action.error} cancel={close} disabled={!entity || !draft.amount || draft.payer.trim() === '' || draft.invoice.trim() === ''}>
        <Field label={t('seat.entity')} error={fault('entity')}>{() => <Select label={t('seat.entity')} value={entity} options={known.map(({ id, name }) => ({ value: id, label: name }))} change={(next) => set({ entity: next })} width={320} />}</Field>
        <Field label={t('fee.kind')}>{() => <Select label={t('fee.kind')} value={draft.kind} options={KINDS.map((value) => ({ value, label: t(`fee_kind.${value}`) }))} change={(kind) => set({ kind: KINDS.find((one) => one === kind) ?? 'other' })} width={240} />}</Field>
        <NumberField label={t('fee.amount')} unit={t('fee.plan_unit')} value={draft.amount} least={0.01} most={YUAN_MAX} change={(amount) => set({ amount })} error={fault('amount_fen')} />
        <Field label={t('fee.period')} error={fault('to')}>{(id) => <DayRange id={id} label={t('fee.period')} from={draft.from} to={draft.to} change={(from, to) => set({ from, to })} />}</Field>
        <Field label={t('step.paid_on')} error={fault('paid_on')}>{() => <DayField label={t('step.paid_on')} day={draft.paidOn} change={(paidOn) => set({ paidOn })} />}</Field>
        <TextField label={t('step.payer')} value={draft.payer} change={(payer) => set({ payer })} error={fault('payer')} required />
        <TextField label={t('step.invoice')} value={draft.invoice} change={(invoice) => set({ invoice })} error={fault('invoice_no')} required />
        <TextField label={t('step.note')} value={draft.note} change={(note) => set({ note })} error={fault('note')} />
        <PaperField label={t('fee.invoice_file')} file={file} take={setFile} error={fault('evidence')} />
      </Form>
    </Dialog>
  );
}
