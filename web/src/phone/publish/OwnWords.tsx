/** A line in own words: judged while it is typed; the server says whether the approval still holds. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/error';
import { useMe } from '@/api/me';
import type { DraftFile } from '@/api/types';
import { useSettled } from '@/content/useSettled';
import { useT } from '@/i18n';
import { Button, say } from '../ui/controls';
import { dayQuery } from './day';

export function OwnWords({ file, close }: { file: DraftFile; close: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const { user, brand } = useMe();
  const { draft, text: before, leeway_chars: leeway } = file;
  const [title, setTitle] = useState(before?.title ?? '');
  const [body, setBody] = useState(before?.body ?? '');
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const { topics = [], mentions = [], components = [], labels = [], hard_ad = 'none' as const } = before ?? {};
  const written = { title, body, topics, mentions, components, labels, hard_ad };
  const settled = useSettled(JSON.stringify(written));
  const isChanged = title !== before?.title || body !== before.body;
  const path = { params: { path: { draft: draft.id } } };
  const judged = useQuery({
    queryKey: ['draft-judgement', draft.id, settled],
    queryFn: ({ signal }) => ask(api.POST('/api/v1/drafts/{draft}/judgement', { ...path, body: { text: JSON.parse(settled) as typeof written }, signal })),
    enabled: isChanged,
  });
  const save = async () => {
    setBusy(true);
    try {
      const { draft: { stage } } = await ask(api.PUT('/api/v1/drafts/{draft}/text', { ...path, body: { version: draft.version, text: written } }));
      await client.invalidateQueries({ queryKey: dayQuery(user.id, brand.id).queryKey });
      say(t(stage === 'approved' ? 'publish.own_kept' : 'publish.own_again'));
      close();
    } catch (thrown) {
      setFailure(asApiError(thrown).message);
    } finally {
      setBusy(false);
    }
  };
  const stopped = judged.data?.stopped;
  return (
    <section className="p-card p-steps" aria-label={t('publish.change')}>
      <h1>{t('publish.change')}</h1>
      <p>{leeway > 0 ? t('publish.leeway', { count: leeway }) : t('publish.no_leeway')}</p>
      <label className="p-field"><span>{t('publish.note_title')}</span><input value={title} onChange={(event) => setTitle(event.target.value)} /></label>
      <label className="p-field"><span>{t('publish.text')}</span><textarea rows={10} value={body} onChange={(event) => setBody(event.target.value)} /></label>
      <div role="status">
        {judged.data?.faults.map((fault) => <p key={fault} className="p-no">{fault}</p>)}
        {stopped ? <p className="p-no">{stopped}</p> : null}
        {isChanged && judged.data && !stopped && judged.data.faults.length === 0 ? <p>{t('publish.fine')}</p> : null}
      </div>
      {failure ? <p className="p-no" role="alert">{failure}</p> : null}
      <Button primary press={() => void save()} busy={busy}>{t('publish.own_save')}</Button>
      <Button press={close}>{t('phone.cancel')}</Button>
    </section>
  );
}
