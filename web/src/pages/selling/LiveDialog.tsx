/** Planning a live session, or planning it otherwise. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { accountsQuery } from '@/api/lists';
import type { LiveSession } from '@/api/types';
import { clockTime, instantAt } from '@/format/time';
import { useT } from '@/i18n';
import { peopleQuery } from '@/pages/seats/queries';
import { Select, Tick } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Field, Form, NumberField, TextField } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { MinuteField } from '@/ui/period';
import { goodsQuery, LIVE_STALE } from '@/selling/queries';

const MINUTES_MIN = 5;
const MINUTES_MAX = 1_440;
const MINUTES_USUAL = 120;

export function LiveDialog({ live, account: known, close }: { live?: LiveSession; account?: string; close: () => void }) {
  const t = useT();
  const account = live?.account ?? known;
  const accounts = useQuery({ ...accountsQuery, enabled: account === undefined });
  const [draft, setDraft] = useState({
    account: account ?? '', host: live?.host.id ?? '', replier: live?.replier?.id ?? '', topic: live?.topic ?? '',
    at: live ? clockTime(live.starts_at) : '', minutes: live?.minutes ?? MINUTES_USUAL as number | null, goods: live?.goods.map(({ id }) => id) ?? [],
  });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const save = useAction({
    run: () => {
      const plan = { host: draft.host, replier: draft.replier || null, topic: draft.topic.trim(), starts_at: instantAt(draft.at), minutes: draft.minutes ?? 0, goods: draft.goods };
      return live
        ? ask(api.PUT('/api/v1/live-sessions/{live}/plan', { params: { path: { live: live.id } }, body: { version: live.version, plan } }))
        : ask(api.POST('/api/v1/live-sessions', { body: { account: draft.account, plan } }));
    },
    stale: LIVE_STALE, said: t('live.planned_done'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  return (
    <Dialog title={t(live ? 'live.replan' : 'live.plan')} open close={close}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={!draft.account || !draft.host || !draft.topic.trim() || !draft.at || draft.minutes === null}>
        {account ? null : (
          <Field label={t('selling.account')} error={fault('account')} required>
            {() => <Select label={t('selling.account')} value={draft.account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(next) => set({ account: next })} width={320} />}
          </Field>
        )}
        <TextField label={t('live.topic')} hint={t('live.topic_hint')} value={draft.topic} change={(topic) => set({ topic })} error={fault('topic')} required />
        <Field label={t('live.starts')} error={fault('starts_at')} required>{(id) => <MinuteField label={t('live.starts')} id={id} at={draft.at} change={(at) => set({ at })} />}</Field>
        <NumberField label={t('live.minutes')} unit={t('live.minutes_unit')} value={draft.minutes} least={MINUTES_MIN} most={MINUTES_MAX} change={(minutes) => set({ minutes })} error={fault('minutes')} />
        <People draft={draft} set={set} fault={fault} />
        <GoodsChoice chosen={draft.goods} change={(goods) => set({ goods })} error={fault('goods')} />
      </Form>
    </Dialog>
  );
}

interface PeopleProps {
  draft: { host: string; replier: string };
  set: (part: { host?: string; replier?: string }) => void;
  fault: (field: string) => string | undefined;
}

function People({ draft, set, fault }: PeopleProps) {
  const t = useT();
  const people = useQuery(peopleQuery);
  const options = (people.data?.items ?? []).map(({ id, name, post, left_on: left }) => ({ value: id, label: [name, post, left].filter(Boolean).join(' · ') }));
  return (
    <>
      <Field label={t('live.host')} error={fault('host')} required>{() => <Select label={t('live.host')} value={draft.host} options={options} change={(host) => set({ host })} width={320} />}</Field>
      <Field label={t('live.replier')} error={fault('replier')}>{() => <Select label={t('live.replier')} any={t('live.no_replier')} value={draft.replier} options={options} change={(replier) => set({ replier })} width={320} />}</Field>
    </>
  );
}

function GoodsChoice({ chosen, change, error }: { chosen: string[]; change: (goods: string[]) => void; error: string | undefined }) {
  const t = useT();
  const goods = useQuery(goodsQuery);
  const items = goods.data?.items ?? [];
  if (items.length === 0) return null;
  const toggle = (id: string, on: boolean) => change(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <Field label={t('live.goods')} hint={t('live.goods_hint')} error={error}>
      {() => <div className="k-choices">{items.map(({ id, name }) => <Tick key={id} checked={chosen.includes(id)} change={(on) => toggle(id, on)}>{name}</Tick>)}</div>}
    </Field>
  );
}
