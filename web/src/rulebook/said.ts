/** What the rule book says in both languages, in the reader's. */
import type { Say } from '@/api/types';
import { useLanguage } from '@/i18n';

export function useSaid(): (text: Say) => string {
  const language = useLanguage();
  return (text) => text[language];
}
