/** Planning a draft: which account tells what, from which side of its own, when, and who writes it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import type { Draft, DraftForm } from '@/api/types';
import { useT } from '@/i18n';
import { peopleQuery } from '@/pages/seats/queries';
import { ANGLE_CHARS_MAX, DRAFTS_STALE, MINUTES_MAX } from '@/studio/queries';
import { Segmented, Select } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { AreaField, Field, Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';

const FORMS: readonly DraftForm[] = ['image', 'video'];
const MINUTES_USUAL = 60;
const IDEAS_MAX = 100;
const CHOICE_PX = 320;

interface DialogProps {
  draft?: Draft;
  /** What it is about, where that is known. */
  idea?: string;
  close: () => void;
  then?: (id: string) => void;
}

const planOf = (draft: Draft | undefined, idea: string | undefined) => ({
  account: draft?.account ?? '', writer: draft?.writer.id ?? '', idea: draft?.idea?.id ?? idea ?? '', angle: draft?.angle ?? '', form: draft?.form ?? 'image' as DraftForm,
  line: draft?.product_line ?? '', audience: draft?.audience ?? '', due: draft?.due_day ?? '', minutes: draft?.minutes ?? MINUTES_USUAL as number | null,
});
type Plan = ReturnType<typeof planOf>;

export function DraftDialog({ draft, idea, close, then }: DialogProps) {
  const t = useT();
  const [plan, setPlan] = useState<Plan>(() => planOf(draft, idea));
  const set = (part: Partial<Plan>) => setPlan({ ...plan, ...part });
  const save = useAction({
    run: () => {
      const { writer, angle, form, line, audience, due, minutes } = plan;
      const body = { writer, idea: plan.idea || null, angle: angle.trim(), form, product_line: line.trim(), audience: audience.trim(), due_day: due || null, minutes: minutes ?? MINUTES_USUAL };
      return draft
        ? ask(api.PUT('/api/v1/drafts/{draft}/plan', { params: { path: { draft: draft.id } }, body: { version: draft.version, plan: body } }))
        : ask(api.POST('/api/v1/drafts', { body: { account: plan.account, plan: body } }));
    },
    stale: DRAFTS_STALE, said: t(draft ? 'action.saved' : 'draft.planned'), quietFailure: true,
    then: (file) => {
      close();
      then?.(file.draft.id);
    },
  });
  const fault = (field: string) => save.error?.fields[field];
  return (
    <Dialog title={t(draft ? 'draft.replan' : 'draft.add')} open close={close} width={600}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={!plan.account || !plan.writer || !plan.angle.trim() || plan.minutes === null}>
        <Who plan={plan} set={set} fault={fault} isKnown={draft !== undefined} />
        <AreaField label={t('draft.angle')} hint={t('draft.angle_hint')} value={plan.angle} change={(angle) => set({ angle })} error={fault('angle')} most={ANGLE_CHARS_MAX} lines={2} required />
        <Field label={t('draft.form')} error={fault('form')}>
          {() => <Segmented label={t('draft.form')} value={plan.form} options={FORMS.map((value) => ({ value, label: t(`draft_form.${value}`) }))} change={(form) => set({ form })} />}
        </Field>
        <TextField label={t('draft.due')} type="date" value={plan.due} change={(due) => set({ due })} error={fault('due_day')} />
        <NumberField label={t('draft.minutes')} unit={t('draft.minutes_unit')} hint={t('draft.minutes_hint')} value={plan.minutes} least={1} most={MINUTES_MAX} change={(minutes) => set({ minutes })} error={fault('minutes')} />
        <TextField label={t('draft.product_line')} value={plan.line} change={(line) => set({ line })} error={fault('product_line')} />
        <TextField label={t('draft.audience')} value={plan.audience} change={(audience) => set({ audience })} error={fault('audience')} />
      </Form>
    </Dialog>
  );
}

interface WhoProps {
  plan: Plan;
  set: (part: Partial<Plan>) => void;
  fault: (field: string) => string | undefined;
  /** The account of a draft stays. */
  isKnown: boolean;
}

function Who({ plan, set, fault, isKnown }: WhoProps) {
  const t = useT();
  const accounts = useQuery({ ...accountsQuery, enabled: !isKnown });
  const people = useQuery(peopleQuery);
  const ideas = useQuery({
    queryKey: ['topic-ideas', 'choices'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/topic-ideas', { params: { query: { limit: IDEAS_MAX } }, signal })),
  });
  const writers = (people.data?.items ?? []).filter(({ left_on: left }) => !left).map(({ id, name, post }) => ({ value: id, label: [name, post].filter(Boolean).join(' · ') }));
  return (
    <>
      {isKnown ? null : (
        <Field label={t('draft.account')} error={fault('account')} required>
          {() => <Select label={t('draft.account')} value={plan.account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(account) => set({ account })} width={CHOICE_PX} />}
        </Field>
      )}
      <Field label={t('draft.writer')} error={fault('writer')} hint={t('draft.writer_hint')} required>{() => <Select label={t('draft.writer')} value={plan.writer} options={writers} change={(writer) => set({ writer })} width={CHOICE_PX} />}</Field>
      <Field label={t('draft.idea')} error={fault('idea')}>
        {() => <Select label={t('draft.idea')} any={t('draft.no_idea')} value={plan.idea} options={(ideas.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))} change={(idea) => set({ idea })} width={CHOICE_PX} />}
      </Field>
    </>
  );
}
