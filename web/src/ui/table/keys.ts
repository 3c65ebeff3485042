/**
 * The keyboard of a table, as the grid pattern of WAI-ARIA has it: one tab stop, arrows move among cells, Enter opens.
 * It walks the drawn table itself, so that it needs no state and a cell costs nothing.
 */
import type { KeyboardEvent } from 'react';

const MOVES: Record<string, readonly [rows: number, cells: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-15, 0],
  PageDown: [15, 0],
};

function rowsOf(table: HTMLTableElement): HTMLTableRowElement[] {
  return [...table.rows].filter((row) => !row.hasAttribute('data-gap'));
}

function focusCell(row: HTMLTableRowElement | undefined, index: number): void {
  const cell = row?.cells[Math.min(Math.max(index, 0), row.cells.length - 1)];
  cell?.focus({ preventScroll: true });
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function jump(event: KeyboardEvent, rows: HTMLTableRowElement[], at: number, cell: number): boolean {
  if (event.key !== 'Home' && event.key !== 'End') return false;
  const toEnd = event.key === 'End';
  const row = event.ctrlKey ? (toEnd ? rows.length - 1 : 0) : at;
  focusCell(rows[row], toEnd ? Number.MAX_SAFE_INTEGER : event.ctrlKey ? cell : 0);
  return true;
}

/** Enter presses what the cell holds, else opens its row. */
function press(cell: HTMLElement): void {
  const control = cell.querySelector<HTMLElement>('button, a, input');
  if (control) control.click();
  else cell.closest<HTMLElement>('tr[data-opens]')?.click();
}

export function onTableKey(event: KeyboardEvent<HTMLTableElement>): void {
  const table = event.currentTarget;
  if (event.altKey || event.metaKey) return;
  const rows = rowsOf(table);
  const cell = (event.target as HTMLElement).closest<HTMLTableCellElement>('td, th');
  if (!cell) {
    if (event.target !== table || event.key !== 'ArrowDown') return;
    focusCell(rows[Math.min(1, rows.length - 1)], 0);
    return event.preventDefault();
  }
  const at = rows.indexOf(cell.parentElement as HTMLTableRowElement);
  const move = MOVES[event.key];
  if (move) focusCell(rows[Math.min(Math.max(at + move[0], 0), rows.length - 1)], cell.cellIndex + move[1]);
  else if (event.key === 'Enter' && event.target === cell) press(cell);
  else if (!jump(event, rows, at, cell.cellIndex)) return;
  event.preventDefault();
}
