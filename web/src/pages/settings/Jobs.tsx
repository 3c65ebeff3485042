import { api, ask } from '@/api/client';
import type { JobState, JobView } from '@/api/types';
import { tOr, useT } from '@/i18n';
import { Button, Segmented } from '@/ui/controls';
import { useAction, useConfirm } from '@/ui/feedback';
import { Panel } from '@/ui/layout';
import { StateTag, type Tone } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { TableBar } from '@/ui/table/TableBar';
import { usePages } from '@/ui/table/usePages';
import { useParamsState } from '@/ui/url';

const STATES: readonly JobState[] = ['dead', 'waiting', 'running', 'done', 'cancelled'];
const TONE: Record<JobState, Tone> = { waiting: 'quiet', running: 'accent', done: 'good', dead: 'act', cancelled: 'quiet' };
const PARAMS = { state: 'dead' };
const PAGE_ROWS = 100;

type JobPage = { items: JobView[]; next_cursor?: string | null; counts: Record<string, number> };

const counted = (word: string, count: number | undefined) => (count ? `${word} ${count}` : word);

export function Jobs() {
  const t = useT();
  const [params, setParams] = useParamsState(PARAMS);
  const state = STATES.find((one) => one === params.state) ?? 'dead';
  const jobs = usePages<JobView, JobPage>(['jobs', state], (cursor, signal) =>
    ask(api.GET('/api/v1/jobs', { params: { query: { state, limit: PAGE_ROWS, ...(cursor ? { cursor } : {}) } }, signal })));
  const columns: Column<JobView>[] = [
    { key: 'kind', title: t('job.kind'), fixed: true, cell: ({ kind }) => tOr(`job_kind.${kind}`, kind) },
    { key: 'state', title: t('imports.state'), cell: (job) => <StateTag tone={TONE[job.state]}>{t(`job.${job.state}`)}</StateTag> },
    { key: 'attempts', title: t('job.attempts'), number: true, cell: ({ attempts }) => attempts },
    { key: 'run_at', title: t('job.run_at'), cell: ({ run_at: at }) => <RelativeTime at={at} /> },
    { key: 'error', title: t('job.error'), cell: ({ error }) => error && <span title={error}>{error}</span> },
    { key: 'tools', title: t('table.actions'), fixed: true, number: true, cell: (job) => <JobTools job={job} /> },
  ];
  return (
    <Panel flush>
      <TableBar>
        <Segmented label={t('imports.state')} value={state} options={STATES.map((one) => ({ value: one, label: counted(t(`job.${one}`), jobs.query.data?.pages[0]?.counts[one]) }))} change={(next) => setParams({ state: next })} />
      </TableBar>
      <Loaded query={jobs.query}>
        {() => <DataTable label={t('settings.jobs')} columns={columns} rows={jobs.items} rowKey={({ id }) => id} more={jobs.more} empty={<EmptyState title={t(`job.none_${state}`)} text={t('job.none_text')} />} />}
      </Loaded>
    </Panel>
  );
}

function JobTools({ job: { id, can } }: { job: JobView }) {
  const t = useT();
  const confirm = useConfirm();
  const at = { params: { path: { job: id } } };
  const retry = useAction({ run: () => ask(api.POST('/api/v1/jobs/{job}/attempts', at)), stale: ['jobs'], said: t('job.retried') });
  const remove = useAction({ run: () => ask(api.DELETE('/api/v1/jobs/{job}', at)), stale: ['jobs'], said: t('job.deleted') });
  const askRemove = async () => {
    if (await confirm({ title: t('job.delete_title'), text: t('job.delete_text'), verb: t('action.delete'), danger: true })) remove.run();
  };
  return (
    <span className="k-row">
      {can.retry === true ? <Button small press={() => retry.run()} busy={retry.busy}>{t('job.retry')}</Button> : null}
      {can.remove === true ? <Button small press={() => void askRemove()} busy={remove.busy}>{t('action.delete')}</Button> : null}
    </span>
  );
}
