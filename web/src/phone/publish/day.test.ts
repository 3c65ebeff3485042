import { describe, expect, it } from 'vitest';
import type { DraftFile } from '@/api/types';
import type { Entry } from '../outbox/store';
import { handoverPath, isTooOld, linkIn, receiptPath, whereIs, wholeText } from './day';

const file = (stage: string): DraftFile => ({ draft: { id: 'draft_1', stage }, text: { title: '玄关', body: '三个钩子', topics: ['收纳', '玄关'] } }) as unknown as DraftFile;
const entry = (path: string, refusal?: string): Entry => ({ key: path, user: 'u', brand: 'b', subject: 'draft_1', title: '', path, body: {}, at: '', ...(refusal ? { refusal } : {}) });

describe('my day', () => {
  it('finds the link in what the app puts on the clipboard, and no other', () => {
    for (const [pasted, link] of [
      ['https://www.xiaohongshu.com/explore/66aa?xsec_token=1', 'https://www.xiaohongshu.com/explore/66aa?xsec_token=1'],
      ['玄关这样做 http://xhslink.com/a/Ab12Cd，复制本条信息，打开【小红书】App查看', 'https://xhslink.com/a/Ab12Cd'],
      ['https://xiaohongshu.com.example.org/explore/1', null],
      ['https://example.org/?u=xhslink.com/a', null],
      ['', null],
    ] as const) expect(linkIn(pasted), pasted).toBe(link);
  });

  it('counts what waits in the outbox as done, and says what was refused', () => {
    expect(whereIs(file('approved'), [])).toBe('ready');
    expect(whereIs(file('approved'), [entry(handoverPath('draft_1'))])).toBe('taken');
    expect(whereIs(file('approved'), [entry(handoverPath('draft_1')), entry(receiptPath('draft_1'))])).toBe('done');
    expect(whereIs(file('approved'), [entry(handoverPath('draft_1'), '已暂停')])).toBe('refused');
    expect(whereIs(file('handed_over'), [{ ...entry(receiptPath('draft_2')), subject: 'draft_2' }])).toBe('taken');
    expect(whereIs(file('seen'), [])).toBe('done');
    expect(whereIs(file('submitted'), [])).toBe('writing');
  });

  it('lets no old copy leave without the server', () => {
    const now = Date.parse('2026-06-22T12:00:00Z');
    expect(isTooOld(null, now)).toBe(false);
    expect(isTooOld('2026-06-22T01:00:00Z', now)).toBe(false);
    expect(isTooOld('2026-06-21T23:00:00Z', now)).toBe(true);
  });

  it('puts topics below the text', () => {
    expect(wholeText(file('approved'))).toBe('玄关\n\n三个钩子\n\n#收纳 #玄关');
  });
});
