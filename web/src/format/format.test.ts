import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage, type Language } from '@/i18n';
import { bytes, changePpm, count, duration, money, rate, score } from './number';
import { addDays, exactTime, monday, relativeTime, setZone } from './time';

describe.each<[Language, [number, string][]]>([
  ['zh', [[0, '0'], [9_999, '9,999'], [10_000, '1万'], [12_345, '1.2万'], [1_234_567, '123万'], [250_000_000, '2.5亿'], [-12_345, '−1.2万']]],
  ['en', [[0, '0'], [9_999, '9,999'], [10_000, '10k'], [12_345, '12.3k'], [1_234_567, '1.2M'], [-5, '−5']]],
])('counts in %s', (language, rows) => {
  beforeEach(() => setLanguage(language));
  it.each(rows)('%d reads as %s', (value, text) => expect(count(value).short).toBe(text));
});

describe('the exact form keeps every digit', () => {
  beforeEach(() => setLanguage('zh'));
  it('of a count', () => expect(count(1_234_567).exact).toBe('1,234,567'));
  it('of money', () => expect(money(131_701).exact).toBe('¥1,317.01'));
  it('of large money, shortened in the table', () => expect(money(123_456_700)).toEqual({ short: '¥123万', exact: '¥1,234,567.00' }));
  it('of negative money', () => expect(money(-150).exact).toBe('−¥1.50'));
  it('of a rate', () => expect(rate(333_333)).toEqual({ short: '33.3%', exact: '33.3333%' }));
  it('of a score', () => expect(score(450).short).toBe('4.5'));
  it('of a short wait', () => expect(duration(45_000).short).toBe('45 秒'));
  it('of a mean reply time', () => expect(duration(192_000)).toEqual({ short: '3.2 分钟', exact: '192 秒' }));
  it('of a file', () => expect(bytes(1_536)).toBe('1.5 kB'));
});

describe('a change', () => {
  it('is relative to what was before', () => expect(changePpm(150, 100)).toBe(500_000));
  it('cannot be told from zero', () => expect(changePpm(150, 0)).toBeNull());
  it('cannot be told from nothing', () => expect(changePpm(150, null)).toBeNull());
});

describe('times', () => {
  beforeEach(() => setLanguage('zh'));
  it('are shown in the zone of the brand', () => {
    setZone('Asia/Shanghai');
    expect(exactTime('2026-06-22T18:01:32Z')).toBe('2026-06-23 02:01:32');
  });
  it('are distances while they are near', () => {
    expect(relativeTime('2026-06-22T10:00:00Z', Date.parse('2026-06-22T13:00:00Z'))).toBe('3小时前');
  });
  it('are dates when they are far', () => {
    setZone('Asia/Shanghai');
    expect(relativeTime('2026-01-05T10:00:00Z', Date.parse('2026-06-22T13:00:00Z'))).toBe('2026-01-05');
  });
  it.each([['2026-06-22', '2026-06-22'], ['2026-06-28', '2026-06-22'], ['2026-03-01', '2026-02-23']])('%s lies in the week of %s', (day, start) => {
    expect(monday(day)).toBe(start);
  });
  it('cross the end of a month', () => expect(addDays('2026-02-28', 1)).toBe('2026-03-01'));
});
