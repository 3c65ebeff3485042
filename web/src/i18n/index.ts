/**
 * Words of the console. Chinese is written first and defines the keys; English must have every one of them (a type says so).
 *
 * A root loads only what it shows: `shared` is for every root, `desk` and `phone` for theirs; the others come with the pages that speak from them. `useT()` re-renders on a change of language.
 */
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import type content from './zh/content';
import type desk from './zh/desk';
import type drafts from './zh/drafts';
import type entitlements from './zh/entitlements';
import type papers from './zh/papers';
import type phone from './zh/phone';
import type planning from './zh/planning';
import type platform from './zh/platform';
import type seats from './zh/seats';
import type selling from './zh/selling';
import type shared from './zh/shared';

export type Language = 'zh' | 'en';
export const LANGUAGES: readonly Language[] = ['zh', 'en'];

type Zh = typeof shared &
  typeof desk &
  typeof phone &
  typeof content &
  typeof drafts &
  typeof entitlements &
  typeof papers &
  typeof planning &
  typeof platform &
  typeof seats &
  typeof selling;
type Leaves<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaves<T[K], `${P}${K}.`>;
}[keyof T & string];
type TextAt<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T ? TextAt<T[Head], Rest> : never
  : K extends keyof T ? T[K] : never;
type Names<S> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never;

export type Key = Leaves<Zh>;
type Values<K extends Key> = { [N in Names<TextAt<Zh, K>>]: string | number };
type Arguments<K extends Key> = [Names<TextAt<Zh, K>>] extends [never] ? [] : [values: Values<K>];
export type Translate = <K extends Key>(key: K, ...values: Arguments<K>) => string;

/** The English counterpart of a Chinese catalogue: the same keys, and `key_one` where the singular differs. */
export type Translation<T> = { [K in keyof T]: T[K] extends string ? string : Translation<T[K]> } & {
  [K in keyof T & string as T[K] extends string ? `${K}_one` : never]?: string;
};

const STORED = 'kosmos.language';
const LANG_ATTRIBUTE: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

type Catalogue = Record<string, unknown>;
type Loader = () => Promise<{ default: Catalogue }>;
type Part = keyof (typeof CATALOGUES)['zh'];
const CATALOGUES = {
  zh: {
    shared: () => import('./zh/shared'),
    desk: () => import('./zh/desk'),
    phone: () => import('./zh/phone'),
    content: () => import('./zh/content'),
    drafts: () => import('./zh/drafts'),
    entitlements: () => import('./zh/entitlements'),
    papers: () => import('./zh/papers'),
    planning: () => import('./zh/planning'),
    platform: () => import('./zh/platform'),
    seats: () => import('./zh/seats'),
    selling: () => import('./zh/selling'),
  },
  en: {
    shared: () => import('./en/shared'),
    desk: () => import('./en/desk'),
    phone: () => import('./en/phone'),
    content: () => import('./en/content'),
    drafts: () => import('./en/drafts'),
    entitlements: () => import('./en/entitlements'),
    papers: () => import('./en/papers'),
    planning: () => import('./en/planning'),
    platform: () => import('./en/platform'),
    seats: () => import('./en/seats'),
    selling: () => import('./en/selling'),
  },
} satisfies Record<Language, Record<string, Loader>>;

let parts: readonly Part[] = ['shared'];
let language: Language = 'zh';
const listeners = new Set<() => void>();

function stored(): Language {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh'; // Storage is switched off: Chinese first.
  }
}

/** Loads the catalogues of a root in the reader's language. */
export async function startWords(needed: readonly Part[]): Promise<void> {
  parts = needed;
  await i18next.init({
    lng: stored(),
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await setLanguage(stored());
}

export async function setLanguage(next: Language): Promise<void> {
  const catalogues = await Promise.all(parts.map((part) => CATALOGUES[next][part]()));
  for (const { default: words } of catalogues) i18next.addResourceBundle(next, 'translation', words, true, true);
  await i18next.changeLanguage(next);
  language = next;
  document.documentElement.lang = LANG_ATTRIBUTE[next];
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Storage is switched off: the choice lasts for this visit.
  }
  for (const listener of listeners) listener();
}

/** One more catalogue, for a page that a root opens later. */
async function addWords(part: Part): Promise<void> {
  if (parts.includes(part)) return;
  const into = language;
  const { default: words } = await CATALOGUES[into][part]();
  i18next.addResourceBundle(into, 'translation', words, true, true);
  parts = [...parts, part];
  if (language !== into) await setLanguage(language); // It was changed meanwhile.
}

/** A page with the catalogue that it speaks from. */
export const withWords = <P>(part: Part, load: () => Promise<P>) => async (): Promise<P> => (await Promise.all([load(), addWords(part)]))[0];

export const currentLanguage = (): Language => language;
export const acceptLanguage = (): string => LANG_ATTRIBUTE[language];

/** Translates outside of a component (toasts, errors). Inside one, use `useT`. */
export const t: Translate = (key, ...values) => i18next.t(key, values[0] ?? {}) as string;

/** For words that the server names (an event kind, a job): the catalogue's word, else the name itself. */
export function tOr(key: string, otherwise: string, values: Record<string, string | number> = {}): string {
  return i18next.exists(key) ? (i18next.t(key, values) as string) : otherwise;
}

/** The names that a part of the catalogue has words for, as the server spells them. */
export const namesIn = (part: string): string[] => Object.keys((i18next.getResource(language, 'translation', part) ?? {}) as Catalogue);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage);
}

export function useT(): Translate {
  useLanguage();
  return t;
}
