import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage, type Language } from '@/i18n';
import { bytes, changePpm, count, duration, money, rate, score } from './number';
import { deviceName } from './device';
import { addDays, clockTime, dueTime, exactTime, instantAt, monday, relativeTime, setZone } from './time';

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
  it.each([
    ['2026-06-23T13:00:00Z', '明天截止'],
    ['2026-06-22T16:00:00Z', '3小时后截止'],
    ['2026-06-22T12:30:00Z', null],
    ['2026-06-22T08:00:00Z', '已超期 5小时'],
    ['2026-06-17T08:00:00Z', '已超期 5天'],
    ['2026-05-03T08:00:00Z', '已超期 50天'],
  ])('that are due at %s read as %s', (at, text) => {
    expect(dueTime(at, Date.parse('2026-06-22T13:00:00Z'))).toBe(text);
  });
  it.each([['2026-06-22', '2026-06-22'], ['2026-06-28', '2026-06-22'], ['2026-03-01', '2026-02-23']])('%s lies in the week of %s', (day, start) => {
    expect(monday(day)).toBe(start);
  });
  it('cross the end of a month', () => expect(addDays('2026-02-28', 1)).toBe('2026-03-01'));
});

describe('a device', () => {
  beforeEach(() => setLanguage('zh'));
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/146.0.0.0 Safari/537.36', 'Chrome · Linux'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36 Edg/146.0.0.0', 'Edge · Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15', 'Safari · macOS'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60', '微信 · iPhone'],
    ['Mozilla/5.0 (Linux; Android 15; V2405A) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 wxwork/4.1.36 MicroMessenger/7.0.1', '企业微信 · Android'],
    ['curl/8.14.1', 'curl'],
    ['', '未知设备'],
  ])('that says %s is called %s', (agent, name) => expect(deviceName(agent)).toBe(name));
});

describe('a time that somebody types', () => {
  it.each([
    ['Asia/Shanghai', '2026-06-23 20:00', '2026-06-23T12:00:00.000Z'],
    ['UTC', '2026-06-23 20:00', '2026-06-23T20:00:00.000Z'],
    ['America/New_York', '2026-01-31 23:30', '2026-02-01T04:30:00.000Z'],
  ])('in %s, %s is %s', (zone, clock, instant) => {
    setZone(zone);
    expect(instantAt(clock)).toBe(instant);
    expect(clockTime(instant)).toBe(clock);
  });
});
