/** Imports: drop the week's files, see what each is understood to be, put right what is not, start; and everything imported before. */
import { useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { useMe } from '@/api/me';
import type { ImportView } from '@/api/types';
import { ACCEPTED_FILES, forget, useSend, useSending, type Sending } from '@/api/uploads';
import { bytes } from '@/format/number';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { DropZone } from '@/ui/DropZone';
import { FileIcon } from '@/ui/icons';
import { PageHeader, Panel } from '@/ui/layout';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { ProgressRow } from '@/ui/progress';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { usePages, type Page } from '@/ui/table/usePages';
import { OpenImports } from './OpenImports';
import { useNameOf } from './people';
import { isMoving } from './plan';
import { ImportStateTag, resultText } from './state';
import './imports.css';

const PAGE_ROWS = 200;
/** Progress is asked for while there is some; everything else is told by live events. */
const ASK_WHILE_MOVING_MS = 700;

export default function ImportsPage() {
  const t = useT();
  const me = useMe();
  const sending = useSending();
  const take = useSend();
  const imports = usePages<ImportView, Page<ImportView>>(
    ['imports', 'list'],
    (cursor, signal) => ask(api.GET('/api/v1/imports', { params: { query: { limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })),
    (items) => (items.some(isMoving) ? ASK_WHILE_MOVING_MS : false),
  );
  // The list may hear of a file from the live events before its own answer is back.
  const arrived = ({ file }: Sending) => imports.items.some((view) => view.state === 'proposed' && view.file_name === file.name && view.bytes === file.size);
  const onTheWay = sending.filter((one) => one.error || !arrived(one));
  const past = imports.items.filter((view) => view.state !== 'proposed' && view.state !== 'discarded' && !isMoving(view));
  return (
    <div className="k-page">
      <PageHeader title={t('imports.title')} lead={t('imports.lead')} />
      <div className="k-stack">
        {me.can.manage_imports ? <DropZone take={take} accept={ACCEPTED_FILES}>{t('imports.accepted')}</DropZone> : null}
        {onTheWay.length > 0 ? <SendingFiles sending={onTheWay} /> : null}
        <OpenImports items={imports.items} />
        <Loaded query={imports.query}>{() => <PastImports items={past} more={imports.more} />}</Loaded>
      </div>
    </div>
  );
}

function SendingFiles({ sending }: { sending: readonly Sending[] }) {
  const t = useT();
  return (
    <Panel flush title={t('imports.sending_files', { count: sending.length })}>
      <ul className="k-imports">{sending.map((one) => <SendingFile key={one.key} sending={one} />)}</ul>
    </Panel>
  );
}

function SendingFile({ sending: { key, file, share, error } }: { sending: Sending }) {
  const t = useT();
  return (
    <li className="k-import">
      <div className="k-import-head">
        <span className="k-import-name"><FileIcon aria-hidden /><span className="k-ellipsis">{file.name}</span></span>
        <span className="k-quiet k-number k-import-what">{bytes(file.size)}</span>
        <span className="k-import-actions">{error ? <Button small press={() => forget(key)}>{t('action.dismiss')}</Button> : null}</span>
      </div>
      {error ? <p className="k-notice k-notice-act" role="alert">{error.message}</p> : <ProgressRow label={t('imports.sending_of', { file: file.name })} share={share} note={t(share < 1 ? 'imports.sending' : 'imports.looking')} />}
    </li>
  );
}

function PastImports({ items, more }: { items: ImportView[]; more: { load: () => void; busy: boolean } | null }) {
  const t = useT();
  const navigate = useNavigate();
  const nameOf = useNameOf();
  const columns: Column<ImportView>[] = [
    { key: 'file', title: t('imports.file'), fixed: true, width: 240, cell: ({ file_name: file }) => <span title={file}>{file}</span> },
    { key: 'kind', title: t('imports.kind'), cell: ({ kind }) => t(`import_kind.${kind}`) },
    { key: 'state', title: t('imports.state'), cell: ({ state }) => <ImportStateTag state={state} /> },
    { key: 'result', title: t('imports.result'), cell: (view) => <span title={resultText(view, t)}>{resultText(view, t)}</span> },
    { key: 'by', title: t('imports.by'), cell: ({ created_by: by }) => nameOf(by) },
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
