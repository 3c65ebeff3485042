/** Binding: who runs which account on a seat, and by which approved card they speak. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import type { PersonaView, Seat } from '@/api/types';
import { useT } from '@/i18n';
import { Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { entitiesQuery, peopleQuery, STALE } from './queries';

export function BindDialog({ seat, close }: { seat: Seat; close: () => void }) {
  const t = useT();
  const people = useQuery(peopleQuery);
  const accounts = useQuery(accountsQuery);
  const entities = useQuery(entitiesQuery);
  const [draft, setDraft] = useState({ employee: '', account: '', persona: '', employer: '' });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const cards = useApprovedCards(draft.employee, draft.account);
  const persona = draft.persona || (cards?.length === 1 ? cards[0]?.id ?? '' : '');
  const action = useAction({
    run: () => ask(api.PUT('/api/v1/seats/{seat}/binding', {
      params: { path: { seat: seat.id } },
      body: { version: seat.version, employee: draft.employee, account: draft.account, ...(persona ? { persona } : {}), ...(draft.employer ? { employer: draft.employer } : {}) },
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
          {() => <Select label={t('step.employee')} value={draft.employee} options={(people.data?.items ?? []).filter(({ left_on: left }) => !left).map(({ id, name, post }) => ({ value: id, label: post ? `${name} · ${post}` : name }))} change={(employee) => set({ employee, persona: '' })} width={320} />}
        </Field>
        <Field label={t('seat.account')} error={fault('account')} required>
          {() => <Select label={t('seat.account')} value={draft.account} options={staffed.map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(account) => set({ account, persona: '' })} width={320} />}
        </Field>
        <Field label={t('seat.persona')} hint={<PersonaHint cards={cards} employee={draft.employee} account={draft.account} />} error={fault('persona')}>
          {() => cards === null || cards.length === 0 ? <span className="k-quiet">{t('step.persona_none')}</span> : <Select label={t('seat.persona')} any={t('step.persona_none')} value={persona} options={cards.map(({ id, card, version }) => ({ value: id, label: `${card.shown_name} · ${t('step.persona_version', { version })}` }))} change={(next) => set({ persona: next })} width={320} />}
        </Field>
        <Field label={t('seat.employer')} error={fault('employer')}>
          {() => <Select label={t('seat.employer')} any={t('seat.employer_own')} value={draft.employer} options={(entities.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} change={(employer) => set({ employer })} width={320} />}
        </Field>
      </Form>
    </Dialog>
  );
}

/** The approved cards by which this account speaks as this employee; nothing while both are not chosen. */
function useApprovedCards(employee: string, account: string): PersonaView[] | null {
  const cards = useQuery({
    queryKey: ['personas', 'approved', employee, account],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/personas', { params: { query: { employee, account, state: 'approved' } }, signal })),
    enabled: employee !== '' && account !== '',
  });
  return cards.data?.items ?? null;
}

function PersonaHint({ cards, employee, account }: { cards: PersonaView[] | null; employee: string; account: string }) {
  const t = useT();
  if (cards === null || cards.length > 0) return t('step.persona_hint');
  return <>{t('step.persona_missing')} <Link to={`/personas/new?${new URLSearchParams({ employee, account }).toString()}`}>{t('step.persona_draft')}</Link></>;
}
