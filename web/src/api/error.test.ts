import { describe, expect, it } from 'vitest';
import { ApiError, asApiError, readError } from './error';

const answer = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers });

describe('a refusal of the server', () => {
  it('keeps its code, its sentence and the sentences by field', () => {
    const error = readError(answer(422), { code: 'invalid', message: '请检查', fields: { email: '邮箱已被使用' } });
    expect(error).toMatchObject({ status: 422, code: 'invalid', message: '请检查', fields: { email: '邮箱已被使用' } });
  });
  it('says how long to wait where the server does', () => {
    const now = Date.parse('2026-06-22T10:00:00Z');
    expect(readError(answer(429, { 'retry-after': '90' }), { code: 'locked', message: '…' }, now).retryAt).toBe('2026-06-22T10:01:30.000Z');
  });
  it('that is not ours still gets a sentence with the status', () => {
    const error = readError(answer(502), '<html>Bad gateway</html>');
    expect(error.code).toBe('unexpected_answer');
    expect(error.message).toContain('502');
  });
  it('drops fields that are no sentences', () => {
    expect(readError(answer(422), { code: 'x', message: 'y', fields: { a: 1 } }).fields).toEqual({});
  });
});

describe('what was thrown', () => {
  it('by the network is said to be the network', () => expect(asApiError(new TypeError('fetch failed')).code).toBe('offline'));
  it('by our own code is said to be ours', () => expect(asApiError(new RangeError('bug')).code).toBe('console_fault'));
  it.each([[0, true], [429, true], [500, true], [503, true], [400, false], [403, false], [404, false]])('with status %d is worth a retry: %s', (status, passing) => {
    expect(new ApiError({ status, code: 'x', message: 'y' }).passing).toBe(passing);
  });
});
