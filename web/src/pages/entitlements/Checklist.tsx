/** The entitlements of one account: promised, seen, since when, and who looked. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { EVIDENCE_FILES, keepEvidence } from '@/api/evidence';
import type { Entitlement, EntitlementItem, RolloutView, Sighting, SightingView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { Button, Hint, Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { DropZone } from '@/ui/DropZone';
import { Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { StateTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { SIGHTINGS, SIGHTING_STALE } from './entitlements';
import { EntitlementTag } from './state';

const ROLLOUTS_SHOWN = 20;

export function Checklist({ account }: { account: string }) {
  const t = useT();
  const [checking, setChecking] = useState<Entitlement | null>(null);
  const file = useQuery({
    queryKey: ['entitlements', 'account', account],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/accounts/{account}/entitlements', { params: { path: { account } }, signal })),
  });
  return (
    <Loaded query={file}>
      {({ standing, sightings }) => (
        <div className="k-stack">
          <Items items={standing.items} can={standing.can.see} check={setChecking} />
          {standing.complete_without_ads ? <p><StateTag tone="good">{t('entitlements.organic')}</StateTag> <span className="k-quiet">{t('entitlements.organic_hint')}</span></p> : null}
          <section aria-label={t('entitlements.carried')}><h3>{t('entitlements.carried')}</h3><Carried account={account} /></section>
          <section aria-label={t('entitlements.history')}><h3>{t('entitlements.history')}</h3><History sightings={sightings} /></section>
          {checking ? <SightingDialog account={account} entitlement={checking} close={() => setChecking(null)} /> : null}
        </div>
      )}
    </Loaded>
  );
}

function Items({ items, can, check }: { items: EntitlementItem[]; can: true | string; check: (entitlement: Entitlement) => void }) {
  const t = useT();
  const promise = ({ promised }: EntitlementItem) => t(promised === true ? 'entitlements.promised' : promised === false ? 'entitlements.not_promised' : 'entitlements.unknown');
  const look = ({ entitlement }: EntitlementItem) => (can === true
    ? <Button small press={() => check(entitlement)}>{t('entitlements.see')}</Button>
    : <Hint title={can}><span className="k-quiet">{ABSENT}</span></Hint>);
  const columns: Column<EntitlementItem>[] = [
    { key: 'entitlement', title: t('entitlements.which'), fixed: true, width: 140, cell: ({ entitlement }) => t(`entitlement.${entitlement}`) },
    { key: 'promised', title: t('entitlements.edition'), cell: (item) => <span className="k-quiet">{promise(item)}</span> },
    { key: 'state', title: t('entitlements.what'), cell: (item) => <EntitlementTag item={item} /> },
    { key: 'since', title: t('entitlements.on'), number: true, cell: ({ since, checked_on: checked }) => (checked ? <span className="k-number" title={since ? t('entitlements.since', { day: since }) : undefined}>{checked}</span> : ABSENT) },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: look },
  ];
  return <DataTable label={t('entitlements.accounts')} columns={columns} rows={items} rowKey={({ entitlement }) => entitlement} />;
}

function History({ sightings }: { sightings: SightingView[] }) {
  const t = useT();
  const columns: Column<SightingView>[] = [
    { key: 'on', title: t('entitlements.on'), fixed: true, number: true, cell: ({ seen_on: on }) => <span className="k-number">{on}</span> },
    { key: 'entitlement', title: t('entitlements.which'), cell: ({ entitlement }) => t(`entitlement.${entitlement}`) },
    { key: 'sighting', title: t('entitlements.what'), cell: ({ sighting }) => t(`sighting.${sighting}`) },
    { key: 'remark', title: t('entitlements.remark'), width: 240, cell: ({ remark }) => (remark ? <span title={remark}>{remark}</span> : ABSENT) },
    { key: 'proof', title: t('entitlements.proof'), cell: ({ file }) => (file ? t('entitlements.proof_kept') : ABSENT) },
    { key: 'by', title: t('entitlements.by'), cell: ({ seen_by: by }) => by },
  ];
  return <DataTable label={t('entitlements.history')} columns={columns} rows={sightings} rowKey={({ id }) => id} empty={<EmptyState title={t('entitlements.no_history')} text={t('entitlements.no_history_text')} />} />;
}

/** The texts that the account carries, or should. */
function Carried({ account }: { account: string }) {
  const t = useT();
  const rollouts = useQuery({
    queryKey: ['card-rollouts', account],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/card-rollouts', { params: { query: { account, limit: ROLLOUTS_SHOWN } }, signal })),
  });
  const columns: Column<RolloutView>[] = [
    { key: 'kind', title: t('card.kind'), fixed: true, cell: ({ kind }) => t(`entitlement.${kind}`) },
    { key: 'body', title: t('card.body'), width: 320, cell: ({ body }) => <span title={body}>{body}</span> },
    { key: 'version', title: t('card.title'), cell: ({ title, number }) => `${title} · ${t('card.version', { n: number })}` },
    { key: 'state', title: t('entitlements.what'), cell: ({ carried_by: by, carried_at: at }) => (by && at ? t('card.in_use', { name: by, day: exactTime(at) }) : <StateTag tone="watch">{t('card.waiting')}</StateTag>) },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: (rollout) => <Receipt rollout={rollout} /> },
  ];
  return <Loaded query={rollouts}>{({ items }) => <DataTable label={t('entitlements.carried')} columns={columns} rows={items} rowKey={({ id }) => id} empty={<p className="k-quiet">{t('entitlements.no_carried')}</p>} />}</Loaded>;
}

function Receipt({ rollout: { id, can } }: { rollout: RolloutView }) {
  const t = useT();
  const confirm = useAction({ run: () => ask(api.POST('/api/v1/card-rollouts/{rollout}/receipt', { params: { path: { rollout: id } } })), stale: ['card-rollouts', 'card-texts', 'today'], said: t('card.done_said') });
  if (can.receipt !== true) return <span className="k-quiet">{ABSENT}</span>;
  return <Button small press={() => confirm.run()} busy={confirm.busy}>{t('card.done')}</Button>;
}

function SightingDialog({ account, entitlement, close }: { account: string; entitlement: Entitlement; close: () => void }) {
  const t = useT();
  const [sighting, setSighting] = useState<Sighting>('present');
  const [on, setOn] = useState('');
  const [remark, setRemark] = useState('');
  const [proof, setProof] = useState<File | null>(null);
  const see = useAction({
    run: async () => {
      const file = proof ? await keepEvidence(proof, 'entitlement') : null;
      const body = { entitlement, sighting, remark: remark.trim(), file, ...(on ? { seen_on: on } : {}) };
      return ask(api.POST('/api/v1/accounts/{account}/entitlement-sightings', { params: { path: { account } }, body }));
    },
    stale: SIGHTING_STALE,
    said: t('entitlements.seen'),
    then: close,
    quietFailure: true,
  });
  const fault = (field: string) => see.error?.fields[field];
  return (
    <Dialog title={t('entitlements.see_of', { name: t(`entitlement.${entitlement}`) })} open close={close}>
      <Form submit={() => see.run()} verb={t('action.save')} busy={see.busy} error={see.error} cancel={close}>
        <Field label={t('entitlements.what')} error={fault('sighting')}>
          {() => <Select label={t('entitlements.what')} value={sighting} options={SIGHTINGS.map((value) => ({ value, label: t(`sighting.${value}`) }))} change={(next) => setSighting(SIGHTINGS.find((one) => one === next) ?? 'present')} width={240} />}
        </Field>
        <Field label={t('entitlements.on')} error={fault('seen_on')}>{() => <DayField label={t('entitlements.on')} day={on} change={setOn} />}</Field>
        <TextField label={t('entitlements.remark')} hint={t('entitlements.remark_hint')} value={remark} change={setRemark} error={fault('remark')} />
        <Field label={t('entitlements.proof')} hint={proof?.name} error={fault('file')}>
          {() => <DropZone take={(files) => setProof(files[0] ?? null)} accept={EVIDENCE_FILES} small>{t('entitlements.proof_hint')}</DropZone>}
        </Field>
      </Form>
    </Dialog>
  );
}
