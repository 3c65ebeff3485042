import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { SessionView } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useAction } from '@/ui/feedback';
import { Panel } from '@/ui/layout';
import { Device } from '@/ui/plain/Device';
import { StateTag } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

export function Sessions() {
  const t = useT();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => ask(api.GET('/api/v1/sessions', { signal })) });
  const revoke = useAction({ run: (session: string) => ask(api.DELETE('/api/v1/sessions/{session}', { params: { path: { session } } })), stale: ['sessions'], said: t('session.revoked') });
  const columns: Column<SessionView>[] = [
    { key: 'device', title: t('session.device'), fixed: true, cell: ({ agent, current }) => <><Device agent={agent} /> {current ? <StateTag tone="good">{t('session.current')}</StateTag> : null}</> },
    { key: 'address', title: t('session.address'), cell: ({ source }) => <span className="k-number">{source}</span> },
    { key: 'created', title: t('session.created'), cell: ({ created_at: at }) => <RelativeTime at={at} /> },
    { key: 'seen', title: t('session.seen'), cell: ({ seen_at: at }) => <RelativeTime at={at} /> },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: ({ id, current }) => !current && <Button small press={() => revoke.run(id)}>{t('session.revoke')}</Button> },
  ];
  return <Panel flush><Loaded query={sessions}>{(items) => <DataTable label={t('settings.sessions')} columns={columns} rows={items} rowKey={({ id }) => id} />}</Loaded></Panel>;
}
