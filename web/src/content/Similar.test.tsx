import { render, screen } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SimilarVerdict } from '@/api/types';
import { t, withWords } from '@/i18n';
import { Similar } from './Similar';

const DRAFT = '旧房翻新的七个细节';
const OTHER = { name: 'supplier', text: '七个细节，旧房翻新' };
const SEEN = { kind: 'quotes', score: 60, hidden: false, other: 0, spans: [{ draft: [5, 9], note: [0, 4] }] } as const;
const HIDDEN = { kind: 'copy', score: 98, hidden: true, spans: [{ draft: [0, 4], note: null }] } as const;

const draw = (verdict: unknown) => render(<Similar compared={{ asked: { text: DRAFT, others: [OTHER] }, verdict: verdict as SimilarVerdict }} />);

describe('what a draft is like', () => {
  beforeAll(withWords('content', () => Promise.resolve()));

  it('is told of a hidden note by the words of the draft alone', () => {
    draw({ verdict: 'copy', notes: 9, matches: [HIDDEN] });
    expect(screen.getByText(t('similar.hidden'))).toBeDefined();
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['旧房翻新']);
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('stands beside the text that came along, under the name that it was given', () => {
    draw({ verdict: 'quotes', notes: 9, matches: [SEEN] });
    expect(screen.getByRole('region', { name: 'supplier' }).textContent).toContain('1七个细节，旧房翻新');
  });

  it('is nothing as long as there is nothing to compare with', () => {
    draw({ verdict: 'clear', notes: 0, matches: [] });
    expect(screen.getByRole('status').textContent).toBe(t('similar.nothing'));
  });
});
