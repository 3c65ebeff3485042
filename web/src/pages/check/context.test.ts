import { describe, expect, it } from 'vitest';
import { checkOf, INDUSTRIES, licencesOf, NEW_DRAFT, saidMore } from './context';

describe('what is known about a text', () => {
  it('goes along with it, and nothing that was not said', () => {
    expect(checkOf(NEW_DRAFT, '文字')).toEqual({ text: '文字', surface: 'body', industries: [], licences: [], evidence: [], components: [], disclosed_ad: false, ai_used: false });
    const draft = { ...NEW_DRAFT, industry: 'alcohol', licences: ['alcohol_licence'], components: ['product'], aiUsed: true } as const;
    expect(checkOf(draft, '文字')).toMatchObject({ industries: ['alcohol'], licences: ['alcohol_licence'], components: ['product'], ai_used: true });
    expect(saidMore(draft)).toBe(3);
  });
  it('names at least one licence for each trade', () => {
    for (const industry of INDUSTRIES) expect(licencesOf(industry).length, industry).toBeGreaterThan(0);
    expect(licencesOf(undefined)).toEqual([]);
  });
});
