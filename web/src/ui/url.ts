/** The state of a page lives in its address: filters, tab, selection. What is as by default stays out of it. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export type Params = Record<string, string>;

export function readParams<T extends Params>(search: URLSearchParams, defaults: T): T {
  const read: Params = { ...defaults };
  for (const name of Object.keys(defaults)) {
    const value = search.get(name);
    if (value !== null) read[name] = value;
  }
  return read as T;
}

/** The address after a change; parameters that the page does not know are left alone. */
export function writeParams<T extends Params>(search: URLSearchParams, patch: Partial<T>, defaults: T): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === defaults[name]) next.delete(name);
    else next.set(name, value);
  }
  next.sort();
  return next;
}

export function useParamsState<T extends Params>(defaults: T): [T, (patch: Partial<T>) => void] {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (patch: Partial<T>) => setSearch((current) => writeParams(current, patch, defaults), { replace: true }),
    [setSearch, defaults],
  );
  return [readParams(search, defaults), change];
}

/** A query for the API: what is empty is not asked. */
export function given<T extends Params>(params: T): Partial<T> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== '')) as Partial<T>;
}
