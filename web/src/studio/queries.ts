/** What desk and phone ask for about drafts, and what a change makes stale. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { DraftJudgement, DraftText } from '@/api/types';

export const DRAFTS_STALE = ['drafts', 'topic-ideas', 'calendar', 'today'] as const;
export const PAUSES_STALE = ['studio-pauses', 'drafts', 'calendar', 'today'] as const;

export const ANGLE_CHARS_MAX = 120;
/** What is kept while somebody writes; the platform takes less, and the editor says so. */
export const TITLE_CHARS_KEPT_MAX = 100;
export const BODY_CHARS_KEPT_MAX = 5_000;
export const REASON_CHARS_MAX = 500;
export const LEEWAY_CHARS_MAX = 200;
export const MINUTES_MAX = 480;

export const draftQuery = (id: string) => ({
  queryKey: ['drafts', 'one', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/drafts/{draft}', { params: { path: { draft: id } }, signal })),
});

export const textsQuery = (id: string) => ({
  queryKey: ['drafts', 'texts', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/drafts/{draft}/texts', { params: { path: { draft: id } }, signal })),
});

export const resultsQuery = (id: string) => ({
  queryKey: ['drafts', 'results', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/drafts/{draft}/results', { params: { path: { draft: id } }, signal })),
});

export const matchesQuery = {
  queryKey: ['draft-matches'],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(api.GET('/api/v1/draft-matches', { signal })),
};

export interface Judged {
  text: DraftText;
  judgement: DraftJudgement;
}

/** What would be found in a text if it were handed in now. The answer carries its text: the next one may be typed already. */
export function useJudgement(draft: string, text: DraftText): UseQueryResult<Judged> {
  return useQuery({
    queryKey: ['draft-judgement', draft, text],
    queryFn: async ({ signal }) => ({ text, judgement: await ask(api.POST('/api/v1/drafts/{draft}/judgement', { params: { path: { draft } }, body: { text }, signal })) }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

/** Title and body on lines of their own: the places of copies and marks count in it. */
export const wholeOf = ({ title, body }: { title: string; body: string }): string => `${title}\n${body}`;
