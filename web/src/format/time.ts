/** Instants and days. Instants are shown in the brand's zone; a business day (`2026-06-22`) has no zone and is shown as it is. */
import { ABSENT } from './number';
import { currentLanguage, t } from '@/i18n';
import { locale } from './number';

let zone: string | undefined;

/** The zone of the brand on screen; until it is known, the browser's. */
export function setZone(next: string | undefined): void {
  zone = next;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${locale()}|${timeZone ?? ''}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale(), { ...options, ...(timeZone ? { timeZone } : {}) });
    formats.set(key, made);
  }
  return made;
}

/** `2026-06-22 18:01:32`: sortable, and the same in both languages. */
export function exactTime(instant: string): string {
  const parts = format(
    { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    zone,
  ).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

/** `2026-06-22 18:01`: the clock of the brand, as somebody types it. */
export const clockTime = (instant: string): string => exactTime(instant).slice(0, 16);

/** The instant at which the clock of the brand shows `2026-06-22 18:01`. */
export function instantAt(clock: string): string {
  const asUtc = (shown: string) => Date.parse(`${shown.replace(' ', 'T')}:00Z`);
  const guess = asUtc(clock);
  const ahead = asUtc(clockTime(new Date(guess).toISOString())) - guess;
  return new Date(guess - ahead).toISOString();
}

const MIN = 60_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
/** Beyond this an instant is better read as a date than as a distance. */
const RELATIVE_MS_MAX = 14 * DAY;

export function relativeTime(instant: string, now: number): string {
  const distance = new Date(instant).getTime() - now;
  const size = Math.abs(distance);
  if (size < MIN) return t('time.just_now');
  if (size > RELATIVE_MS_MAX) return exactTime(instant).slice(0, 10);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  if (size < HOUR) return words.format(Math.round(distance / MIN), 'minute');
  if (size < DAY) return words.format(Math.round(distance / HOUR), 'hour');
  return words.format(Math.round(distance / DAY), 'day');
}

/** What is due reads as a distance while it is ahead, as its age when it is over, and not at all when it is now. */
export function dueTime(instant: string, now: number): string | null {
  const overdue = now - new Date(instant).getTime();
  if (overdue < -MIN) return t('time.due', { when: relativeTime(instant, now) });
  if (overdue < HOUR) return null;
  const [count, unit] = overdue < DAY ? [overdue / HOUR, 'hour'] : [overdue / DAY, 'day'];
  const age = new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(count));
  return t('time.overdue', { age });
}

/** A day of the calendar for a table: `06-22`, with the year where it is not this one. */
export function shortDay(day: string, today: Date): string {
  return day.startsWith(String(today.getFullYear())) ? day.slice(5, 10) : day.slice(0, 10);
}

export function weekday(day: string): string {
  return format({ weekday: currentLanguage() === 'zh' ? 'long' : 'short' }, 'UTC').format(new Date(`${day}T00:00:00Z`));
}

export function period(from: string, to: string): string {
  return from === to ? from : `${from} – ${to}`;
}

/** A period of which an end may be unknown. */
export function days(from: string | null | undefined, to: string | null | undefined): string {
  return period(from ?? ABSENT, to ?? ABSENT);
}

/** The day `days` after (or before) a given one, both as `2026-06-22`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Today in the brand's zone. */
export function todayIn(now: Date): string {
  return exactTime(now.toISOString()).slice(0, 10);
}

export function monday(day: string): string {
  const weekdayIndex = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekdayIndex);
}
