import { api, ask } from '@/api/client';
import type { TodayItem } from '@/api/types';
import { t, type Key } from '@/i18n';
import { useAction } from '@/ui/feedback';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WORK_STARTS_H = 9;

function morningIn(days: number, now: Date): string {
  const morning = new Date(now.getTime() + days * DAY_MS);
  morning.setHours(WORK_STARTS_H, 0, 0, 0);
  return morning.toISOString();
}

interface Snooze {
  key: string;
  word: Extract<Key, `today.snooze_${number}${string}` | 'today.snooze_monday'>;
  until: (now: Date) => string;
}

export const SNOOZES: readonly Snooze[] = [
  { key: '3h', word: 'today.snooze_3h', until: (now) => new Date(now.getTime() + 3 * HOUR_MS).toISOString() },
  { key: '1d', word: 'today.snooze_1d', until: (now) => morningIn(1, now) },
  { key: '3d', word: 'today.snooze_3d', until: (now) => morningIn(3, now) },
  { key: 'monday', word: 'today.snooze_monday', until: (now) => morningIn(((8 - now.getDay()) % 7) || 7, now) },
  { key: '14d', word: 'today.snooze_14d', until: (now) => morningIn(14, now) },
];

const at = (item: TodayItem) => ({ params: { path: { item: item.id } } });

export const useWake = () =>
  useAction({ run: (item: TodayItem) => ask(api.DELETE('/api/v1/today/{item}/snooze', at(item))), stale: ['today'] });

export const useSnooze = () =>
  useAction({
    run: ({ item, until }: { item: TodayItem; until: string }) => ask(api.PUT('/api/v1/today/{item}/snooze', { ...at(item), body: { until, reason: null } })),
    stale: ['today'],
    said: () => t('today.snooze_done'),
    undo: ({ item }) => ask(api.DELETE('/api/v1/today/{item}/snooze', at(item))),
  });

const giveTo = (item: TodayItem, user: string | null): Promise<unknown> =>
  user === null
    ? ask(api.DELETE('/api/v1/today/{item}/owner', at(item)))
    : ask(api.PUT('/api/v1/today/{item}/owner', { ...at(item), body: { user } }));

export const useOwner = () =>
  useAction({
    run: ({ item, owner }: { item: TodayItem; owner: string | null }) => giveTo(item, owner),
    stale: ['today'],
    said: () => t('today.owner_done'),
    undo: ({ item }) => giveTo(item, item.owner?.id ?? null),
  });
