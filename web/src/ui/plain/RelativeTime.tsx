import { useSyncExternalStore } from 'react';
import { ABSENT } from '@/format/number';
import { dueTime, exactTime, relativeTime } from '@/format/time';
import { useLanguage } from '@/i18n';

const TICK_MS = 30_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every time on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** "3 hours ago", with the exact time on hover and for machines. */
export function RelativeTime({ at }: { at: string | null | undefined }) {
  useLanguage();
  const present = useNow();
  if (!at) return <span className="k-absent">{ABSENT}</span>;
  return (
    <time dateTime={at} title={exactTime(at)} className="k-nowrap">
      {relativeTime(at, present)}
    </time>
  );
}

/** When something is due, or since when it is overdue; nothing where that is now. */
export function DueTime({ at }: { at: string }) {
  useLanguage();
  const text = dueTime(at, useNow());
  if (text === null) return null;
  return <time dateTime={at} title={exactTime(at)} className="k-nowrap">{text}</time>;
}
