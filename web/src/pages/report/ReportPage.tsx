/** The weekly report: what the week brought, put on one page to read, print or take along. */
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import { useMe } from '@/api/me';
import type { ReportView } from '@/api/types';
import { metricsQuery } from '@/figures/metrics';
import { exactTime, period } from '@/format/time';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useToast } from '@/ui/feedback';
import { DownloadIcon, PrintIcon } from '@/ui/icons';
import { PageHeader } from '@/ui/layout';
import { WeekPicker } from '@/ui/period';
import { EmptyState, Loaded } from '@/ui/states';
import { useParamsState } from '@/ui/url';
import { AccountsTable, BestNotes, GroupsTable, Headlines, NamedAccounts } from './parts';
import './report.css';

const PARAMS = { week: '' };

export default function ReportPage() {
  const t = useT();
  const me = useMe();
  const toast = useToast();
  const [{ week }, setParams] = useParamsState(PARAMS);
  const query = week ? { week } : {};
  const metrics = useQuery(metricsQuery);
  const report = useQuery({ queryKey: ['report', week], queryFn: ({ signal }) => ask(api.GET('/api/v1/reports/weekly', { params: { query }, signal })) });
  const shown = report.data?.period.from ?? week;
  const save = () => download(`/api/v1/reports/weekly/file?${new URLSearchParams(shown ? { week: shown } : {}).toString()}`, `${shown}.xlsx`).catch(toast.failed);
  return (
    <div className="k-page k-report-page">
      <PageHeader title={t('report.title')}>
        {shown ? <WeekPicker label={t('report.week')} day={shown} change={(monday) => setParams({ week: monday })} /> : null}
        <Button icon={<PrintIcon />} press={() => print()}>{t('report.print')}</Button>
        {me.can.export_figures ? <Button icon={<DownloadIcon />} press={() => void save()}>{t('report.save')}</Button> : null}
      </PageHeader>
      <Loaded query={report} lines={12}>{(view) => <Loaded query={metrics}>{() => <Report view={view} />}</Loaded>}</Loaded>
    </div>
  );
}

function Report({ view }: { view: ReportView }) {
  const t = useT();
  const { brand, period: span, made_at: madeAt, remarks, accounts, stores, quiet, slow, top } = view;
  return (
    <article className="k-report">
      <header>
        <h2>{t('report.heading', { brand })}</h2>
        <p className="k-quiet k-number">{period(span.from, span.to)} · {t('report.made', { time: exactTime(madeAt).slice(0, 16) })}</p>
      </header>
      {accounts.length === 0 ? <EmptyState title={t('report.empty')} text={t('report.empty_text')} /> : (
        <>
          <Headlines cells={view.headline} />
          {remarks.length > 0 ? <section><h3>{t('report.remarks')}</h3><ul className="k-report-remarks">{remarks.map((remark) => <li key={remark}>{remark}</li>)}</ul></section> : null}
          {stores.length > 0 ? <section><h3>{t('report.stores')}</h3><GroupsTable first={t('board.store')} groups={stores} /></section> : null}
          <NamedAccounts title={t('report.top')} view={view} ids={top} />
          <BestNotes notes={view.notes} />
          <NamedAccounts title={t('report.quiet')} view={view} ids={quiet} />
          {slow.length > 0 ? (
            <section>
              <h3>{t('report.slow')}</h3>
              <ul className="k-report-remarks">{slow.map(({ account, nickname, reason }) => <li key={account}><strong>{nickname}</strong> {reason}</li>)}</ul>
            </section>
          ) : null}
          <section><h3>{t('report.accounts')}</h3><AccountsTable accounts={accounts} /></section>
          <p className="k-quiet k-report-foot">{t('report.footnote')}</p>
        </>
      )}
    </article>
  );
}
