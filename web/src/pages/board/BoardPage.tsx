/** The matrix board: every account over a period in one dense table, with sums, changes, and the way back to the file behind each number. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { api, ask } from '@/api/client';
import { download } from '@/api/files';
import { useMe } from '@/api/me';
import type { BoardView, Metric } from '@/api/sketch';
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
import { given, useParamsState } from '@/ui/url';
import { boardColumns, lineOf, type BoardLine } from './columns';
import { BoardFilters } from './filters';
import { PeriodChoice } from './PeriodChoice';
import { SourcesDrawer, type SourceOf } from './SourcesDrawer';

export const BOARD_PARAMS = { from: '', to: '', compare: 'previous', kind: '', store: '', region: '', state: '', q: '', group_by: '', sort: '-reads' };
export type BoardParams = typeof BOARD_PARAMS;

export default function BoardPage() {
  const t = useT();
  const [params, setParams] = useParamsState(BOARD_PARAMS);
  const board = useQuery({
    queryKey: ['board', params],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/board', { params: { query: given(params) }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="k-page">
      <PageHeader title={t('board.title')} lead={t('board.lead')}>
        {board.data ? <PeriodChoice view={board.data} params={params} change={setParams} /> : null}
      </PageHeader>
      <Loaded query={board} lines={14}>
        {(view) => (view.periods.length === 0 ? <NothingLoaded /> : <Board view={view} params={params} change={setParams} stale={board.isPlaceholderData} />)}
      </Loaded>
    </div>
  );
}

interface BoardProps {
  view: BoardView;
  params: BoardParams;
  change: (patch: Partial<BoardParams>) => void;
  stale: boolean;
}

function useExports(params: BoardParams) {
  const t = useT();
  const me = useMe();
  const toast = useToast();
  if (!me.can.export_figures) return undefined;
  const run = (format: string) => () => {
    const query = new URLSearchParams({ ...given(params), format });
    download(`/api/v1/board/export?${query.toString()}`, `kosmos-board.${format}`).catch(toast.failed);
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
  const [source, setSource] = useState<SourceOf | null>(null);
  const openSource = (line: BoardLine, metric: Metric) => (line.account ? () => setSource({ account: line.account, metric }) : undefined);
  const compared = view.compare !== null;
  const columns = useMemo(() => boardColumns(t, openSource, compared), [t, compared]);
  const look = useTableLook('board', columns);
  const exports = useExports(params);
  const groups = view.groups.map((group) => ({ key: group.key, head: lineOf(group.name, group, group.rows.length), rows: group.rows.map((row) => lineOf(row.account.nickname, row)) }));
  const flat = params.group_by === '';
  return (
    <Panel flush>
      <TableBar look={look} columns={columns} exports={exports} views={<SavedViews page="board" query={search.slice(1)} />}>
        <BoardFilters view={view} params={params} change={change} />
      </TableBar>
      <DataTable<BoardLine>
        label={t('board.title')}
        columns={columns}
        rowKey={(line) => line.account?.id ?? line.name}
        {...(flat ? { rows: groups.flatMap(({ rows }) => rows) } : { groups })}
        total={lineOf(t('board.total'), view.total)}
        look={look}
        sort={sortFrom(params.sort)}
        setSort={(sort) => change({ sort: sortText(sort) })}
        open={(line) => line.account && void navigate(`/accounts/${line.account.id}`)}
        stale={stale}
        empty={<NothingFound clear={() => change({ kind: '', store: '', region: '', state: '', q: '' })} />}
      />
      <SourcesDrawer of={source} period={view.period} close={() => setSource(null)} />
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
