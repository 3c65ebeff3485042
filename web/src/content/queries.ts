/** Asking what the rules say of a text, and which notes it is like. An answer carries the text that it is about: the next one may be typed already. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, ask } from '@/api/client';
import type { ContentCheck, ContentVerdict, SimilarCheck, SimilarVerdict, Surface } from '@/api/types';
import { lengthOf } from './text';

export const TEXT_CHARS_MAX = 20_000;
/** Shorter texts are like many others by chance. */
export const SIMILAR_CHARS_MIN = 6;

export const SURFACES: readonly Surface[] = ['body', 'title', 'cover_text', 'comment', 'nickname', 'bio', 'direct_message', 'live_script'];
/** What the notes of the matrix are compared by. */
const COMPARED: ReadonlySet<Surface> = new Set(['body', 'title']);

export const isCompared = (surface: Surface, text: string): boolean => COMPARED.has(surface) && lengthOf(text.trim()) >= SIMILAR_CHARS_MIN;

export interface Judged {
  text: string;
  verdict: ContentVerdict;
}

export function useVerdict(body: ContentCheck): UseQueryResult<Judged> {
  return useQuery({
    queryKey: ['content-check', body],
    queryFn: async ({ signal }) => ({ text: body.text, verdict: await ask(api.POST('/api/v1/content-checks', { body, signal })) }),
    enabled: body.text.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

export interface Compared {
  asked: SimilarCheck;
  verdict: SimilarVerdict;
}

export function useSimilar(asked: SimilarCheck, enabled: boolean): UseQueryResult<Compared> {
  return useQuery({
    queryKey: ['similar-check', asked],
    queryFn: async ({ signal }) => ({ asked, verdict: await ask(api.POST('/api/v1/similar-checks', { body: asked, signal })) }),
    enabled,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}
