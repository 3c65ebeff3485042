/** One import: its plan before it runs, its progress while it does, and afterwards what it changed, what it rejected, and the way back. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import type { ImportView } from '@/api/sketch';
import { period } from '@/format/time';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useConfirm, useToast } from '@/ui/feedback';
import { DownloadIcon, UndoIcon } from '@/ui/icons';
import { Facts, PageHeader, Panel } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { Loaded } from '@/ui/states';
import { PlanForm } from './ImportCard';
import { useDiscard, useReverse } from './plan';
import { Rejections } from './Rejections';
import { RunningRow } from './RunningRow';
import { ImportStateTag } from './state';
import './imports.css';

/** Live events tell of progress; this asks as well, in case one is late. */
const ASK_WHILE_RUNNING_MS = 1_500;

export default function ImportPage() {
  const { import: id = '' } = useParams();
  const query = useQuery({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/imports/{import}', { params: { path: { import: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? ASK_WHILE_RUNNING_MS : false),
  });
  return <div className="k-page"><Loaded query={query}>{(view) => <Import view={view} />}</Loaded></div>;
}

function Import({ view }: { view: ImportView }) {
  const t = useT();
  const isOpen = view.state === 'waiting' || view.state === 'ready';
  return (
    <>
      <PageHeader title={view.file} lead={<ImportStateTag state={view.state} />}>
        <Actions view={view} />
      </PageHeader>
      <Panel>
        {isOpen ? <PlanForm view={view} /> : view.state === 'running' ? <RunningRow view={view} /> : <Result view={view} />}
      </Panel>
      {view.result && view.result.rejected > 0 ? <Rejections view={view} /> : null}
      {isOpen ? null : <Panel title={t('imports.about')}><About view={view} /></Panel>}
    </>
  );
}

function Actions({ view }: { view: ImportView }) {
  const t = useT();
  const confirm = useConfirm();
  const toast = useToast();
  const navigate = useNavigate();
  const reverse = useReverse(view, t('imports.reversed'));
  const discard = useDiscard(view, () => void navigate('/imports'));
  const askReverse = async () => {
    if (await confirm({ title: t('imports.reverse_title'), text: t('imports.reverse_text', { file: view.file }), verb: t('imports.reverse'), danger: true })) reverse.run();
  };
  const save = () => download(`/api/v1/imports/${view.id}/rejections/file`, `${view.file}-rejected.csv`).catch(toast.failed);
  return (
    <>
      {view.result && view.result.rejected > 0 ? <Button icon={<DownloadIcon />} press={() => void save()}>{t('imports.save_rejected')}</Button> : null}
      {view.can.reverse ? <Button icon={<UndoIcon />} press={() => void askReverse()} busy={reverse.busy}>{t('imports.reverse')}</Button> : null}
      {view.can.delete ? <Button press={() => discard.run()} busy={discard.busy}>{t('imports.discard')}</Button> : null}
    </>
  );
}

function Result({ view }: { view: ImportView }) {
  const t = useT();
  const { result, refusal } = view;
  if (refusal) return <p className="k-notice k-notice-act">{refusal}</p>;
  if (!result) return <p className="k-quiet">{t('imports.nothing_written')}</p>;
  const numbers = [
    { label: t('imports.new'), value: result.new },
    { label: t('imports.changed'), value: result.changed },
    { label: t('imports.unchanged'), value: result.unchanged },
    { label: t('imports.rejected'), value: result.rejected },
    { label: t('imports.accounts_created'), value: result.accounts_created },
  ];
  return (
    <>
      <Facts items={numbers.map(({ label, value }) => ({ label, value: <span className="k-big"><Figure value={value} measure="count" /></span> }))} />
      {view.state === 'done' ? <div className="k-row k-next"><Button primary to="/board">{t('imports.to_board')}</Button><Button to="/">{t('imports.to_today')}</Button></div> : null}
    </>
  );
}

function About({ view }: { view: ImportView }) {
  const t = useT();
  return (
    <Facts
      items={[
        { label: t('imports.kind'), value: view.kind ? t(`import_kind.${view.kind}`) : '' },
        { label: t('imports.period'), value: view.period ? period(view.period.from, view.period.to) : t('imports.period_in_file') },
        { label: t('imports.account'), value: view.account?.name ?? t('imports.account_in_file') },
        { label: t('imports.by'), value: view.by },
        { label: t('imports.at'), value: <RelativeTime at={view.created_at} /> },
        { label: t('imports.finished'), value: <RelativeTime at={view.finished_at} /> },
      ]}
    />
  );
}
