/** Imports: drop the week's files, see what each is understood to be, put right what is not, start; and everything imported before. */
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { ImportView } from '@/api/sketch';
import { ACCEPTED_FILES, forget, useSend, useSending, type Sending } from '@/api/uploads';
import { bytes } from '@/format/number';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { DropZone } from '@/ui/DropZone';
import { PageHeader, Panel } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { ProgressRow } from '@/ui/progress';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { usePages } from '@/ui/table/usePages';
import { ImportCard } from './ImportCard';
import { ImportStateTag, resultText } from './state';
import './imports.css';

const PAGE_ROWS = 50;

export default function ImportsPage() {
  const t = useT();
  const me = useMe();
  const sending = useSending();
  const take = useSend();
  const imports = usePages<ImportView, { items: ImportView[]; next_cursor?: string | null }>(['imports', 'list'], (cursor, signal) =>
    ask(api.GET('/api/v1/imports', { params: { query: { limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })));
  const open = imports.items.filter(({ state }) => state === 'waiting' || state === 'ready' || state === 'running');
  const past = imports.items.filter((one) => !open.includes(one));
  return (
    <div className="k-page">
      <PageHeader title={t('imports.title')} lead={t('imports.lead')} />
      <div className="k-stack">
        {me.can.manage_imports ? <DropZone take={take} accept={ACCEPTED_FILES}>{t('imports.accepted')}</DropZone> : null}
        {sending.map((one) => <SendingRow key={one.key} sending={one} drop={() => forget(one.key)} />)}
        {open.map((view) => <ImportCard key={view.id} view={view} />)}
        <Loaded query={imports.query}>{() => <PastImports items={past} more={imports.more} />}</Loaded>
      </div>
    </div>
  );
}

function SendingRow({ sending: { file, share, error }, drop }: { sending: Sending; drop: () => void }) {
  const t = useT();
  return (
    <Panel title={<span className="k-ellipsis">{file.name}</span>} actions={<span className="k-quiet k-number">{bytes(file.size)}</span>}>
      {error ? (
        <div className="k-row-between">
          <p className="k-notice k-notice-act" role="alert">{error.message}</p>
          <Button press={drop}>{t('action.dismiss')}</Button>
        </div>
      ) : <ProgressRow label={t('imports.sending')} share={share} note={t('imports.sending')} />}
    </Panel>
  );
}

function PastImports({ items, more }: { items: ImportView[]; more: { load: () => void; busy: boolean } | null }) {
  const t = useT();
  const navigate = useNavigate();
  const columns: Column<ImportView>[] = [
    { key: 'file', title: t('imports.file'), fixed: true, cell: ({ file }) => <span title={file}>{file}</span> },
    { key: 'kind', title: t('imports.kind'), cell: ({ kind }) => kind && t(`import_kind.${kind}`) },
    { key: 'state', title: t('imports.state'), cell: ({ state }) => <ImportStateTag state={state} /> },
    { key: 'result', title: t('imports.result'), cell: (view) => resultText(view, t) },
    { key: 'by', title: t('imports.by'), cell: ({ by }) => by },
    { key: 'at', title: t('imports.at'), cell: ({ created_at: at }) => <RelativeTime at={at} /> },
  ];
  return (
    <Panel flush title={t('imports.past')}>
      <DataTable
        label={t('imports.past')}
        columns={columns}
        rows={items}
        rowKey={({ id }) => id}
        open={({ id }) => void navigate(`/imports/${id}`)}
        more={more}
        empty={<EmptyState title={t('imports.none')} text={t('imports.none_text')} />}
      />
    </Panel>
  );
}
