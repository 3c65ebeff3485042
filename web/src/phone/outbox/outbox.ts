/**
 * The outbox: what was done on the phone is written down first and sent then, in its order, until the server has it.
 *
 * Whatever goes through here may arrive twice: the server answers the second time as the first. What the server
 * refuses stays, with its reason, until the person has read it; what nobody answered is tried again.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { callHeaders } from '@/api/client';
import { readError, type ApiError } from '@/api/error';
import { entries, putEntry, removeEntry, type Entry } from './store';

const API = '/api/v1';
/** How long an answer may take; then the network counts as gone. */
const ANSWER_MS_MAX = 12_000;
/** How often what waits is tried while the page is open and the browser believes that there is a network. */
const RETRY_MS = 20_000;

let waiting: Entry[] = [];
const watchers = new Set<() => void>();
let sending: Promise<number> | undefined;
/** Errands of this visit: two of one millisecond keep their order. */
let written = 0;

async function reread(): Promise<void> {
  waiting = await entries();
  for (const tell of watchers) tell();
}

export interface Errand {
  user: string;
  brand: string;
  subject: string;
  title: string;
  path: string;
  body: unknown;
}

/** Writes an errand down and sends what waits. Resolves once it is lasting on the phone; `arrived` says whether the server has it. */
export async function send(errand: Errand): Promise<{ arrived: boolean; refusal?: string }> {
  const at = new Date().toISOString();
  written += 1;
  const key = `${at}/${String(written).padStart(6, '0')}/${crypto.randomUUID()}`;
  await putEntry({ ...errand, key, at });
  await flush(errand.user);
  const left = waiting.find((entry) => entry.key === key);
  return { arrived: left === undefined, ...(left?.refusal ? { refusal: left.refusal } : {}) };
}

/** Sends what waits of this person. One run at a time, and each one sees what was written down before it. Returns how many were answered. */
export async function flush(user: string): Promise<number> {
  await reread();
  while (sending) await sending;
  sending = sendAll(user).finally(() => { sending = undefined; });
  const answered = await sending;
  await reread();
  return answered;
}

async function sendAll(user: string): Promise<number> {
  let answered = 0;
  const stuck = new Set<string>();
  for (const entry of await entries()) {
    if (entry.refusal || stuck.has(entry.subject)) stuck.add(entry.subject);
    if (entry.user !== user || stuck.has(entry.subject)) continue;
    const outcome = await sendOne(entry);
    if (outcome === 'later') return answered;
    answered += 1;
    if (outcome === 'arrived') await removeEntry(entry.key);
    else {
      stuck.add(entry.subject);
      await putEntry({ ...entry, refusal: outcome.message });
    }
  }
  return answered;
}

async function sendOne({ path, body, brand }: Entry): Promise<'arrived' | 'later' | ApiError> {
  try {
    const headers = { ...callHeaders(), 'Kosmos-Brand': brand, 'Content-Type': 'application/json' };
    const answer = await fetch(`${API}${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    if (answer.ok) return 'arrived';
    const error = readError(answer, await answer.json().catch(() => null));
    return error.passing || error.signedOut ? 'later' : error;
  } catch {
    return 'later'; // Nobody answered, or not in time.
  }
}

/** The person has read why the server said no, and lets go of it. */
export async function letGo(subject: string): Promise<void> {
  for (const entry of await entries()) if (entry.subject === subject) await removeEntry(entry.key);
  await reread();
}

/** What of this person waits. */
export function useOutbox(user: string): Entry[] {
  const list = useSyncExternalStore(watch, () => waiting);
  return list.filter((entry) => entry.user === user);
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** Sends what waits now, when the network is back, and now and then while the browser believes that there is one. */
export function useSending(user: string, sent: () => void): void {
  useEffect(() => {
    const again = () => void flush(user).then((answered) => { if (answered > 0) sent(); });
    const back = () => void flush(user).then(sent);
    again();
    const timer = setInterval(() => { if (waiting.some(({ refusal }) => !refusal) && navigator.onLine) again(); }, RETRY_MS);
    addEventListener('online', back);
    return () => { clearInterval(timer); removeEventListener('online', back); };
  }, [user, sent]);
}
