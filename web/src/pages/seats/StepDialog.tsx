/** One step of one seat or of many: the dialog asks for what the step needs, and takes it seat by seat. */
import { useState } from 'react';
import { keepEvidence } from '@/api/evidence';
import type { Seat, SeatStepName } from '@/api/types';
import { todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { PaperField } from '@/papers/OnFile';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { STALE } from './queries';
import { ASKS, take, type StepDraft } from './steps';

const YUAN_MAX = 10_000_000;
const REASON_MAX = 200;
const NOTE_MAX = 500;

const EMPTY = (): StepDraft => ({ amount: null, paidOn: todayIn(new Date()), payer: '', invoice: '', note: '', from: todayIn(new Date()), until: '', reason: '' });

export function StepDialog({ step, seats, close }: { step: Exclude<SeatStepName, 'bind'>; seats: Seat[]; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState(EMPTY);
  const set = (part: Partial<StepDraft>) => setDraft({ ...draft, ...part });
  const [file, setFile] = useState<File | null>(null);
  const name = t(`step.${step}`);
  const action = useAction({
    run: async () => {
      const evidence = file ? await keepEvidence(file, 'invoice') : null;
      for (const seat of seats) await take(step, seat, draft, evidence);
    },
    stale: STALE,
    said: seats.length > 1 ? t('step.done_n', { step: name, count: seats.length }) : t('step.done', { step: name }),
    then: close,
    quietFailure: true,
  });
  const fault = (field: string) => action.error?.fields[field];
  const asks = ASKS[step] ?? [];
  const isMissing = (asks.includes('reason') && draft.reason.trim() === '') || (asks.includes('amount') && (!draft.amount || draft.payer.trim() === '' || draft.invoice.trim() === ''));
  const title = seats.length > 1 ? t('seat.all', { count: seats.length, step: name }) : name;
  return (
    <Dialog title={title} open close={close} width={460}>
      <Form submit={() => action.run()} verb={name} busy={action.busy} error={action.error} cancel={close} disabled={isMissing} danger={step === 'release' || step === 'unbind'}>
        {step === 'release' || step === 'unbind' ? <p className="k-quiet">{t(`step.${step}_text`)}</p> : null}
        {asks.includes('amount') ? <NumberField label={t('step.amount')} unit={t('step.yuan')} value={draft.amount} least={0.01} most={YUAN_MAX} change={(amount) => set({ amount })} error={fault('amount_fen')} /> : null}
        {asks.includes('paidOn') ? <Field label={t('step.paid_on')} error={fault('paid_on')}>{() => <DayField label={t('step.paid_on')} day={draft.paidOn} change={(paidOn) => set({ paidOn })} />}</Field> : null}
        {asks.includes('payer') ? <TextField label={t('step.payer')} value={draft.payer} change={(payer) => set({ payer })} error={fault('payer')} required /> : null}
        {asks.includes('invoice') ? <TextField label={t('step.invoice')} value={draft.invoice} change={(invoice) => set({ invoice })} error={fault('invoice_no')} required /> : null}
        {asks.includes('amount') ? <PaperField label={t('fee.invoice_file')} file={file} take={setFile} error={fault('evidence')} /> : null}
        {asks.includes('from') ? <Field label={t('step.from')} error={fault('from')}>{() => <DayField label={t('step.from')} day={draft.from} change={(from) => set({ from })} />}</Field> : null}
        {asks.includes('until') ? <Field label={t('step.until')} hint={t('step.until_hint')} error={fault('until')}>{() => <DayField label={t('step.until')} day={draft.until} change={(until) => set({ until })} />}</Field> : null}
        {asks.includes('note') ? <TextField label={t('step.note')} value={draft.note} change={(note) => set({ note: note.slice(0, NOTE_MAX) })} error={fault('note')} /> : null}
        {asks.includes('reason') ? <AreaField label={t('step.reason')} value={draft.reason} change={(reason) => set({ reason })} error={fault('reason')} most={REASON_MAX} lines={2} required /> : null}
      </Form>
    </Dialog>
  );
}
