import { useInfiniteQuery } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { RejectionView } from '@/api/types';
import { ABSENT } from '@/format/number';
import { useT } from '@/i18n';
import { Panel } from '@/ui/layout';
import { Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';

type Problem = RejectionView['problems'][number] & { row: number };

const problemsOf = ({ row, problems }: RejectionView): Problem[] => problems.map((problem) => ({ ...problem, row }));

function useRejections(id: string) {
  return useInfiniteQuery({
    queryKey: ['import', id, 'rejections'],
    queryFn: ({ pageParam, signal }) => ask(api.GET('/api/v1/imports/{import}/rejections', { params: { path: { import: id }, query: pageParam === null ? {} : { after: pageParam } }, signal })),
    initialPageParam: null as number | null,
    // The server says no total: an empty page is the end.
    getNextPageParam: (last) => last.at(-1)?.row,
  });
}

/** Rows that could not be taken, each with its place in the file, what stood there and why it was refused. */
export function Rejections({ id, total }: { id: string; total: number }) {
  const t = useT();
  const columns: Column<Problem>[] = [
    { key: 'row', title: t('imports.row'), fixed: true, number: true, width: 56, cell: ({ row }) => row },
    { key: 'column', title: t('imports.column'), cell: ({ column }) => column || t('imports.whole_row') },
    { key: 'value', title: t('imports.value'), cell: ({ value }) => (value ? <code title={value}>{value}</code> : ABSENT) },
    { key: 'reason', title: t('imports.reason'), width: 480, cell: ({ message }) => <span title={message}>{message}</span> },
  ];
  const query = useRejections(id);
  const rejections = query.data?.pages.flat() ?? [];
  const more = query.hasNextPage && rejections.length < total ? { load: () => void query.fetchNextPage(), busy: query.isFetchingNextPage } : null;
  return (
    <Panel flush title={t('imports.rejections')}>
      <Loaded query={query}>
        {() => <DataTable label={t('imports.rejections')} columns={columns} rows={rejections.flatMap(problemsOf)} rowKey={({ row, column, code }) => `${row}/${column}/${code}`} more={more} />}
      </Loaded>
    </Panel>
  );
}
