/**
 * Numbers as people read them. Each measure has a short form for tables and an exact one for hovering.
 * Units of the API: money in fen, rates in parts per million, durations in milliseconds, scores in hundredths.
 */
import { currentLanguage, t, type Language } from '@/i18n';

const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };
/** From here on a count is shortened: five digits no longer read at a glance. */
const COMPACT_FROM = 10_000;
const STEPS: Record<Language, readonly (readonly [at: number, suffix: string])[]> = {
  zh: [[100_000_000, '亿'], [10_000, '万']],
  en: [[1_000_000_000, 'B'], [1_000_000, 'M'], [1_000, 'k']],
};
const FEN_PER_YUAN = 100;
const PPM_PER_PERCENT = 10_000;
const CENTI = 100;
const MS_PER_S = 1_000;
const MS_PER_MIN = 60_000;
const MS_PER_H = 3_600_000;
const MS_PER_DAY = 86_400_000;
export const MINUS = '\u2212';
/** What a table shows where the files said nothing: an absence, not a zero. */
export const ABSENT = '\u2013';

export const locale = (): string => LOCALE[currentLanguage()];

function decimals(value: number, most: number, least = 0): string {
  const text = new Intl.NumberFormat(locale(), { maximumFractionDigits: most, minimumFractionDigits: least }).format(value);
  return text.replace('-', MINUS);
}

function compact(value: number): string {
  const size = Math.abs(value);
  if (size < COMPACT_FROM) return decimals(value, 0);
  for (const [at, suffix] of STEPS[currentLanguage()]) {
    if (size >= at) return decimals(value / at, size / at < 100 ? 1 : 0) + suffix;
  }
  return decimals(value, 0);
}

export interface Shown {
  short: string;
  exact: string;
}

export function count(value: number): Shown {
  return { short: compact(value), exact: decimals(value, 0) };
}

export function money(fen: number): Shown {
  const yuan = fen / FEN_PER_YUAN;
  const sign = yuan < 0 ? MINUS : '';
  const size = Math.abs(yuan);
  const exact = `${sign}¥${decimals(size, 2, 2)}`;
  return { short: size < COMPACT_FROM ? exact : `${sign}¥${compact(size)}`, exact };
}

export function rate(ppm: number): Shown {
  const percent = ppm / PPM_PER_PERCENT;
  return { short: `${decimals(percent, 1, 1)}%`, exact: `${decimals(percent, 4)}%` };
}

export function score(centi: number, most = 2): Shown {
  const text = decimals(centi / CENTI, most, 1);
  return { short: text, exact: text };
}

export function duration(ms: number): Shown {
  const exact = `${decimals(ms / MS_PER_S, 0)} ${t('unit.seconds')}`;
  if (ms < MS_PER_MIN) return { short: `${decimals(ms / MS_PER_S, 0)} ${t('unit.seconds')}`, exact };
  if (ms < MS_PER_H) return { short: `${decimals(ms / MS_PER_MIN, 1)} ${t('unit.minutes')}`, exact };
  if (ms < MS_PER_DAY) return { short: `${decimals(ms / MS_PER_H, 1)} ${t('unit.hours')}`, exact };
  return { short: `${decimals(ms / MS_PER_DAY, 1)} ${t('unit.days')}`, exact };
}

const BYTE_STEPS: readonly (readonly [at: number, unit: string])[] = [[1 << 30, 'GB'], [1 << 20, 'MB'], [1 << 10, 'kB']];

export function bytes(value: number): string {
  for (const [at, unit] of BYTE_STEPS) if (value >= at) return `${decimals(value / at, 1)} ${unit}`;
  return `${decimals(value, 0)} B`;
}

/** The change from one value to another in parts per million of the first; `null` where it cannot be told. */
export function changePpm(now: number | null | undefined, before: number | null | undefined): number | null {
  if (now === null || now === undefined || before === null || before === undefined || before === 0) return null;
  return Math.round(((now - before) / Math.abs(before)) * 1_000_000);
}

const withUnit = (unit: 'unit.days' | 'unit.per_week', { short, exact }: Shown): Shown => ({ short: `${short} ${t(unit)}`, exact: `${exact} ${t(unit)}` });
const percent = (value: number): Shown => ({ short: `${decimals(value, 0)}%`, exact: `${decimals(value, 0)}%` });

export type Measure = 'count' | 'money' | 'rate' | 'duration' | 'score' | 'per_week' | 'days' | 'percent';
const SHOW: Record<Measure, (value: number) => Shown> = {
  count,
  money,
  rate,
  duration,
  score: (centi) => score(centi),
  per_week: (centi) => score(centi, 1),
  days: (value) => withUnit('unit.days', count(value)),
  percent,
};
export const show = (measure: Measure, value: number): Shown => SHOW[measure](value);
