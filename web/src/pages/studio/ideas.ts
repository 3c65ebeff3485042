/** What the pages of topic ideas share. */
import type { IdeaSource } from '@/api/types';

export const IDEAS_STALE = ['topic-ideas'] as const;
export const SOURCES: readonly IdeaSource[] = ['customer_question', 'site_visit', 'colleague', 'season', 'own'];
export const TITLE_CHARS_MAX = 60;
export const LINES_CHARS_MAX = 300;
