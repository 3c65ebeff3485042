/** The robots of group chats: what they tell, when, and whether the last message arrived. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { ChannelKind, ChannelTopic, ChannelView } from '@/api/types';
import { LANGUAGES, useLanguage, useT, type Language } from '@/i18n';
import { Button, MenuButton, Select, Tick } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { Field, Form, TextField } from '@/ui/Form';
import { AddIcon, MoreIcon } from '@/ui/icons';
import { Dialog, Panel } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';

const KINDS: readonly ChannelKind[] = ['wecom', 'feishu', 'dingtalk'];
const TOPICS: readonly ChannelTopic[] = ['studio', 'imports', 'seats', 'promotions'];
const HOUR_MINUTES = 60;
const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour * HOUR_MINUTES), label: `${String(hour).padStart(2, '0')}:00` }));
const NIGHT = { from_minute: 22 * HOUR_MINUTES, to_minute: 8 * HOUR_MINUTES };
const STALE = ['channels'] as const;

export function Channels() {
  const t = useT();
  const confirm = useConfirm();
  const [open, setOpen] = useState<ChannelView | 'new' | null>(null);
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => ask(api.GET('/api/v1/channels', { signal })) });
  const path = (channel: string) => ({ params: { path: { channel } } });
  const tried = useAction({ run: (channel: string) => ask(api.POST('/api/v1/channels/{channel}/trial', path(channel))), stale: STALE, said: t('channel.tried') });
  const remove = useAction({ run: (channel: string) => ask(api.DELETE('/api/v1/channels/{channel}', path(channel))), stale: STALE, said: t('channel.removed') });
  const askRemove = async ({ id, name }: ChannelView) => {
    if (await confirm({ title: t('channel.remove_title', { name }), text: t('channel.remove_text'), verb: t('channel.remove'), danger: true })) remove.run(id);
  };
  const columns: Column<ChannelView>[] = [
    { key: 'name', title: t('channel.name'), fixed: true, cell: ({ name }) => name },
    { key: 'kind', title: t('channel.kind'), cell: ({ kind, hook_ending: ending }) => <>{t(`channel.kinds.${kind}`)} <code>…{ending}</code></> },
    { key: 'topics', title: t('channel.topics'), width: 110, cell: ({ topics }) => <span title={topics.map((topic) => t(`channel.topic.${topic}`)).join(' · ')}>{topics.map((topic) => t(`channel.topic.${topic}`)).join(' · ')}</span> },
    { key: 'state', title: t('channel.state'), width: 120, cell: (channel) => <State channel={channel} /> },
    {
      key: 'tools', title: t('table.actions'), fixed: true, number: true,
      cell: (channel) => (
        <MenuButton label={t('channel.tools', { name: channel.name })} icon={<MoreIcon />} small inTable items={[
          { key: 'try', label: t('channel.try'), choose: () => tried.run(channel.id) },
          { key: 'change', label: t('channel.change'), choose: () => setOpen(channel) },
          'line',
          { key: 'remove', label: t('channel.remove'), danger: true, choose: () => void askRemove(channel) },
        ]} />
      ),
    },
  ];
  return (
    <Panel flush>
      <TableBar><Button primary icon={<AddIcon />} press={() => setOpen('new')}>{t('channel.add')}</Button></TableBar>
      <Loaded query={channels}>
        {({ items }) => <DataTable label={t('settings.channels')} columns={columns} rows={items} rowKey={({ id }) => id} empty={<EmptyState title={t('channel.none')} text={t('channel.none_text')} />} />}
      </Loaded>
      {open === null ? null : <ChannelDialog {...(open === 'new' ? {} : { channel: open })} close={() => setOpen(null)} />}
    </Panel>
  );
}

function State({ channel: { stopped_at: stopped, told_at: told, failed_at: failed, failure } }: { channel: ChannelView }) {
  const t = useT();
  if (stopped) return <>{t('channel.stopped')}</>;
  if (failed) return <span title={failure ?? ''}>{t('channel.failed')} <RelativeTime at={failed} /> · {failure}</span>;
  if (told) return <>{t('channel.told')} <RelativeTime at={told} /></>;
  return <>{t('channel.untold')}</>;
}

/** Adding a robot, or changing what it tells. Its address is written once and never shown again. */
function ChannelDialog({ channel, close }: { channel?: ChannelView; close: () => void }) {
  const t = useT();
  const here = useLanguage();
  const [draft, setDraft] = useState({
    kind: channel?.kind ?? 'wecom' as ChannelKind, name: channel?.name ?? '', hook: '', secret: '', language: channel?.language ?? here,
    topics: channel?.topics ?? [...TOPICS], quiet: channel ? channel.quiet ?? null : NIGHT, stopped: Boolean(channel?.stopped_at),
  });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const { kind, name, hook, secret, language, topics, quiet, stopped } = draft;
  const save = useAction({
    run: () => channel
      ? ask(api.PATCH('/api/v1/channels/{channel}', { params: { path: { channel: channel.id } }, body: { version: channel.version, name, language, topics, quiet, stopped } }))
      : ask(api.POST('/api/v1/channels', { body: { kind, name, hook: hook.trim(), signing_secret: secret.trim() || null, language, topics, quiet } })),
    stale: STALE, said: t('channel.saved'), then: close, quietFailure: true,
  });
  const fault = (field: string) => save.error?.fields[field];
  return (
    <Dialog title={t(channel ? 'channel.change' : 'channel.add')} open close={close}>
      <Form submit={() => save.run()} verb={t('action.save')} busy={save.busy} error={save.error} cancel={close} disabled={!name.trim() || topics.length === 0 || (!channel && !hook.trim())}>
        {channel ? null : (
          <>
            <Field label={t('channel.kind')} required>{() => <Select label={t('channel.kind')} value={kind} options={KINDS.map((one) => ({ value: one, label: t(`channel.kinds.${one}`) }))} change={(next) => set({ kind: next as ChannelKind })} width={240} />}</Field>
            <TextField label={t('channel.hook')} hint={t('channel.hook_hint')} value={hook} change={(next) => set({ hook: next })} error={fault('hook')} secret required />
            {kind === 'wecom' ? null : <TextField label={t('channel.secret')} hint={t('channel.secret_hint')} value={secret} change={(next) => set({ secret: next })} error={fault('signing_secret')} secret />}
          </>
        )}
        <TextField label={t('channel.name')} hint={t('channel.name_hint')} value={name} change={(next) => set({ name: next })} error={fault('name')} required />
        <Field label={t('channel.topics')} hint={t('channel.topics_hint')} error={fault('topics')} required>
          {() => <div className="k-column-choices">{TOPICS.map((one) => <Tick key={one} checked={topics.includes(one)} change={(on) => set({ topics: on ? [...topics, one] : topics.filter((other) => other !== one) })}>{t(`channel.topic.${one}`)}</Tick>)}</div>}
        </Field>
        <Field label={t('language.label')}>{() => <Select label={t('language.label')} value={language} options={LANGUAGES.map((one) => ({ value: one, label: t(`language.${one}`) }))} change={(next) => set({ language: next as Language })} width={240} />}</Field>
        <Field label={t('channel.quiet')} error={fault('quiet')}>
          {() => (
            <div className="k-column-choices">
              <Tick checked={quiet !== null} change={(on) => set({ quiet: on ? NIGHT : null })}>{t('channel.quiet_on')}</Tick>
              {quiet ? <Select label={t('channel.quiet_from')} value={String(quiet.from_minute)} options={HOURS} change={(at) => set({ quiet: { ...quiet, from_minute: Number(at) } })} width={120} /> : null}
              {quiet ? <Select label={t('channel.quiet_to')} value={String(quiet.to_minute)} options={HOURS} change={(at) => set({ quiet: { ...quiet, to_minute: Number(at) } })} width={120} /> : null}
            </div>
          )}
        </Field>
        {channel ? <Tick checked={stopped} change={(on) => set({ stopped: on })}>{t('channel.stop')}</Tick> : null}
      </Form>
    </Dialog>
  );
}
