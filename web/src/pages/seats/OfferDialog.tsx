import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { OfferForm, OfferPromise } from '@/api/types';
import { todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { Button, Select, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { Findings } from './Offers';
import { entitiesQuery, fenOf } from './queries';

const YUAN_MAX = 10_000_000;
const SEATS_MAX = 100_000;
const WORDS_MAX = 500;
const PROMISES: readonly OfferPromise[] = ['beyond_quota', 'other_licence', 'account_for_sale', 'outside_staff', 'made_up_papers', 'sure_review', 'sure_reach', 'autopilot', 'ask_for_login', 'masking', 'no_invoice', 'no_refund'];

export function OfferDialog({ mayFile, close }: { mayFile: boolean; close: () => void }) {
  const t = useT();
  const entities = useQuery(entitiesQuery);
  const [draft, setDraft] = useState({ agent: '', payer: '', on: todayIn(new Date()), price: null as number | null, seats: null as number | null, entity: '', promises: [] as OfferPromise[], words: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const known = entities.data?.items ?? [];
  const entity = draft.entity || (known.length === 1 ? known[0]?.id ?? '' : '');
  const body: OfferForm = {
    agent: draft.agent, payer: draft.payer, offered_on: draft.on, promises: draft.promises, words: draft.words,
    ...(draft.price === null ? {} : { price_fen: fenOf(draft.price) }), ...(draft.seats === null ? {} : { seats: draft.seats }), ...(entity ? { entity } : {}),
  };
  const check = useAction({ run: () => ask(api.POST('/api/v1/agent-offer-checks', { body })), stale: [], quietFailure: true, then: (answer) => setFound(answer.findings) });
  const [found, setFound] = useState<Parameters<typeof Findings>[0]['findings'] | null>(null);
  const file = useAction({ run: () => ask(api.POST('/api/v1/agent-offers', { body })), stale: ['agent-offers'], said: t('offer.filed'), then: close, quietFailure: true });
  const error = file.error ?? check.error;
  const tick = (promise: OfferPromise, on: boolean) => set({ promises: on ? [...draft.promises, promise] : draft.promises.filter((one) => one !== promise) });
  return (
    <Dialog title={t('offer.add')} open close={close} width={640}>
      <Form submit={() => check.run()} verb={t('offer.check')} busy={check.busy} error={error} cancel={close} disabled={draft.agent.trim() === '' || draft.on === ''}>
        <div className="k-offer-form">
          <TextField label={t('offer.agent')} value={draft.agent} change={(agent) => set({ agent })} error={error?.fields.agent} required />
          <TextField label={t('offer.payer')} value={draft.payer} change={(payer) => set({ payer })} error={error?.fields.payer} />
          <Field label={t('offer.offered_on')} error={error?.fields.offered_on}>{() => <DayField label={t('offer.offered_on')} day={draft.on} change={(on) => set({ on })} />}</Field>
          <Field label={t('seat.entity')} error={error?.fields.entity}>{() => <Select label={t('seat.entity')} any={t('entity.nothing')} value={entity} options={known.map(({ id, name }) => ({ value: id, label: name }))} change={(next) => set({ entity: next })} width={240} />}</Field>
          <NumberField label={t('offer.price')} unit={t('offer.yuan')} value={draft.price} least={0} most={YUAN_MAX} change={(price) => set({ price })} />
          <NumberField label={t('offer.seats')} unit={t('offer.seats_unit')} value={draft.seats} least={0} most={SEATS_MAX} change={(seats) => set({ seats })} />
        </div>
        <Field label={t('offer.promises')}>{() => <div className="k-offer-ticks">{PROMISES.map((promise) => <Tick key={promise} checked={draft.promises.includes(promise)} change={(on) => tick(promise, on)}>{t(`offer_promise.${promise}`)}</Tick>)}</div>}</Field>
        <AreaField label={t('offer.words')} value={draft.words} change={(words) => set({ words })} most={WORDS_MAX} lines={2} />
      </Form>
      {found ? (
        <div className="k-stack k-seats-section">
          <Findings findings={found} />
          {mayFile ? <div className="k-form-actions"><Button primary press={() => file.run()} busy={file.busy}>{t('offer.file')}</Button></div> : null}
        </div>
      ) : null}
    </Dialog>
  );
}
