/** What the report is made of. Its tables are plain ones: they go on paper. */
import { Link } from 'react-router';
import type { BestNoteView, BoardRow, Cells, GroupRow, ReportView } from '@/api/types';
import { CellFigure } from '@/figures/Cell';
import { useMetrics, type MetricLook } from '@/figures/metrics';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Figure } from '@/ui/plain/Figure';
import { KindTag } from '@/ui/plain/tags';

const HEADLINES = ['notes', 'impression', 'read', 'interaction', 'message_consult', 'initiative_message', 'leads', 'reply_1min', 'mean_reply', 'spend'];
const PER_LINE = ['notes', 'read', 'interaction', 'message_consult', 'leads', 'reply_1min', 'spend'];

/** Those of the metrics that the server knows, in the order of this list. */
function useLooks(ids: readonly string[]): MetricLook[] {
  const { of } = useMetrics();
  return ids.map(of).filter((look) => look !== undefined);
}

export function Headlines({ cells }: { cells: Cells }) {
  const looks = useLooks(HEADLINES);
  return (
    <dl className="k-report-heads">
      {looks.map((look) => (
        <div key={look.id}>
          <dt>{look.title}</dt>
          <dd><CellFigure look={look} cell={cells[look.id]} /></dd>
        </div>
      ))}
    </dl>
  );
}

function Heads({ first, looks, compared = false }: { first: string; looks: MetricLook[]; compared?: boolean }) {
  return <thead><tr><th scope="col">{first}</th>{looks.map(({ id, title }) => <th key={id} scope="col" className={compared ? 'k-end k-over-number' : 'k-end'}>{title}</th>)}</tr></thead>;
}

function Line({ cells, looks }: { cells: Cells; looks: MetricLook[] }) {
  return looks.map((look) => <td key={look.id} className="k-end"><CellFigure look={look} cell={cells[look.id]} compared /></td>);
}

export function GroupsTable({ first, groups }: { first: string; groups: GroupRow[] }) {
  const looks = useLooks(PER_LINE);
  return (
    <table className="k-report-table">
      <Heads first={first} looks={looks} compared />
      <tbody>{groups.map(({ key, label, cells }) => <tr key={key}><th scope="row">{label}</th><Line cells={cells} looks={looks} /></tr>)}</tbody>
    </table>
  );
}

export function AccountsTable({ accounts }: { accounts: BoardRow[] }) {
  const t = useT();
  const looks = useLooks(PER_LINE);
  return (
    <table className="k-report-table">
      <Heads first={t('board.account')} looks={looks} />
      <tbody>
        {accounts.map(({ id, nickname, kind, cells }) => (
          <tr key={id}>
            <th scope="row"><Link to={`/accounts/${id}`} className="k-name">{nickname}</Link> <KindTag kind={kind} /></th>
            {looks.map((look) => <td key={look.id} className="k-end"><Figure value={cells[look.id]?.value} measure={look.measure} /></td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Accounts that a list of the report names, with what their holder needs to know. */
export function NamedAccounts({ title, view, ids }: { title: string; view: ReportView; ids: string[] }) {
  const t = useT();
  const looks = useLooks(['leads', 'interaction']);
  const named = ids.map((id) => view.accounts.find((account) => account.id === id)).filter((account) => account !== undefined);
  if (named.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ol className="k-report-named">
        {named.map(({ id, nickname, kind, holder, last_note_day: day, cells }) => (
          <li key={id}>
            <span><Link to={`/accounts/${id}`} className="k-name">{nickname}</Link> <KindTag kind={kind} /></span>
            <span className="k-quiet">{holder?.name ?? t('board.no_holder')}</span>
            <span className="k-quiet k-number">{t('report.last_note', { day: day ?? ABSENT })}</span>
            <span className="k-number">{looks.map((look) => <span key={look.id} className="k-report-pair">{look.title} <Figure value={cells[look.id]?.value} measure={look.measure} /></span>)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function BestNotes({ notes }: { notes: BestNoteView[] }) {
  const t = useT();
  if (notes.length === 0) return null;
  return (
    <section>
      <h3>{t('report.best')}</h3>
      <ol className="k-report-named">
        {notes.map(({ id, title, nickname, published_day: day, read, interaction }) => (
          <li key={id}>
            <span className="k-report-title">{title}</span>
            <span className="k-quiet">{nickname}</span>
            <span className="k-quiet k-number">{day ?? ABSENT}</span>
            <span className="k-number"><span className="k-report-pair">{t('metric.read')} <Figure value={read} measure="count" /></span><span className="k-report-pair">{t('metric.interaction')} <Figure value={interaction} measure="count" /></span></span>
          </li>
        ))}
      </ol>
    </section>
  );
}
