/** Files on their way to the server. They live outside of the pages, so that leaving one does not stop them. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { asApiError, type ApiError } from './error';
import { upload } from './files';
import type { ImportDetail } from './types';

export interface Sending {
  key: number;
  file: File;
  /** How much has gone, from 0 to 1. */
  share: number;
  error: ApiError | null;
}

let all: readonly Sending[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Sending[]): void {
  all = next;
  for (const listener of listeners) listener();
}

const change = (key: number, patch: Partial<Sending>) => set(all.map((one) => (one.key === key ? { ...one, ...patch } : one)));
export const forget = (key: number): void => set(all.filter((one) => one.key !== key));

/** Files on the wire at once: the browser has six connections to a server, and the pages need some of them. */
const SENDING_MAX = 3;
let onTheWire = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
  if (onTheWire >= SENDING_MAX) await new Promise<void>((resolve) => waiting.push(resolve));
  onTheWire += 1;
}

function next(): void {
  onTheWire -= 1;
  waiting.shift()?.();
}

async function send({ key, file }: Sending, client: QueryClient): Promise<void> {
  await turn();
  try {
    const view = await upload<ImportDetail>('/api/v1/imports', file, (share) => change(key, { share }));
    client.setQueryData(['import', view.id], view);
    await client.invalidateQueries({ queryKey: ['imports'] });
    forget(key);
  } catch (thrown) {
    change(key, { error: asApiError(thrown) });
  } finally {
    next();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSending = (): readonly Sending[] => useSyncExternalStore(subscribe, () => all);

/** Takes files and sends them, a few at a time. */
export function useSend(): (files: File[]) => void {
  const client = useQueryClient();
  return useCallback((files) => {
    const added = files.map((file) => ({ key: (last += 1), file, share: 0, error: null }));
    set([...all, ...added]);
    for (const one of added) void send(one, client);
  }, [client]);
}

/** What the server reads; the browser's file chooser shows only these. */
export const ACCEPTED_FILES = '.xlsx,.csv';
