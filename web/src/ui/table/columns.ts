/** What a table is made of, and which of its columns a reader has chosen to see. */
import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';

export interface Column<R> {
  key: string;
  title: string;
  /** What the number means and how it is counted. */
  hint?: string;
  number?: boolean;
  /** The number is followed by its change; the title stands over the number. */
  withChange?: boolean;
  /** In pixels; a column without one takes what its content needs. */
  width?: number;
  /** Not among the columns that can be put away. */
  fixed?: boolean;
  /** Put away until someone asks for it. */
  extra?: boolean;
  sortable?: boolean;
  cell: (row: R) => ReactNode;
  /** Where the cell leads; a cell without it is only read. */
  open?: (row: R) => (() => void) | undefined;
}

export interface Group<R> {
  key: string;
  head: R;
  rows: R[];
}

export type Density = 'dense' | 'roomy';

export interface Sort {
  key: string;
  descending: boolean;
}

/** In the address: `-reads` for the most read first. */
export const sortText = ({ key, descending }: Sort): string => (descending ? '-' : '') + key;

export function sortFrom(text: string): Sort | null {
  if (text === '') return null;
  return text.startsWith('-') ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

/** Numbers are first sorted from the largest, words from the first letter; a second press turns it round. */
export function nextSort(now: Sort | null, column: { key: string; number?: boolean }): Sort {
  if (now?.key === column.key) return { key: column.key, descending: !now.descending };
  return { key: column.key, descending: column.number ?? false };
}

interface Look {
  hidden: string[];
  density: Density;
}

function read(name: string): Partial<Look> {
  try {
    return JSON.parse(localStorage.getItem(`kosmos.table.${name}`) ?? '{}') as Partial<Look>;
  } catch {
    return {}; // Unreadable or switched off: the table's own defaults.
  }
}

export interface TableLook extends Look {
  setHidden: (hidden: string[]) => void;
  setDensity: (density: Density) => void;
}

/** The chosen look of a table, kept on this device. */
export function useTableLook(name: string, columns: readonly { key: string; extra?: boolean }[]): TableLook {
  const [look, setLook] = useState<Look>(() => ({
    hidden: columns.filter(({ extra }) => extra).map(({ key }) => key),
    density: 'dense',
    ...read(name),
  }));
  const keep = useCallback((next: Look) => {
    setLook(next);
    try {
      localStorage.setItem(`kosmos.table.${name}`, JSON.stringify(next));
    } catch {
      // Storage is switched off: the look lasts for this visit.
    }
  }, [name]);
  return { ...look, setHidden: (hidden) => keep({ ...look, hidden }), setDensity: (density) => keep({ ...look, density }) };
}
