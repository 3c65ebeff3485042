import { describe, expect, it } from 'vitest';
import { sortFrom, sortText, nextSort } from './table/columns';
import { given, readParams, writeParams } from './url';

const DEFAULTS = { q: '', sort: '-reads' };

describe('the address of a page', () => {
  it('says nothing of what is as by default', () => {
    expect(writeParams(new URLSearchParams('q=x&sort=name'), { q: '', sort: '-reads' }, DEFAULTS).toString()).toBe('');
  });
  it('reads back what was written', () => {
    const search = writeParams(new URLSearchParams(), { q: '小户型 & 收纳' }, DEFAULTS);
    expect(readParams(search, DEFAULTS)).toEqual({ q: '小户型 & 收纳', sort: '-reads' });
  });
  it('leaves parameters of others alone', () => {
    expect(writeParams(new URLSearchParams('tab=notes'), { q: 'x' }, DEFAULTS).toString()).toBe('q=x&tab=notes');
  });
  it('is the same whatever the order of the changes', () => {
    const one = writeParams(writeParams(new URLSearchParams(), { sort: 'name' }, DEFAULTS), { q: 'x' }, DEFAULTS);
    const other = writeParams(writeParams(new URLSearchParams(), { q: 'x' }, DEFAULTS), { sort: 'name' }, DEFAULTS);
    expect(one.toString()).toBe(other.toString());
  });
  it('asks the API only for what is given', () => expect(given({ q: '', store: 's' })).toEqual({ store: 's' }));
});

describe('sorting', () => {
  it.each(['-reads', 'name'])('%s survives the address', (text) => {
    const sort = sortFrom(text);
    expect(sort && sortText(sort)).toBe(text);
  });
  it('starts with the largest number', () => expect(nextSort(null, { key: 'reads', number: true })).toEqual({ key: 'reads', descending: true }));
  it('starts with the first letter', () => expect(nextSort(null, { key: 'name' })).toEqual({ key: 'name', descending: false }));
  it('turns round on the second press', () => expect(nextSort({ key: 'reads', descending: true }, { key: 'reads', number: true }).descending).toBe(false));
});
