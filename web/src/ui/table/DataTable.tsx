/**
 * The one table. A real `<table>` with a sticky header and first column, groups that fold with their sums, rows of totals,
 * cells that lead somewhere, the keyboard of a grid, and only as many rows drawn as can be seen.
 * It does not ask or sort: the page does, and hands over rows.
 */
import { useId, useMemo, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { useT } from '@/i18n';
import { Button } from '../controls';
import { ClosedIcon, OpenIcon } from '../icons';
import { nextSort, type Column, type Group, type Sort, type TableLook } from './columns';
import { onTableKey } from './keys';
import { ROW_PX, useWindow } from './window';

export interface DataTableProps<R> {
  /** What the table is of, for those who hear it. */
  label: string;
  columns: Column<R>[];
  rowKey: (row: R) => string;
  rows?: R[];
  groups?: Group<R>[];
  /** Lines that stay in sight below the others: sums, and what belongs to no other line. */
  feet?: R[];
  look?: TableLook;
  sort?: Sort | null;
  setSort?: (sort: Sort) => void;
  open?: (row: R) => void;
  selected?: string | null;
  empty?: ReactNode;
  more?: { load: () => void; busy: boolean } | null | undefined;
  /** While newer rows are on their way the old ones stay, a little paler. */
  stale?: boolean;
}

type Line<R> = { key: string; row: R; head?: { folded: boolean; size: number } };

function linesOf<R>({ rows, groups, rowKey }: DataTableProps<R>, folded: ReadonlySet<string>): Line<R>[] {
  if (!groups) return (rows ?? []).map((row) => ({ key: rowKey(row), row }));
  return groups.flatMap(({ key, head, rows: members }) => {
    const isFolded = folded.has(key);
    const line: Line<R> = { key: `group:${key}`, row: head, head: { folded: isFolded, size: members.length } };
    return isFolded ? [line] : [line, ...members.map((row) => ({ key: `${key}/${rowKey(row)}`, row }))];
  });
}

export function DataTable<R>(props: DataTableProps<R>) {
  const t = useT();
  const { label, columns, look, feet = [], empty, more, stale } = props;
  const hint = useId();
  const box = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => columns.filter(({ key, fixed }) => fixed || !look?.hidden.includes(key)), [columns, look?.hidden]);
  const lines = linesOf(props, folded);
  const density = look?.density ?? 'dense';
  const seen = useWindow(box, lines.length, ROW_PX[density]);
  if (lines.length === 0 && empty) return <>{empty}</>;
  const fold = (key: string) => {
    const next = new Set(folded);
    if (!next.delete(key)) next.add(key);
    setFolded(next);
  };
  return (
    <>
      <div ref={box} className="k-table-box" onScroll={seen.onScroll}>
        <span id={hint} hidden>{t('table.keys')}</span>
        <table className="k-table" role="grid" tabIndex={0} data-density={density} data-stale={stale || undefined} aria-rowcount={lines.length + 1} aria-label={label} aria-describedby={hint} onKeyDown={onTableKey}>
          <Head {...props} shown={shown} />
          <tbody>
            <Gap rows={seen.first} rowPx={ROW_PX[density]} columns={shown.length} />
            {lines.slice(seen.first, seen.end).map((line, index) => (
              <Row key={line.key} {...props} line={line} index={seen.first + index} shown={shown} fold={fold} />
            ))}
            <Gap rows={lines.length - seen.end} rowPx={ROW_PX[density]} columns={shown.length} />
          </tbody>
          {feet.length > 0 ? (
            <tfoot>
              {feet.map((foot, place) => <tr key={place}>{shown.map((column, index) => <Cell key={column.key} column={column} row={foot} first={index === 0} />)}</tr>)}
            </tfoot>
          ) : null}
        </table>
      </div>
      {more ? <div className="k-table-more"><Button press={more.load} busy={more.busy}>{t('table.more')}</Button></div> : null}
    </>
  );
}

/** A column of a given width may grow by half; what is longer is cut, with the whole on hover. */
function widthOf({ width }: { width?: number }) {
  return width ? { minWidth: width, maxWidth: width * 1.5 } : undefined;
}

function Head<R>({ shown, sort, setSort }: DataTableProps<R> & { shown: Column<R>[] }) {
  return (
    <thead>
      <tr>
        {shown.map((column) => {
          const sorted = sort?.key === column.key ? (sort.descending ? 'descending' : 'ascending') : undefined;
          return (
            <th key={column.key} scope="col" tabIndex={-1} aria-sort={sorted} className={column.withChange ? 'k-end k-over-number' : column.number ? 'k-end' : undefined} style={widthOf(column)} title={column.hint}>
              {column.sortable && setSort ? (
                <button type="button" tabIndex={-1} className="k-sort" onClick={() => setSort(nextSort(sort ?? null, column))}>
                  {column.title}
                  <span aria-hidden="true" className="k-sort-arrow">{sorted === 'ascending' ? '↑' : sorted ? '↓' : '↕'}</span>
                </button>
              ) : column.title}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface RowProps<R> extends DataTableProps<R> {
  line: Line<R>;
  index: number;
  shown: Column<R>[];
  fold: (key: string) => void;
}

function Row<R>({ line, index, shown, fold, open, selected }: RowProps<R>) {
  const t = useT();
  const { head, row, key } = line;
  const opens = open && !head;
  const press = (event: MouseEvent<HTMLElement>) => {
    if (opens && !(event.target as HTMLElement).closest('button, a, input, label')) open(row);
  };
  return (
    // Enter in a cell does the same as this click; `onTableKey` sees to it.
    <tr aria-rowindex={index + 2} className={head ? 'k-group' : undefined} data-opens={opens || undefined} aria-selected={selected === key || undefined} onClick={press}>
      {shown.map((column, at) => (
        <Cell key={column.key} column={column} row={row} first={at === 0}>
          {at === 0 && head ? (
            <button type="button" tabIndex={-1} className="k-fold" aria-expanded={!head.folded} aria-label={t('table.fold')} onClick={() => fold(key.slice('group:'.length))}>
              {head.folded ? <ClosedIcon /> : <OpenIcon />}
            </button>
          ) : null}
        </Cell>
      ))}
    </tr>
  );
}

function Cell<R>({ column, row, first, children }: { column: Column<R>; row: R; first: boolean; children?: ReactNode }) {
  const open = column.open?.(row);
  const content = column.cell(row);
  const Tag = first ? 'th' : 'td';
  return (
    <Tag tabIndex={-1} className={column.number ? 'k-end' : undefined} style={widthOf(column)} {...(first ? { scope: 'row' as const } : {})}>
      {children}
      {open ? <button type="button" tabIndex={-1} className="k-cell-open" onClick={open}>{content}</button> : content}
    </Tag>
  );
}

function Gap({ rows, rowPx, columns }: { rows: number; rowPx: number; columns: number }) {
  if (rows <= 0) return null;
  return <tr data-gap aria-hidden="true" style={{ height: rows * rowPx }}><td colSpan={columns} /></tr>;
}
