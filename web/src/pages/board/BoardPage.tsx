/** The matrix board: every account over a period in one dense table, with sums, changes, and the way back to the file behind each number. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import { useMe } from '@/api/me';
import type { BoardView } from '@/api/types';
import { metricsQuery, useMetrics, type MetricLook } from '@/figures/metrics';
import { useT } from '@/i18n';
import { Button } from '@/ui/controls';
import { useToast } from '@/ui/feedback';
import { BoardIcon } from '@/ui/icons';
import { PageHeader, Panel } from '@/ui/layout';
import { EmptyState, Loaded } from '@/ui/states';
import { sortFrom, sortText, useTableLook } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { SavedViews } from '@/ui/table/SavedViews';
import { TableBar } from '@/ui/table/TableBar';
import { useParamsState } from '@/ui/url';
import { accountLine, boardColumns, groupsOf, totalLine, unassignedLine, type BoardLine } from './columns';
import { Coverage } from './Coverage';
import { BoardFilters } from './filters';
import { BOARD_PARAMS, boardQuery, type BoardParams } from './params';
import { PeriodChoice } from './PeriodChoice';
import { SourcesDrawer, type SourceOf } from './SourcesDrawer';
import './board.css';

/** Up to this width the figures come first. */
const NARROW_PX_MAX = 1_200;

export default function BoardPage() {
  const t = useT();
  const [params, setParams] = useParamsState(BOARD_PARAMS);
  const metrics = useQuery(metricsQuery);
  const board = useQuery({
    queryKey: ['board', params],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/board', { params: { query: boardQuery(params) }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="k-page">
      <PageHeader title={t('board.title')} lead={t('board.lead')}>
        {board.data ? <PeriodChoice view={board.data} params={params} change={setParams} /> : null}
      </PageHeader>
      <Loaded query={board} lines={14}>
        {(view) => (
          <Loaded query={metrics} lines={14}>
            {() => (isEmpty(view, params) ? <NothingLoaded /> : <Board view={view} params={params} change={setParams} stale={board.isPlaceholderData} />)}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

/** No account at all, and no filter that hides them. */
const isEmpty = ({ items }: BoardView, { kind, store, region, state, q }: BoardParams) => items.length === 0 && [kind, store, region, state, q].every((one) => one === '');

interface BoardProps {
  view: BoardView;
  params: BoardParams;
  change: (patch: Partial<BoardParams>) => void;
  stale: boolean;
}

function useExports(params: BoardParams, shown: string) {
  const t = useT();
  const me = useMe();
  const toast = useToast();
  if (!me.can.export_figures) return undefined;
  const run = (format: string) => () => {
    const query = new URLSearchParams({ ...boardQuery(params), columns: shown, format });
    download(`/api/v1/board/export?${query.toString()}`, `board.${format}`).catch(toast.failed);
  };
  return [
    { key: 'xlsx', label: t('table.export_xlsx'), run: run('xlsx') },
    { key: 'csv', label: t('table.export_csv'), run: run('csv') },
  ];
}

function Board({ view, params, change, stale }: BoardProps) {
  const t = useT();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { looks } = useMetrics();
  const [source, setSource] = useState<SourceOf | null>(null);
  const [narrow] = useState(() => window.innerWidth <= NARROW_PX_MAX);
  const openSource = ({ account }: BoardLine, look: MetricLook) => (account ? () => setSource({ account, look }) : undefined);
  const columns = boardColumns({ t, looks, openSource, compared: Boolean(view.previous), narrow });
  const look = useTableLook(narrow ? 'board-narrow' : 'board', columns);
  const exports = useExports(params, looks.filter(({ id }) => !look.hidden.includes(id)).map(({ id }) => id).join(','));
  return (
    <Panel flush>
      <TableBar look={look} columns={columns} exports={exports} views={<SavedViews page="board" query={search.slice(1)} />}>
        <BoardFilters view={view} params={params} change={change} />
      </TableBar>
      <Coverage view={view} />
      <DataTable<BoardLine>
        label={t('board.title')}
        columns={columns}
        rowKey={(line) => line.account?.id ?? line.name}
        {...(params.group_by === '' ? { rows: view.items.map(accountLine) } : { groups: groupsOf(view) })}
        feet={[...(view.unassigned ? [unassignedLine(t('board.unassigned'), t('board.unassigned_hint'), view.unassigned)] : []), totalLine(t('board.total'), view)]}
        look={look}
        sort={sortFrom(params.sort)}
        setSort={(sort) => change({ sort: sortText(sort) })}
        open={(line) => line.account && void navigate(`/accounts/${line.account.id}`)}
        stale={stale}
        empty={<NothingFound clear={() => change({ kind: '', store: '', region: '', state: '', q: '' })} />}
      />
      <SourcesDrawer of={source} span={view.period} close={() => setSource(null)} />
    </Panel>
  );
}

function NothingLoaded() {
  const t = useT();
  const me = useMe();
  return (
    <Panel>
      <EmptyState icon={<BoardIcon />} title={t('board.empty')} text={t('board.empty_text')}>
        {me.can.manage_imports ? <Button primary to="/imports">{t('today.empty_action')}</Button> : null}
      </EmptyState>
    </Panel>
  );
}

function NothingFound({ clear }: { clear: () => void }) {
  const t = useT();
  return (
    <EmptyState title={t('table.nothing')} text={t('table.nothing_text')}>
      <Button press={clear}>{t('table.clear_filters')}</Button>
    </EmptyState>
  );
}
