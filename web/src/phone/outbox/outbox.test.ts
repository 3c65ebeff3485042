import { beforeEach, expect, it, vi } from 'vitest';
import type { Entry } from './store';

const kept = vi.hoisted(() => new Map<string, Entry>());
vi.mock('./store', () => ({
  entries: () => Promise.resolve([...kept.values()].sort((a, b) => a.key.localeCompare(b.key))),
  putEntry: (entry: Entry) => Promise.resolve(void kept.set(entry.key, entry)),
  removeEntry: (key: string) => Promise.resolve(void kept.delete(key)),
}));

import { flush, letGo, send } from './outbox';

const errand = (subject: string, path: string, user = 'me') => ({ user, brand: 'b', subject, title: path, path, body: {} });
let asked: string[] = [];
const network = (answer: (path: string) => Response) =>
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    return Promise.resolve().then(() => answer(path));
  });
const gone = () => { throw new TypeError('no network'); };
const refused = () => new Response(JSON.stringify({ code: 'conflict', message: '已暂停' }), { status: 409 });

beforeEach(() => {
  kept.clear();
  asked = [];
});

it('keeps what nobody answered and sends it later, in its order', async () => {
  network(gone);
  expect(await send(errand('d1', '/take'))).toEqual({ arrived: false });
  expect(await send(errand('d1', '/bring'))).toEqual({ arrived: false });
  asked = [];
  network(() => new Response('{}', { status: 200 }));
  expect(await flush('me')).toBe(2);
  expect([asked, kept.size]).toEqual([['/api/v1/take', '/api/v1/bring'], 0]);
});

it('keeps what was refused with its reason, and nothing of the same subject overtakes it', async () => {
  network(gone);
  await send(errand('d1', '/take'));
  await send(errand('d1', '/bring'));
  await send(errand('d2', '/other'));
  asked = [];
  network((path) => (path.endsWith('/take') ? refused() : new Response('{}', { status: 200 })));
  await flush('me');
  expect(asked).toEqual(['/api/v1/take', '/api/v1/other']);
  expect([...kept.values()].map(({ path, refusal }) => [path, refusal])).toEqual([['/take', '已暂停'], ['/bring', undefined]]);
  await letGo('d1');
  expect(kept.size).toBe(0);
});

it('sends nothing of somebody else who used this phone', async () => {
  network(gone);
  await send(errand('d1', '/take', 'somebody else'));
  asked = [];
  await flush('me');
  expect([asked, kept.size]).toEqual([[], 1]);
});
