import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { LegalEntity, Ownership } from '@/api/types';
import { useT } from '@/i18n';
import { Segmented, Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { entitiesQuery, STALE } from './queries';

const COUNT_MAX = 100;
const REASON_MAX = 200;
const OWNERSHIPS: readonly Ownership[] = ['enterprise_created', 'personal_authorized'];

export function RequestDialog({ close }: { close: () => void }) {
  const t = useT();
  const me = useMe();
  const entities = useQuery(entitiesQuery);
  const known = entities.data?.items ?? [];
  const [draft, setDraft] = useState({ entity: '', count: 1 as number | null, ownership: 'enterprise_created' as Ownership, plannedFor: '', override: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const entity = known.find(({ id }) => id === draft.entity) ?? (known.length === 1 ? known[0] : undefined);
  const action = useAction({
    run: () => ask(api.POST('/api/v1/seats', {
      body: { entity: entity?.id ?? '', count: draft.count ?? 0, ownership: draft.ownership, planned_for: draft.plannedFor, ...(draft.override.trim() ? { override_reason: draft.override } : {}) },
    })),
    stale: STALE,
    said: (_, { items, left }) => t('seat.requested', { count: items.length, left }),
    then: close,
    quietFailure: true,
  });
  const fault = (field: string) => action.error?.fields[field];
  return (
    <Dialog title={t('seat.request')} open close={close}>
      <Form submit={() => action.run()} verb={t('seat.request')} busy={action.busy} error={action.error} cancel={close} disabled={!entity || !draft.count || draft.plannedFor.trim() === ''}>
        <Field label={t('seat.entity')} hint={entity ? <Left entity={entity} /> : undefined} error={fault('entity')} required>
          {() => <Select label={t('seat.entity')} value={entity?.id ?? ''} options={known.map(({ id, name }) => ({ value: id, label: name }))} change={(next) => set({ entity: next })} width={320} />}
        </Field>
        <NumberField label={t('seat.count')} unit={t('seat.count_unit')} value={draft.count} least={1} most={COUNT_MAX} change={(count) => set({ count })} error={fault('count')} />
        <Field label={t('seat.ownership')} hint={t(`ownership_text.${draft.ownership}`)}>
          {() => <Segmented label={t('seat.ownership')} value={draft.ownership} options={OWNERSHIPS.map((value) => ({ value, label: t(`ownership.${value}`) }))} change={(ownership) => set({ ownership })} />}
        </Field>
        <TextField label={t('seat.planned_for')} value={draft.plannedFor} change={(plannedFor) => set({ plannedFor })} error={fault('planned_for')} required />
        {me.can.approve_seats ? <AreaField label={t('seat.override_reason')} hint={t('seat.gate_text')} value={draft.override} change={(override) => set({ override })} error={fault('override_reason')} most={REASON_MAX} lines={2} /> : <p className="k-notice k-notice-quiet">{t('seat.gate', { text: t('seat.gate_text') })}</p>}
      </Form>
    </Dialog>
  );
}

function Left({ entity: { quota, occupied } }: { entity: LegalEntity }) {
  const t = useT();
  return <>{quota ? t('seat.left', { left: quota.left, most: quota.most, occupied, source: quota.source }) : t('seat.left_unknown')}</>;
}
