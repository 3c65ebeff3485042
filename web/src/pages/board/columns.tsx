import { Link } from 'react-router';
import type { BoardRow, BoardView, Cells, GroupRow } from '@/api/types';
import { CellFigure } from '@/figures/Cell';
import type { MetricLook } from '@/figures/metrics';
import { ABSENT } from '@/format/number';
import type { Translate } from '@/i18n';
import { KindTag, Person, StateTag, type Tone } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import type { Column, Group } from '@/ui/table/columns';

/** A line of the board: an account, the sums of a group, or the total. */
export interface BoardLine {
  name: string;
  account: BoardRow | null;
  accounts: number | null;
  /** What the line is, where its name does not say it. */
  hint?: string;
  cells: Cells;
}

export const accountLine = (account: BoardRow): BoardLine => ({ name: account.nickname, account, accounts: null, cells: account.cells });
const groupLine = ({ label, accounts, cells }: GroupRow): BoardLine => ({ name: label, account: null, accounts, cells });
export const unassignedLine = (name: string, hint: string, cells: Cells): BoardLine => ({ name, account: null, accounts: null, hint, cells });
export const totalLine = (name: string, { total, items }: BoardView): BoardLine => ({ name, account: null, accounts: items.length, cells: total });

export function groupsOf({ groups, items }: BoardView): Group<BoardLine>[] {
  return groups.map((group) => ({ key: group.key, head: groupLine(group), rows: items.filter(({ group: key }) => key === group.key).map(accountLine) }));
}

const STATE_TONE: Record<BoardRow['state'], Tone> = { active: 'quiet', quiet: 'watch', no_notes: 'quiet' };

function Name({ line, t }: { line: BoardLine; t: Translate }) {
  const { account, name, accounts, hint } = line;
  if (!account) return <><span title={hint}>{name}</span> {accounts === null ? null : <span className="k-quiet k-number">{t('board.accounts', { count: accounts })}</span>}</>;
  return (
    <span className="k-person">
      <Link to={`/accounts/${account.id}`} tabIndex={-1} className="k-ellipsis k-name" title={name}>{name}</Link>
      <KindTag kind={account.kind} />
      {account.state === 'quiet' ? <StateTag tone="watch">{t('state.quiet')}</StateTag> : null}
    </span>
  );
}

/** On a narrow screen who holds an account and where gives its room to the figures. */
function facts(t: Translate, narrow: boolean): Column<BoardLine>[] {
  return [
    { key: 'nickname', title: t('board.account'), fixed: true, sortable: true, width: narrow ? 168 : 200, cell: (line) => <Name line={line} t={t} /> },
    { key: 'state', title: t('board.state'), extra: true, cell: ({ account }) => account && <StateTag tone={STATE_TONE[account.state]}>{t(`state.${account.state}`)}</StateTag> },
    { key: 'holder', title: t('board.holder'), extra: narrow, cell: ({ account }) => account && (account.holder ? <Person name={account.holder.name} /> : <span className="k-absent">{t('board.no_holder')}</span>) },
    { key: 'store', title: t('board.store'), width: 96, extra: narrow, cell: ({ account }) => account && <span title={account.store?.name}>{account.store?.name ?? ABSENT}</span> },
    { key: 'region', title: t('board.region'), extra: true, cell: ({ account }) => account && (account.region ?? ABSENT) },
    { key: 'last_note', title: t('board.last_note'), sortable: true, number: true, cell: ({ account }) => account && <RelativeTime at={account.last_note_at} /> },
  ];
}

interface Shown {
  t: Translate;
  looks: readonly MetricLook[];
  openSource: (line: BoardLine, look: MetricLook) => (() => void) | undefined;
  compared: boolean;
  narrow: boolean;
}

export function boardColumns({ t, looks, openSource, compared, narrow }: Shown): Column<BoardLine>[] {
  return [
    ...facts(t, narrow),
    ...looks.map((look): Column<BoardLine> => ({
      key: look.id,
      title: look.title,
      number: true,
      withChange: compared,
      sortable: true,
      extra: !look.shown,
      cell: ({ cells }) => <CellFigure look={look} cell={cells[look.id]} compared={compared} />,
      open: (line) => (line.cells[look.id]?.value === undefined ? undefined : openSource(line, look)),
    })),
  ];
}
