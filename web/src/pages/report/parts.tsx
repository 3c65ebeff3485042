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

function Heads({ words, numbers }: { words: string[]; numbers: string[] }) {
  return (
    <thead>
      <tr>
        {words.map((word) => <th key={word} scope="col">{word}</th>)}
        {numbers.map((title) => <th key={title} scope="col" className="k-end">{title}</th>)}
      </tr>
    </thead>
  );
}

const titles = (looks: MetricLook[]): string[] => looks.map(({ title }) => title);

/** The numbers of a line, without their changes where only the numbers matter. */
function Numbers({ cells, looks, changes = false }: { cells: Cells; looks: MetricLook[]; changes?: boolean }) {
  return looks.map((look) => (
    <td key={look.id} className="k-end">
      {changes ? <CellFigure look={look} cell={cells[look.id]} /> : <Figure value={cells[look.id]?.value} measure={look.measure} />}
    </td>
  ));
}

function AccountName({ account: { id, nickname, kind } }: { account: BoardRow }) {
  return <th scope="row"><Link to={`/accounts/${id}`} className="k-name">{nickname}</Link> <KindTag kind={kind} /></th>;
}

export function GroupsTable({ first, groups }: { first: string; groups: GroupRow[] }) {
  const looks = useLooks(PER_LINE);
  return (
    <table className="k-report-table">
      <Heads words={[first]} numbers={titles(looks)} />
      <tbody>{groups.map(({ key, label, cells }) => <tr key={key}><th scope="row">{label}</th><Numbers cells={cells} looks={looks} changes /></tr>)}</tbody>
    </table>
  );
}

export function AccountsTable({ accounts }: { accounts: BoardRow[] }) {
  const t = useT();
  const looks = useLooks(PER_LINE);
  return (
    <table className="k-report-table">
      <Heads words={[t('board.account')]} numbers={titles(looks)} />
      <tbody>{accounts.map((account) => <tr key={account.id}><AccountName account={account} /><Numbers cells={account.cells} looks={looks} /></tr>)}</tbody>
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
      <table className="k-report-table">
        <Heads words={[t('board.account'), t('board.holder'), t('board.last_note')]} numbers={titles(looks)} />
        <tbody>
          {named.map((account) => (
            <tr key={account.id}>
              <AccountName account={account} />
              <td>{account.holder?.name ?? <span className="k-absent">{t('board.no_holder')}</span>}</td>
              <td className="k-number">{account.last_note_day ?? ABSENT}</td>
              <Numbers cells={account.cells} looks={looks} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function BestNotes({ notes }: { notes: BestNoteView[] }) {
  const t = useT();
  if (notes.length === 0) return null;
  return (
    <section>
      <h3>{t('report.best')}</h3>
      <table className="k-report-table">
        <Heads words={[t('note.title'), t('board.account'), t('note.published')]} numbers={[t('metric.read'), t('metric.interaction')]} />
        <tbody>
          {notes.map(({ id, title, nickname, published_day: day, read, interaction }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td>{nickname}</td>
              <td className="k-number">{day ?? ABSENT}</td>
              <td className="k-end"><Figure value={read} measure="count" /></td>
              <td className="k-end"><Figure value={interaction} measure="count" /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
