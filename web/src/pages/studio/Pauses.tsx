/** Pauses: nothing goes out of the brand, a store or an account, for a reason that everybody can read. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { accountsQuery, storesQuery } from '@/api/lists';
import { useMe } from '@/api/me';
import type { StudioPause } from '@/api/types';
import { exactTime } from '@/format/time';
import { useT } from '@/i18n';
import { PAUSES_STALE, REASON_CHARS_MAX } from '@/studio/queries';
import { Button, Segmented, Select } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { AreaField, Field, Form } from '@/ui/Form';
import { Dialog } from '@/ui/layout';
import { Loaded } from '@/ui/states';

const PAUSES_MAX = 50;

const lastingQuery = {
  queryKey: ['studio-pauses', 'lasting'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/studio-pauses', { params: { query: { lasting: true, limit: PAUSES_MAX } }, signal })),
};

const pastQuery = {
  queryKey: ['studio-pauses', 'all'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/studio-pauses', { params: { query: { limit: PAUSES_MAX } }, signal })),
};

function useScopeName(): (pause: StudioPause) => string {
  const t = useT();
  return ({ account, store }) => account?.nickname ?? store?.name ?? t('pause.brand');
}

/** What stands still now, above the lists of drafts; nothing where everything goes. */
export function PauseNotice() {
  const t = useT();
  const nameOf = useScopeName();
  const pauses = useQuery(lastingQuery);
  const items = pauses.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className="k-notice k-notice-act k-studio-notice" role="status">
      <strong>{t('pause.now')}</strong>
      {items.map((pause) => <span key={pause.id}>{nameOf(pause)}：{pause.reason}（{pause.began_by} · {exactTime(pause.began_at)}）</span>)}
    </div>
  );
}

export function PausesTab() {
  const t = useT();
  const { can } = useMe();
  const [isPausing, setPausing] = useState(false);
  const pauses = useQuery(pastQuery);
  return (
    <div className="k-stack">
      <div className="k-row-between">
        {can.pause_publishing ? <Button danger press={() => setPausing(true)}>{t('pause.add')}</Button> : null}
      </div>
      <Loaded query={pauses}>
        {({ items }) => (items.length === 0 ? <p className="k-quiet">{t('pause.none')}</p> : <ul className="k-timeline" aria-label={t('pause.list')}>{items.map((pause) => <PauseRow key={pause.id} pause={pause} canEnd={can.pause_publishing ?? false} />)}</ul>)}
      </Loaded>
      {isPausing ? <PauseDialog close={() => setPausing(false)} /> : null}
    </div>
  );
}

function PauseRow({ pause, canEnd }: { pause: StudioPause; canEnd: boolean }) {
  const t = useT();
  const confirm = useConfirm();
  const nameOf = useScopeName();
  const { id, reason, began_at: at, began_by: by, ended_at: ended, ended_by: ender } = pause;
  const end = useAction({ run: () => ask(api.POST('/api/v1/studio-pauses/{pause}/end', { params: { path: { pause: id } } })), stale: PAUSES_STALE, said: t('pause.ended') });
  const askFirst = async () => {
    if (await confirm({ title: t('pause.end_title', { name: nameOf(pause) }), text: reason, verb: t('pause.end') })) end.run();
  };
  return (
    <li>
      <span className="k-quiet k-number">{exactTime(at)}</span>
      <div>
        <div className="k-row-between">
          <span><strong>{nameOf(pause)}</strong> <span className="k-quiet">{by}</span></span>
          {ended ? <span className="k-quiet">{t('pause.ended_by', { name: ender ?? '', at: exactTime(ended) })}</span> : canEnd ? <Button small press={() => void askFirst()} busy={end.busy}>{t('pause.end')}</Button> : null}
        </div>
        <p>{reason}</p>
      </div>
    </li>
  );
}

type Reach = 'brand' | 'store' | 'account';
const REACHES: readonly Reach[] = ['brand', 'store', 'account'];

function PauseDialog({ close }: { close: () => void }) {
  const t = useT();
  const [{ reach, account, store, reason }, setDraft] = useState({ reach: 'account' as Reach, account: '', store: '', reason: '' });
  const set = (part: Partial<{ reach: Reach; account: string; store: string; reason: string }>) => setDraft({ reach, account, store, reason, ...part });
  const accounts = useQuery({ ...accountsQuery, enabled: reach === 'account' });
  const stores = useQuery({ ...storesQuery, enabled: reach === 'store' });
  const pause = useAction({
    run: () => ask(api.POST('/api/v1/studio-pauses', { body: { account: reach === 'account' ? account : null, store: reach === 'store' ? store : null, reason: reason.trim() } })),
    stale: PAUSES_STALE, said: t('pause.begun'), then: close, quietFailure: true,
  });
  const isWhole = reach === 'brand' || (reach === 'account' ? account !== '' : store !== '');
  return (
    <Dialog title={t('pause.add')} open close={close} width={480}>
      <Form submit={() => pause.run()} verb={t('pause.add')} danger busy={pause.busy} error={pause.error} cancel={close} disabled={!isWhole || reason.trim() === ''}>
        <Field label={t('pause.reach')}>{() => <Segmented label={t('pause.reach')} value={reach} options={REACHES.map((value) => ({ value, label: t(`pause_reach.${value}`) }))} change={(next) => set({ reach: next })} />}</Field>
        {reach === 'account' ? <Field label={t('draft.account')} error={pause.error?.fields.account} required>{() => <Select label={t('draft.account')} value={account} options={(accounts.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))} change={(next) => set({ account: next })} width={320} />}</Field> : null}
        {reach === 'store' ? <Field label={t('pause.store')} error={pause.error?.fields.store} required>{() => <Select label={t('pause.store')} value={store} options={(stores.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} change={(next) => set({ store: next })} width={320} />}</Field> : null}
        <AreaField label={t('pause.reason')} hint={t('pause.reason_hint')} value={reason} change={(next) => set({ reason: next })} error={pause.error?.fields.reason} most={REASON_CHARS_MAX} lines={2} required />
      </Form>
    </Dialog>
  );
}
