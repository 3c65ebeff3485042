/** The weekly report: a page to read on screen, to print on A4, or to keep as a workbook. */
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import { useMe } from '@/api/me';
import type { Metric, ReportView } from '@/api/sketch';
import { FigureWithChange } from '@/figures/Change';
import { METRICS } from '@/figures/metrics';
import { exactTime, period } from '@/format/time';
import { useT, type Translate } from '@/i18n';
import { Button } from '@/ui/controls';
import { useToast } from '@/ui/feedback';
import { DownloadIcon, PrintIcon } from '@/ui/icons';
import { PageHeader } from '@/ui/layout';
import { WeekPicker } from '@/ui/period';
import { Figure } from '@/ui/plain/Figure';
import { KindTag } from '@/ui/plain/tags';
import { EmptyState, Loaded } from '@/ui/states';
import { useParamsState } from '@/ui/url';
import './report.css';

const PARAMS = { week: '' };
const HEADLINES: readonly Metric[] = ['notes', 'impressions', 'reads', 'interactions', 'entered', 'opened', 'leads', 'reply_1min_ppm', 'spend_fen'];
const PER_LINE: readonly Metric[] = ['notes', 'reads', 'interactions', 'entered', 'leads', 'reply_1min_ppm', 'spend_fen'];

export default function ReportPage() {
  const t = useT();
  const me = useMe();
  const toast = useToast();
  const [{ week }, setParams] = useParamsState(PARAMS);
  const query = week ? { week } : {};
  const report = useQuery({ queryKey: ['report', week], queryFn: ({ signal }) => ask(api.GET('/api/v1/reports/weekly', { params: { query }, signal })) });
  const shown = report.data?.week ?? week;
  const save = () => download(`/api/v1/reports/weekly/file?${new URLSearchParams(shown ? { week: shown } : {}).toString()}`, `kosmos-${shown}.xlsx`).catch(toast.failed);
  return (
    <div className="k-page k-report-page">
      <PageHeader title={t('report.title')}>
        {shown ? <WeekPicker label={t('report.week')} day={shown} change={(monday) => setParams({ week: monday })} /> : null}
        <Button icon={<PrintIcon />} press={() => print()}>{t('report.print')}</Button>
        {me.can.export_figures ? <Button icon={<DownloadIcon />} press={() => void save()}>{t('report.save')}</Button> : null}
      </PageHeader>
      <Loaded query={report}>{(view) => <Report view={view} />}</Loaded>
    </div>
  );
}

function Report({ view }: { view: ReportView }) {
  const t = useT();
  const { brand, from, to, made_at: madeAt, totals, remarks, accounts } = view;
  return (
    <article className="k-report">
      <header>
        <h2>{t('report.heading', { brand })}</h2>
        <p className="k-quiet k-number">{period(from, to)} · {t('report.made', { time: exactTime(madeAt).slice(0, 16) })}</p>
      </header>
      {accounts.length === 0 ? <EmptyState title={t('report.empty')} text={t('report.empty_text')} /> : (
        <>
          <Headlines totals={totals} />
          {remarks.length > 0 ? <section><h3>{t('report.remarks')}</h3><ul className="k-report-remarks">{remarks.map((remark) => <li key={remark}>{remark}</li>)}</ul></section> : null}
          <section><h3>{t('report.stores')}</h3><StoresTable view={view} /></section>
          <Best view={view} />
          <section><h3>{t('report.accounts')}</h3><AccountsTable view={view} /></section>
          <p className="k-quiet">{t('report.footnote')}</p>
        </>
      )}
    </article>
  );
}

function Headlines({ totals }: { totals: ReportView['totals'] }) {
  const t = useT();
  return (
    <dl className="k-report-heads">
      {METRICS.filter(({ key }) => HEADLINES.includes(key)).map((look) => (
        <div key={look.key}>
          <dt>{t(`metric.${look.key}`)}</dt>
          <dd><FigureWithChange look={look} now={totals.now} before={totals.before} /></dd>
        </div>
      ))}
    </dl>
  );
}

const lineLooks = METRICS.filter(({ key }) => PER_LINE.includes(key));

function Heads({ first, t }: { first: string; t: Translate }) {
  return <thead><tr><th scope="col">{first}</th>{lineLooks.map(({ key }) => <th key={key} scope="col" className="k-end">{t(`metric.${key}`)}</th>)}</tr></thead>;
}

function StoresTable({ view: { stores } }: { view: ReportView }) {
  const t = useT();
  return (
    <table className="k-report-table">
      <Heads first={t('board.store')} t={t} />
      <tbody>
        {stores.map(({ name, now, before }) => (
          <tr key={name}><th scope="row">{name}</th>{lineLooks.map((look) => <td key={look.key} className="k-end"><FigureWithChange look={look} now={now} before={before} /></td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}

function AccountsTable({ view: { accounts } }: { view: ReportView }) {
  const t = useT();
  return (
    <table className="k-report-table">
      <Heads first={t('board.account')} t={t} />
      <tbody>
        {accounts.map(({ account, now }) => (
          <tr key={account.id}>
            <th scope="row">{account.nickname} <KindTag kind={account.kind} /></th>
            {lineLooks.map((look) => <td key={look.key} className="k-end"><Figure value={now[look.key]} measure={look.measure} /></td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Best({ view: { best } }: { view: ReportView }) {
  const t = useT();
  if (best.length === 0) return null;
  return (
    <section>
      <h3>{t('report.best')}</h3>
      <ol className="k-report-best">
        {best.map(({ account, title, reads }) => (
          <li key={account + title}><span>{title}</span><span className="k-quiet">{account}</span><span className="k-number"><Figure value={reads} measure="count" /> {t('metric.reads')}</span></li>
        ))}
      </ol>
    </section>
  );
}
