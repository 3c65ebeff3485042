/** What has not reached the server yet, and that the page shows what was kept. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useT } from '@/i18n';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { useOutbox, useSending } from '../outbox/outbox';
import { dayQuery } from './day';

export function Waiting({ user, brand, keptAt }: { user: string; brand: string; keptAt: string | null }) {
  const t = useT();
  const client = useQueryClient();
  useSending(user, useCallback(() => void client.invalidateQueries({ queryKey: dayQuery(user, brand).queryKey }), [client, user, brand]));
  const waiting = useOutbox(user).filter(({ refusal }) => !refusal);
  if (waiting.length === 0 && keptAt === null) return null;
  return (
    <div className="p-card p-waiting" role="status">
      {keptAt ? <p>{t('publish.kept')} <RelativeTime at={keptAt} /></p> : null}
      {waiting.length > 0 ? <p>{t('publish.waiting', { count: waiting.length })}</p> : null}
      {waiting.length > 0 ? <ul>{waiting.map(({ key, title }) => <li key={key}>{title}</li>)}</ul> : null}
    </div>
  );
}
