/** My day: what is mine to publish, from the server or, without a network, as it was when there last was one. */
import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/error';
import type { DraftFile, OwnDay } from '@/api/types';
import { keep, kept, type Entry } from '../outbox/store';

/** How old a kept text may be to leave without the server's word: pauses and second thoughts are to be heard of. */
const KEPT_MS_MAX = 12 * 3_600_000;

export interface MyDay {
  day: OwnDay;
  /** When it was asked for, where the network is gone and this is what was kept. */
  keptAt: string | null;
}

const nameOf = (user: string, brand: string) => `day/${brand}/${user}`;

export const dayQuery = (user: string, brand: string) => queryOptions({
  queryKey: ['own-day', brand],
  queryFn: async ({ signal }): Promise<MyDay> => {
    try {
      const day = await ask(api.GET('/api/v1/own-day', { signal }));
      await keep(nameOf(user, brand), day).catch(() => undefined); // Storage is switched off: it works with a network only.
      return { day, keptAt: null };
    } catch (thrown) {
      const last = asApiError(thrown).passing ? await kept<OwnDay>(nameOf(user, brand)).catch(() => undefined) : undefined;
      if (!last) throw thrown;
      return { day: last.value, keptAt: last.at };
    }
  },
  networkMode: 'always',
  retry: false,
});

export const isTooOld = (keptAt: string | null, now = Date.now()): boolean => keptAt !== null && now - Date.parse(keptAt) > KEPT_MS_MAX;

export const handoverPath = (draft: string) => `/drafts/${draft}/handover`;
export const receiptPath = (draft: string) => `/drafts/${draft}/receipt`;

export type Where = 'writing' | 'ready' | 'taken' | 'done' | 'refused';

/** How far a draft is for the person who holds the phone: what waits in the outbox counts as done. */
export function whereIs({ draft }: DraftFile, outbox: readonly Entry[]): Where {
  const mine = outbox.filter(({ subject }) => subject === draft.id);
  if (mine.some(({ refusal }) => refusal)) return 'refused';
  if (draft.stage === 'confirmed' || draft.stage === 'seen' || mine.some(({ path }) => path === receiptPath(draft.id))) return 'done';
  if (draft.stage === 'handed_over' || mine.some(({ path }) => path === handoverPath(draft.id))) return 'taken';
  return draft.stage === 'approved' ? 'ready' : 'writing';
}

/** The text as it is pasted into the app. */
export function wholeText({ text }: DraftFile): string {
  if (!text) return '';
  const topics = text.topics.map((topic) => `#${topic}`).join(' ');
  return [text.title, text.body, topics].filter(Boolean).join('\n\n');
}

const LINK = /https?:\/\/(?:[\w-]+\.)*(?:xiaohongshu\.com|xhslink\.com)\/[^\s，。】]+/i;

/** The link in what the app puts on the clipboard: a sentence around it, often without the s of https. */
export function linkIn(pasted: string): string | null {
  return LINK.exec(pasted)?.[0].replace(/^http:/i, 'https:') ?? null;
}
