import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import enContent from './en/content';
import enDesk from './en/desk';
import enEntitlements from './en/entitlements';
import enPapers from './en/papers';
import enPhone from './en/phone';
import enPlanning from './en/planning';
import enPlatform from './en/platform';
import enPublish from './en/publish';
import enSeats from './en/seats';
import enSelling from './en/selling';
import enShared from './en/shared';
import { setLanguage, t, withWords } from './index';
import zhContent from './zh/content';
import zhDesk from './zh/desk';
import zhEntitlements from './zh/entitlements';
import zhPapers from './zh/papers';
import zhPhone from './zh/phone';
import zhPlanning from './zh/planning';
import zhPlatform from './zh/platform';
import zhPublish from './zh/publish';
import zhSeats from './zh/seats';
import zhSelling from './zh/selling';
import zhShared from './zh/shared';

type Words = { readonly [key: string]: string | Words };

function leaves(words: Words, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of leaves(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const CATALOGUES: [string, Words, Words][] = [['shared', zhShared, enShared], ['desk', zhDesk, enDesk], ['phone', zhPhone, enPhone], ['content', zhContent, enContent], ['papers', zhPapers, enPapers], ['entitlements', zhEntitlements, enEntitlements], ['planning', zhPlanning, enPlanning], ['platform', zhPlatform, enPlatform], ['publish', zhPublish, enPublish], ['seats', zhSeats, enSeats], ['selling', zhSelling, enSelling]];

describe.each(CATALOGUES)('the catalogue %s', (_, zhWords, enWords) => {
  const zh = leaves(zhWords);
  const en = leaves(enWords);
  it('has the same keys in both languages, but for English singulars', () => {
    expect([...en.keys()].filter((key) => !key.endsWith('_one')).sort()).toEqual([...zh.keys()].sort());
  });
  it('asks for the same values in both languages', () => {
    for (const [key, text] of zh) expect(names(en.get(key) ?? ''), key).toEqual(names(text));
  });
  it('says something everywhere', () => {
    for (const [key, text] of [...zh, ...en]) expect(text.trim(), key).not.toBe('');
  });
  it('is Chinese in Chinese and not Chinese in English', () => {
    for (const [key, text] of en) if (key !== 'language.zh') expect(text, key).not.toMatch(/\p{Script=Han}/u);
  });
});

const SOURCE = join(import.meta.dirname, '..');
const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx') && !path.includes('.test.'));
/** Words that are the same in every language. */
const UNIVERSAL = new Set(['Ctrl K']);
const LABELS = new Set(['title', 'label', 'alt', 'placeholder', 'aria-label', 'text', 'lead']);

function literalsIn(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(join(SOURCE, path), 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (text: string) => {
    if (/\p{L}{2}/u.test(text) && !UNIVERSAL.has(text.trim())) found.push(`${path}: ${text.trim()}`);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node.text);
    if (ts.isJsxAttribute(node) && LABELS.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer)) note(node.initializer.text);
    node.forEachChild(walk);
  };
  walk(file);
  return found;
}

describe('every word on screen comes from a catalogue', () => {
  it('so no component holds one', () => expect(sources.flatMap(literalsIn)).toEqual([]));
});

describe('a root uses only the words that it loads', () => {
  const loaded = {
    phone: [zhShared, zhPhone],
    'phone/accounts': [zhShared, zhPhone, zhEntitlements],
    'phone/check': [zhShared, zhPhone, zhContent],
    'phone/own': [zhShared, zhPhone, zhPapers],
    'phone/publish': [zhShared, zhPhone, zhPublish],
    'phone/selling': [zhShared, zhPhone, zhSelling],
    selling: [zhShared, zhSelling],
    papers: [zhShared, zhDesk, zhPapers],
    gate: [zhShared],
    'ui/plain': [zhShared],
    figures: [zhShared],
    content: [zhShared, zhContent],
  } as const;
  const rootOf = (path: string) => Object.keys(loaded).filter((folder) => path.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
  it.each(Object.entries(loaded))('%s', (folder, words) => {
    const known = new Set(words.flatMap((one) => [...leaves(one).keys()]));
    const used = sources
      .filter((path) => rootOf(path) === folder)
      .flatMap((path) => [...readFileSync(join(SOURCE, path), 'utf8').matchAll(/\bt\('([\w.]+)'/g)].map(([, key]) => key ?? ''));
    expect(used.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('translating', () => {
  it('uses the singular where English has one', async () => {
    await setLanguage('en');
    expect(t('board.accounts', { count: 1 })).toBe('One account');
    expect(t('board.accounts', { count: 24 })).toBe('24 accounts');
  });
  it('marks the page with its language', async () => {
    await setLanguage('en');
    expect(document.documentElement.lang).toBe('en');
    await setLanguage('zh');
    expect(document.documentElement.lang).toBe('zh-CN');
  });
  it('brings the words of a page along with the page, in the language that is on then', async () => {
    await setLanguage('zh');
    expect(t('check.title')).toBe('check.title');
    expect(await withWords('content', () => Promise.resolve('page'))()).toBe('page');
    expect(t('check.title')).toBe('内容检查');
    await setLanguage('en');
    expect(t('check.title')).toBe('Content check');
    await setLanguage('zh');
  });
});
