import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import type { Seat } from '@/api/types';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { entitiesQuery, peopleQuery, STALE } from './queries';

export function BindDialog({ seat, close }: { seat: Seat; close: () => void }) {
  const t = useT();
  const people = useQuery(peopleQuery);
  const accounts = useQuery(accountsQuery);
  const entities = useQuery(entitiesQuery);
  const [draft, setDraft] = useState({ employee: '', account: '', persona: '', employer: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const action = useAction({
    run: () => ask(api.PUT('/api/v1/seats/{seat}/binding', {
      params: { path: { seat: seat.id } },
      body: { version: seat.version, employee: draft.employee, account: draft.account, ...(draft.persona.trim() ? { persona: draft.persona } : {}), ...(draft.employer ? { employer: draft.employer } : {}) },
    })),
    stale: STALE,
    said: t('step.done', { step: t('step.bind') }),
    then: close,
    quietFailure: true,
  });
  const fault = (field: string) => action.error?.fields[field];
  const staffed = (accounts.data?.items ?? []).filter(({ kind }) => kind === 'kos' || kind === 'unknown');
  return (
    <Dialog title={t('step.bind')} open close={close}>
      <Form submit={() => action.run()} verb={t('step.bind')} busy={action.busy} error={action.error} cancel={close} disabled={!draft.employee || !draft.account}>
        <p className="k-quiet">{t('step.bind_text')}</p>
        <Field label={t('step.employee')} error={fault('employee')} required>
          {() => <Select label={t('step.employee')} value={draft.employee} options={(people.data?.items ?? []).filter(({ left_on: left }) => !left).map(({ id, name, post }) => ({ value: id, label: post ? `${name} · ${post}` : name }))} change={(employee) => set({ employee })} width={320} />}
        </Field>
        <Field label={t('seat.account')} error={fault('account')} required>
          {() => <Select label={t('seat.account')} value={draft.account} options={staffed.map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(account) => set({ account })} width={320} />}
        </Field>
        <TextField label={t('seat.persona')} hint={t('step.persona_hint')} value={draft.persona} change={(persona) => set({ persona })} error={fault('persona')} />
        <Field label={t('seat.employer')} error={fault('employer')}>
          {() => <Select label={t('seat.employer')} any={t('seat.employer_own')} value={draft.employer} options={(entities.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} change={(employer) => set({ employer })} width={320} />}
        </Field>
      </Form>
    </Dialog>
  );
}
