/** Texts that somebody rolled out to the account: copied here, put in place in the app by hand, and confirmed here. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '@/api/client';
import type { RolloutView } from '@/api/types';
import { useT } from '@/i18n';
import { Button, say, sayFailure } from '../ui/controls';
import { Loaded } from '../ui/states';

const TEXTS_SHOWN = 20;

export function Texts({ account }: { account: string }) {
  const t = useT();
  const open = useQuery({
    queryKey: ['card-rollouts', account, 'open'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/card-rollouts', { params: { query: { account, open: true, limit: TEXTS_SHOWN } }, signal })),
  });
  return (
    <Loaded query={open}>
      {({ items }) => items.length === 0 ? null : (
        <section className="p-texts" aria-label={t('card.to_set')}>
          <h2>{t('card.to_set')}</h2>
          <p className="p-lead">{t('card.to_set_text')}</p>
          {items.map((rollout) => <Text key={rollout.id} rollout={rollout} />)}
        </section>
      )}
    </Loaded>
  );
}

function Text({ rollout: { id, kind, title, number, body } }: { rollout: RolloutView }) {
  const t = useT();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(body);
      say(t('card.copied'));
    } catch (thrown) {
      sayFailure(thrown);
    }
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await ask(api.POST('/api/v1/card-rollouts/{rollout}/receipt', { params: { path: { rollout: id } } }));
      say(t('card.done_said'));
      await client.invalidateQueries({ queryKey: ['card-rollouts'] });
    } catch (thrown) {
      sayFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <article className="p-card" aria-label={title}>
      <p><b>{t(`entitlement.${kind}`)}</b> {title} · {t('card.version', { n: number })}</p>
      <p className="p-text">{body}</p>
      <Button press={() => void copy()}>{t('card.copy')}</Button>
      <Button primary press={() => void confirm()} busy={busy}>{t('card.done')}</Button>
    </article>
  );
}
