import { Link } from 'react-router';
import type { AccountView, BoardRow, Figures, Metric } from '@/api/sketch';
import { FigureWithChange } from '@/figures/Change';
import { METRICS } from '@/figures/metrics';
import { ABSENT, score } from '@/format/number';
import type { Translate } from '@/i18n';
import { KindTag, Person, StateTag, type Tone } from '@/ui/plain/tags';
import { RelativeTime } from '@/ui/plain/RelativeTime';
import type { Column } from '@/ui/table/columns';

/** A line of the board: an account, the sums of a group, or the total. */
export interface BoardLine {
  name: string;
  account: AccountView | null;
  accounts: number | null;
  now: Figures;
  before: Figures | null;
}

export function lineOf(name: string, { now, before, ...rest }: Pick<BoardRow, 'now' | 'before'> & { account?: AccountView }, accounts: number | null = null): BoardLine {
  return { name, account: rest.account ?? null, accounts, now, before };
}

const STATE_TONE: Record<AccountView['state'], Tone> = { active: 'quiet', quiet: 'watch', slow: 'watch', unclaimed: 'accent' };

function Name({ line, t }: { line: BoardLine; t: Translate }) {
  const { account, name, accounts } = line;
  if (!account) return <>{name} {accounts === null ? null : <span className="k-quiet k-number">{t('board.accounts', { count: accounts })}</span>}</>;
  return (
    <span className="k-person">
      <Link to={`/accounts/${account.id}`} tabIndex={-1} className="k-ellipsis k-name" title={name}>{name}</Link>
      <KindTag kind={account.kind} />
    </span>
  );
}

function facts(t: Translate): Column<BoardLine>[] {
  return [
    { key: 'name', title: t('board.account'), fixed: true, sortable: true, width: 200, cell: (line) => <Name line={line} t={t} /> },
    { key: 'state', title: t('board.state'), cell: ({ account }) => account && <StateTag tone={STATE_TONE[account.state]}>{t(`state.${account.state}`)}</StateTag> },
    { key: 'holder', title: t('board.holder'), cell: ({ account }) => account && (account.holder ? <Person name={account.holder.name} /> : <span className="k-absent">{t('board.no_holder')}</span>) },
    { key: 'store', title: t('board.store'), width: 96, cell: ({ account }) => account && <span title={account.store?.name}>{account.store?.name ?? ABSENT}</span> },
    { key: 'region', title: t('board.region'), extra: true, cell: ({ account }) => account && (account.region ?? ABSENT) },
    { key: 'last_note_at', title: t('board.last_note'), sortable: true, number: true, cell: ({ account }) => account && <RelativeTime at={account.last_note_at} /> },
    { key: 'cadence', title: t('board.cadence'), hint: t('board.cadence_hint'), number: true, sortable: true, cell: ({ account }) => account && (account.cadence_centi === null ? ABSENT : score(account.cadence_centi, 1).short) },
  ];
}

export function boardColumns(t: Translate, openSource: (line: BoardLine, metric: Metric) => (() => void) | undefined, compared: boolean): Column<BoardLine>[] {
  return [
    ...facts(t),
    ...METRICS.map((look): Column<BoardLine> => ({
      key: look.key,
      title: t(`metric.${look.key}`),
      hint: t(`metric_hint.${look.key}`),
      number: true,
      withChange: compared,
      sortable: true,
      extra: look.extra ?? false,
      cell: ({ now, before }) => <FigureWithChange look={look} now={now} before={before} compared={compared} />,
      open: (line) => (line.now[look.key] === null ? undefined : openSource(line, look.key)),
    })),
  ];
}
