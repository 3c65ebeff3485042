/** What is put on record about a company: papers, enterprise accounts, relations, and the first statement about the rules. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { keepEvidence } from '@/api/evidence';
import type { LicenceKind, RelationKind } from '@/api/types';
import { todayIn } from '@/format/time';
import { useT } from '@/i18n';
import { PaperField } from '@/papers/OnFile';
import { Select } from '@/ui/controls';
import { useAction, type Action } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { editionOptions } from './EntityDialog';
import { entitiesQuery, STALE } from './queries';

const LICENCES: readonly LicenceKind[] = ['business', 'industry', 'trademark', 'operator_letter', 'certification', 'other'];
const RELATIONS: readonly RelationKind[] = ['parent', 'sister', 'branch', 'dealer'];

function useSaved(run: () => Promise<unknown>, close: () => void): Action<void> {
  const t = useT();
  return useAction({ run, stale: STALE, said: t('action.saved'), then: close, quietFailure: true });
}

interface FrameProps {
  title: string;
  action: Action<void>;
  close: () => void;
  disabled?: boolean;
  children: React.ReactNode;
}

function Frame({ title, action, close, disabled, children }: FrameProps) {
  const t = useT();
  return (
    <Dialog title={title} open close={close} width={460}>
      <Form submit={() => action.run()} verb={t('action.save')} busy={action.busy} error={action.error} cancel={close} disabled={disabled ?? false}>{children}</Form>
    </Dialog>
  );
}

export function LicenceDialog({ entity, close }: { entity: string; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState({ kind: 'business' as LicenceKind, name: '', number: '', until: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const [file, setFile] = useState<File | null>(null);
  const action = useSaved(async () => {
    const evidence = file ? await keepEvidence(file, 'licence') : null;
    return ask(api.POST('/api/v1/legal-entities/{entity}/licences', {
      params: { path: { entity } },
      body: { kind: draft.kind, name: draft.name, number: draft.number || null, valid_until: draft.until || null, evidence },
    }));
  }, close);
  const fault = (field: string) => action.error?.fields[field];
  return (
    <Frame title={t('entity.licence_add')} action={action} close={close} disabled={draft.name.trim() === ''}>
      <Field label={t('fee.kind')}>{() => <Select label={t('fee.kind')} value={draft.kind} options={LICENCES.map((value) => ({ value, label: t(`licence_kind.${value}`) }))} change={(kind) => set({ kind: LICENCES.find((one) => one === kind) ?? 'other' })} width={240} />}</Field>
      <TextField label={t('entity.licence_name')} value={draft.name} change={(name) => set({ name })} error={fault('name')} required />
      <TextField label={t('entity.licence_number')} value={draft.number} change={(number) => set({ number })} error={fault('number')} />
      <Field label={t('entity.licence_until')} hint={t('entity.forever')} error={fault('valid_until')}>{() => <DayField label={t('entity.licence_until')} day={draft.until} change={(until) => set({ until })} />}</Field>
      <PaperField label={t('entity.licence_file')} file={file} take={setFile} error={fault('evidence')} />
    </Frame>
  );
}

export function AccountDialog({ entity, close }: { entity: string; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState({ name: '', until: '' });
  const action = useSaved(() => ask(api.POST('/api/v1/legal-entities/{entity}/enterprise-accounts', { params: { path: { entity } }, body: { name: draft.name, certified_until: draft.until || null } })), close);
  const fault = (field: string) => action.error?.fields[field];
  return (
    <Frame title={t('entity.account_add')} action={action} close={close} disabled={draft.name.trim() === ''}>
      <TextField label={t('entity.account_name')} value={draft.name} change={(name) => setDraft({ ...draft, name })} error={fault('name')} required />
      <Field label={t('entity.account_until')} error={fault('certified_until')}>{() => <DayField label={t('entity.account_until')} day={draft.until} change={(until) => setDraft({ ...draft, until })} />}</Field>
    </Frame>
  );
}

export function RelationDialog({ entity, close }: { entity: string; close: () => void }) {
  const t = useT();
  const entities = useQuery(entitiesQuery);
  const [draft, setDraft] = useState({ other: '', kind: 'sister' as RelationKind, note: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const action = useSaved(() => ask(api.PUT('/api/v1/legal-entities/{entity}/relations/{other}', { params: { path: { entity, other: draft.other } }, body: { kind: draft.kind, note: draft.note } })), close);
  const others = (entities.data?.items ?? []).filter(({ id }) => id !== entity);
  return (
    <Frame title={t('entity.relation_add')} action={action} close={close} disabled={draft.other === ''}>
      <Field label={t('entity.relation_other')}>{() => <Select label={t('entity.relation_other')} value={draft.other} options={others.map(({ id, name }) => ({ value: id, label: name }))} change={(other) => set({ other })} width={320} />}</Field>
      <Field label={t('entity.relation_kind')}>{() => <Select label={t('entity.relation_kind')} value={draft.kind} options={RELATIONS.map((value) => ({ value, label: t(`relation_kind.${value}`) }))} change={(kind) => set({ kind: RELATIONS.find((one) => one === kind) ?? 'sister' })} width={240} />}</Field>
      <TextField label={t('entity.relation_note')} value={draft.note} change={(note) => set({ note })} error={action.error?.fields.note} />
    </Frame>
  );
}

export function EditionDialog({ entity, close }: { entity: string; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState({ edition: '', since: todayIn(new Date()), note: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const [file, setFile] = useState<File | null>(null);
  const action = useSaved(async () => {
    const evidence = file ? await keepEvidence(file, 'back_office') : null;
    return ask(api.POST('/api/v1/legal-entities/{entity}/editions', { params: { path: { entity } }, body: { edition: draft.edition, since: draft.since, note: draft.note, evidence } }));
  }, close);
  const fault = (field: string) => action.error?.fields[field];
  return (
    <Frame title={t('entity.state_edition')} action={action} close={close} disabled={draft.edition === '' || draft.since === ''}>
      <Field label={t('entity.edition')} hint={t('entity.edition_hint')} error={fault('edition')}>{() => <Select label={t('entity.edition')} value={draft.edition} options={editionOptions()} change={(edition) => set({ edition })} width={320} />}</Field>
      <Field label={t('entity.since')} error={fault('since')}>{() => <DayField label={t('entity.since')} day={draft.since} change={(since) => set({ since })} />}</Field>
      <TextField label={t('entity.note')} value={draft.note} change={(note) => set({ note })} error={fault('note')} />
      <PaperField label={t('entity.screenshot')} file={file} take={setFile} error={fault('evidence')} />
    </Frame>
  );
}
