import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Column } from './columns';
import { DataTable, type DataTableProps } from './DataTable';
import { windowOf } from './window';

interface Row { name: string; reads: number }
const ROWS: Row[] = [{ name: 'a', reads: 1 }, { name: 'b', reads: 2 }, { name: 'c', reads: 3 }];
const opened = vi.fn();
const COLUMNS: Column<Row>[] = [
  { key: 'name', title: 'Name', fixed: true, sortable: true, cell: ({ name }) => name },
  { key: 'reads', title: 'Reads', number: true, sortable: true, cell: ({ reads }) => reads, open: ({ name }) => () => opened(name) },
];

function draw(props: Partial<DataTableProps<Row>> = {}) {
  render(<DataTable label="accounts" columns={COLUMNS} rowKey={({ name }) => name} rows={ROWS} {...props} />);
}

const focused = () => document.activeElement?.textContent;

describe('the keyboard of a table', () => {
  it('has one tab stop, and the down arrow enters at the first row', async () => {
    draw();
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole('grid'));
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()).toBe('a');
  });
  it.each([
    ['{ArrowDown}{ArrowDown}', 'b'],
    ['{ArrowDown}{ArrowRight}', '1'],
    ['{ArrowDown}{ArrowRight}{ArrowDown}{ArrowLeft}', 'b'],
    ['{ArrowDown}{End}', '1'],
    ['{ArrowDown}{Control>}{End}{/Control}', '3'],
    ['{ArrowDown}{ArrowUp}', 'Name'],
    ['{ArrowDown}{PageDown}', 'c'],
  ])('%s leads to %s', async (keys, text) => {
    draw();
    await userEvent.tab();
    await userEvent.keyboard(keys);
    expect(focused()).toContain(text);
  });
  it('Enter on a number leads to where it comes from', async () => {
    draw();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}{Enter}');
    expect(opened).toHaveBeenLastCalledWith('b');
  });
  it('Enter on a plain cell opens its row', async () => {
    const open = vi.fn();
    draw({ open });
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(open).toHaveBeenCalledExactlyOnceWith(ROWS[0]);
  });
});

describe('a table', () => {
  it('folds a group and keeps its sums', async () => {
    draw({ groups: [{ key: 'east', head: { name: 'East', reads: 6 }, rows: ROWS }] });
    expect(screen.getAllByRole('row')).toHaveLength(5);
    await userEvent.click(screen.getByRole('button', { expanded: true }));
    expect(screen.getAllByRole('row')).toHaveLength(2);
    expect(screen.getByText('6')).toBeTruthy();
  });
  it('tells which column it is sorted by, and asks for the other way round', async () => {
    const setSort = vi.fn();
    draw({ sort: { key: 'reads', descending: true }, setSort });
    const head = screen.getByRole('columnheader', { name: /Reads/ });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    await userEvent.click(within(head).getByRole('button'));
    expect(setSort).toHaveBeenCalledWith({ key: 'reads', descending: false });
  });
  it('shows what to do where it has no rows', () => {
    render(<DataTable label="accounts" columns={COLUMNS} rowKey={({ name }) => name} rows={[]} empty={<p>drop files</p>} />);
    expect(screen.getByText('drop files')).toBeTruthy();
  });
  it('draws only the rows near the eye, and says how many there are', () => {
    const many = Array.from({ length: 5_000 }, (_, row) => ({ name: `r${row}`, reads: row }));
    draw({ rows: many });
    expect(screen.getAllByRole('row').length).toBeLessThan(200);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('5001');
  });
});

describe('the window on a long table', () => {
  it.each([
    [0, { first: 0, end: 44 }],
    [34_000, { first: 980, end: 1_044 }],
    [10_000_000, { first: 5_000, end: 5_000 }],
  ])('at %d px', (scroll, expected) => expect(windowOf(scroll, 800, 34, 5_000)).toEqual(expected));
});
