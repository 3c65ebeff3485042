import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { LegalEntity } from '@/api/types';
import { todayIn } from '@/format/time';
import { tOr, useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { DayField } from '@/ui/period';
import { EDITIONS, STALE } from './queries';

/** What an edition is called: the words of the rule book where they are loaded, else its own name. */
export const editionOptions = () => EDITIONS.map((value) => ({ value, label: tOr(`edition_name.${value}`, value) }));

export function EntityDialog({ entity, close }: { entity: LegalEntity | null; close: () => void }) {
  const t = useT();
  const [draft, setDraft] = useState({ name: entity?.name ?? '', code: entity?.credit_code ?? '', note: entity?.note ?? '', edition: '', since: todayIn(new Date()) });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const body = { name: draft.name, credit_code: draft.code, note: draft.note };
  const save = (): Promise<LegalEntity> => entity
    ? ask(api.PATCH('/api/v1/legal-entities/{entity}', { params: { path: { entity: entity.id } }, body: { ...body, version: entity.version } }))
    : ask(api.POST('/api/v1/legal-entities', { body: { ...body, ...(draft.edition ? { edition: draft.edition, edition_since: draft.since } : {}) } }));
  const action = useAction({
    run: save,
    stale: STALE,
    said: t('action.saved'),
    then: close,
    quietFailure: true,
  });
  const fault = (field: string) => action.error?.fields[field];
  return (
    <Dialog title={t(entity ? 'entity.edit' : 'entity.add')} open close={close}>
      <Form submit={() => action.run()} verb={t('action.save')} busy={action.busy} error={action.error} cancel={close} disabled={draft.name.trim() === '' || draft.code.trim() === ''}>
        <TextField label={t('entity.name')} value={draft.name} change={(name) => set({ name })} error={fault('name')} required />
        <TextField label={t('entity.code')} hint={t('entity.code_hint')} value={draft.code} change={(code) => set({ code })} error={fault('credit_code')} required />
        {entity ? null : (
          <Field label={t('entity.edition')} hint={t('entity.edition_hint')} error={fault('edition')}>
            {() => <Select label={t('entity.edition')} any={t('entity.edition_none')} value={draft.edition} options={editionOptions()} change={(edition) => set({ edition })} width={320} />}
          </Field>
        )}
        {draft.edition ? <Field label={t('entity.since')} error={fault('since')}>{() => <DayField label={t('entity.since')} day={draft.since} change={(since) => set({ since })} />}</Field> : null}
        <TextField label={t('entity.note')} value={draft.note} change={(note) => set({ note })} error={fault('note')} />
      </Form>
    </Dialog>
  );
}
