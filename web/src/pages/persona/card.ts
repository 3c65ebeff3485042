import type { PersonaCard } from '@/api/types';

/** Where a card begins: nothing is claimed yet, and the employer is shown. */
export const EMPTY_CARD: PersonaCard = {
  shown_name: '', post: '', employer_shown: true, years_in_trade: null, place: null, introduction: '', topics: [], audience: '', tone: [], sample_lines: [],
  do_not_say: [], certificates: [], stories: [], product_lines: [], reply_style: '', face_used: false, voice_used: false, ai_use: 'none',
};

const filled = (text: string) => text.trim() !== '';

/** Whether it says enough to be checked. */
export const isReady = ({ shown_name: name, post, audience, topics, certificates, stories }: PersonaCard): boolean =>
  filled(name) && filled(post) && filled(audience) && topics.some(filled) && certificates.every(({ title }) => filled(title)) && stories.every(({ text }) => filled(text));

/** Parts of a text between commas of either script. */
export const listed = (text: string): string[] => text.split(/[,，、]/).map((part) => part.trim()).filter(filled);
