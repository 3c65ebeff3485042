/** What desk and phone ask for about selling, and what a change makes stale. */
import { api, ask } from '@/api/client';
import { money } from '@/format/number';

export const GOODS_STALE = ['goods', 'hangings'] as const;
export const LIVE_STALE = ['lives', 'today'] as const;
export const PROMOTION_STALE = ['promotions', 'today'] as const;

export const YUAN_MAX = 1_000_000;
export const SALES_YUAN_MAX = 100_000_000;
export const COUNT_MAX = 1_000_000_000;
export const REASON_CHARS_MAX = 200;
const CHOICES_MAX = 200;
const NOTES_MAX = 50;

export const goodsQuery = {
  queryKey: ['goods', 'choices'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/goods', { params: { query: { limit: CHOICES_MAX } }, signal })),
};

/** The latest notes of an account, to choose one. */
export const notesQuery = (account: string) => ({
  queryKey: ['account', account, 'note-choices'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/accounts/{account}/notes', { params: { path: { account }, query: { limit: NOTES_MAX } }, signal })),
  enabled: account !== '',
});

/** An amount with its unit, for a sentence. */
export const yuan = (fen: number): string => money(fen).exact;

/** Fen of an amount in yuan as it is typed. */
export const fenOf = (amount: number | null): number => Math.round((amount ?? 0) * 100);
