/** One import: its plan before it runs, its progress while it does, and afterwards what it changed, what it rejected, and the way back. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { download } from '@/api/files';
import type { ImportDetail } from '@/api/types';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useConfirm, useToast } from '@/ui/feedback';
import { DownloadIcon, UndoIcon } from '@/ui/icons';
import { Facts, PageHeader, Panel } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { Loaded } from '@/ui/states';
import { About } from './About';
import { Needs } from './Needs';
import { importQuery, isMoving, lacksOf, useDiscard, usePlan, useReverse, useStart } from './plan';
import { PlanForm } from './PlanForm';
import { Rejections } from './Rejections';
import { Remarks, Warnings } from './Remarks';
import { RunningRow } from './RunningRow';
import { ImportStateTag } from './state';
import './imports.css';

/** Progress is asked for; the end of it is told by a live event. */
const ASK_WHILE_MOVING_MS = 700;

export default function ImportPage() {
  const { import: id = '' } = useParams();
  const query = useQuery({ ...importQuery(id), refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? ASK_WHILE_MOVING_MS : false) });
  return <div className="k-page"><Loaded query={query}>{(view) => <Import view={view} />}</Loaded></div>;
}

function Import({ view }: { view: ImportDetail }) {
  const t = useT();
  return (
    <>
      <PageHeader title={view.file_name} lead={<><ImportStateTag state={view.state} /> {t(`import_kind.${view.kind}`)}</>}>
        <Actions view={view} />
      </PageHeader>
      <Panel>{view.state === 'proposed' ? <Open view={view} /> : isMoving(view) ? <RunningRow view={view} /> : <Result view={view} />}</Panel>
      {view.rows_rejected > 0 ? <Rejections id={view.id} total={view.rows_rejected} /> : null}
      {view.state === 'proposed' ? null : <Panel title={t('imports.about')}><About view={view} /></Panel>}
    </>
  );
}

function Open({ view }: { view: ImportDetail }) {
  const t = useT();
  const { run, busy } = usePlan(view.id);
  const start = useStart(view.id);
  return (
    <div className="k-stack">
      <Warnings view={view} />
      <div className="k-row"><Needs view={view} change={run} busy={busy} /></div>
      <PlanForm view={view} />
      {view.can.decide ? <div><Button primary press={() => start.run()} busy={start.busy} disabled={busy || lacksOf(view).length > 0}>{t('imports.start')}</Button></div> : null}
    </div>
  );
}

function Actions({ view }: { view: ImportDetail }) {
  const t = useT();
  const confirm = useConfirm();
  const toast = useToast();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const reverse = useReverse(view.id, t('imports.reversal_asked'));
  const discard = useDiscard(view.id, () => void navigate('/imports'));
  const askReverse = async () => {
    if (!(await confirm({ title: t('imports.reverse_title'), text: t('imports.reverse_text', { file: view.file_name }), verb: t('imports.reverse'), danger: true }))) return;
    setAsked(true);
    reverse.run();
  };
  const save = () => download(`/api/v1/imports/${view.id}/rejections/file`, 'rejected.csv').catch(toast.failed);
  return (
    <>
      {view.rows_rejected > 0 ? <Button icon={<DownloadIcon />} press={() => void save()}>{t('imports.save_rejected')}</Button> : null}
      {view.can.reverse ? <Button icon={<UndoIcon />} press={() => void askReverse()} busy={reverse.busy || (asked && !reverse.error)}>{t('imports.reverse')}</Button> : null}
      {view.can.discard ? <Button press={() => discard.run()} busy={discard.busy}>{t('imports.discard')}</Button> : null}
    </>
  );
}

function Result({ view }: { view: ImportDetail }) {
  const t = useT();
  if (view.failure) return <p className="k-notice k-notice-act">{view.failure}</p>;
  if (view.state !== 'done') return <p className="k-quiet">{t('imports.nothing_written')}</p>;
  const numbers = [
    { label: t('imports.new'), value: view.rows_new },
    { label: t('imports.changed'), value: view.rows_changed },
    { label: t('imports.unchanged'), value: view.rows_unchanged },
    { label: t('imports.rejected'), value: view.rows_rejected },
    { label: t('imports.accounts_created'), value: view.remarks.accounts_new },
  ];
  return (
    <div className="k-stack">
      <Facts items={numbers.map(({ label, value }) => ({ label, value: <span className="k-big"><Figure value={value} measure="count" /></span> }))} />
      <Remarks view={view} />
      <div className="k-row"><Button primary to="/board">{t('imports.to_board')}</Button><Button to="/">{t('imports.to_today')}</Button></div>
    </div>
  );
}
