/** Where a number comes from: each file row that it was put together from, with the way to the row. */
import { Link } from 'react-router';
import { api, ask } from '@/api/client';
import type { BoardRow, DaysView, SourceView, SourcesView } from '@/api/types';
import { CellFigure } from '@/figures/Cell';
import type { MetricLook } from '@/figures/metrics';
import { period } from '@/format/time';
import { useT } from '@/i18n';
import { DetailDrawer } from '@/ui/layout';
import { Figure } from '@/ui/plain/Figure';
import { EmptyState, Loaded } from '@/ui/states';
import type { Column } from '@/ui/table/columns';
import { DataTable } from '@/ui/table/DataTable';
import { usePages } from '@/ui/table/usePages';

const PAGE_ROWS = 200;

export interface SourceOf {
  account: BoardRow;
  look: MetricLook;
}

export function SourcesDrawer({ of, span, close }: { of: SourceOf | null; span: DaysView; close: () => void }) {
  return (
    <DetailDrawer title={of ? `${of.account.nickname} · ${of.look.title}` : ''} open={of !== null} close={close} width={760}>
      {of ? <Sources of={of} span={span} /> : null}
    </DetailDrawer>
  );
}

const subjectOf = ({ title, day, period: span }: SourceView): string => title ?? day ?? (span ? period(span.from, span.to) : '');

function useSourceColumns({ rowMeasure }: MetricLook, hasOver: boolean): Column<SourceView>[] {
  const t = useT();
  return [
    { key: 'subject', title: t('source.subject'), width: 220, cell: (source) => <span title={subjectOf(source)}>{subjectOf(source)}</span> },
    { key: 'value', title: t('source.value'), number: true, cell: ({ value }) => <Figure value={value} measure={rowMeasure} /> },
    ...(hasOver ? [{ key: 'over', title: t('source.over'), number: true, cell: ({ over }: SourceView) => <Figure value={over} measure="count" /> }] : []),
    { key: 'row', title: t('source.row'), number: true, cell: ({ import: id, row }) => <Link to={`/imports/${id}/rows/${row}`}>{t('source.row_n', { row })}</Link> },
    { key: 'file', title: t('source.file'), width: 220, cell: ({ import: id, file_name: file }) => <Link to={`/imports/${id}`} title={file}>{file}</Link> },
  ];
}

function Sources({ of: { account, look }, span }: { of: SourceOf; span: DaysView }) {
  const t = useT();
  const query = { account: account.id, metric: look.id, from: span.from, to: span.to, limit: PAGE_ROWS };
  const sources = usePages<SourceView, SourcesView>(['board', 'sources', query], (cursor, signal) => ask(api.GET('/api/v1/board/sources', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } }, signal })));
  const columns = useSourceColumns(look, sources.items.some(({ over }) => (over ?? 0) > 0));
  return (
    <div className="k-stack">
      <p className="k-quiet">{t('source.lead', { period: period(span.from, span.to) })}</p>
      <Loaded query={sources.query}>
        {({ pages: [first] }) => (
          <>
            <p className="k-big"><CellFigure look={look} cell={first?.cell} /></p>
            {first && first.left_out.length > 0 ? <p className="k-notice k-notice-watch">{t('source.left_out', { days: first.left_out.map(({ from, to }) => period(from, to)).join(t('imports.and')) })}</p> : null}
            <DataTable label={t('source.title')} columns={columns} rows={sources.items} rowKey={({ import: id, row, note }) => `${id}/${row}/${note ?? ''}`} more={sources.more} empty={<EmptyState title={t('source.none')} text={t('source.none_text')} />} />
          </>
        )}
      </Loaded>
    </div>
  );
}
