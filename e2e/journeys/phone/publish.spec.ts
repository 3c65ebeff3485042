/** A note leaves on the phone by the hand of the person: read, put into own words, copied, published in the app, and the link brought back. A dropped connection loses nothing. */
import type { APIRequestContext, Browser, BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../../kit/axe';
import { hire, letIn, openAccount } from '../../kit/brand';
import { expect, test } from '../../kit/test';
import type { Language } from '../../kit/words';

const NAME = '王芳';
const TITLE = '玄关收纳的三步';
const BODY = '上周去量房，鞋柜下面留了十五厘米，扫地机能进去，换鞋也不用弯腰找。';
const LINK = 'https://www.xiaohongshu.com/explore/66f0a1b2';
/** As the app puts it on the clipboard. */
const SHARED = `玄关这样做 ${LINK} 复制本条信息，打开【小红书】App查看`;

interface DraftFile {
  draft: { id: string; version: number; stage: string };
  text: { body: string } | null;
  handoff: { link: string | null } | null;
}

async function asked<T>(answer: Promise<{ ok: () => boolean; text: () => Promise<string>; json: () => Promise<unknown> }>): Promise<T> {
  const got = await answer;
  expect(got.ok(), await got.text()).toBe(true);
  return (await got.json()) as T;
}

interface Hand {
  context: BrowserContext;
  phone: Page;
  draft: string;
}

interface HandOf {
  owner: APIRequestContext;
  browser: Browser;
  options: object;
  url: string;
  language: Language;
}

/** A phone in the hand of somebody who wrote a note that the owner approved. */
async function inHand({ owner, browser, options, url, language }: HandOf): Promise<Hand> {
  const wang = await hire(owner, NAME, '设计师');
  const account = await openAccount(owner, '设计师小王');
  await owner.put(`/api/v1/accounts/${account}/holder`, { data: { employee: wang } });
  const context = await browser.newContext({ ...options, baseURL: url, permissions: ['clipboard-read', 'clipboard-write'] });
  await letIn(owner, context.request, wang, NAME);
  const plan = { writer: wang, angle: '鞋柜留空', form: 'image', minutes: 40 };
  const { draft: { id, version } } = await asked<DraftFile>(owner.post('/api/v1/drafts', { data: { account, plan } }));
  const path = `/api/v1/drafts/${id}`;
  const text = { title: TITLE, body: BODY, topics: ['收纳'], hard_ad: 'none' };
  await asked(context.request.put(`${path}/text`, { data: { version, text } }));
  await asked(context.request.post(`${path}/submission`, { data: { text_no: 1 } }));
  await asked(owner.post(`${path}/decision`, { data: { text_no: 1, step: 'review', says: 'approved', leeway_chars: 10 } }));
  const phone = await context.newPage();
  await phone.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
  return { context, phone, draft: id };
}

const stageOf = async (owner: APIRequestContext, draft: string) => asked<DraftFile>(owner.get(`/api/v1/drafts/${draft}`));

/** The pages and the day are on the phone. */
async function isReadyForTheRoad(phone: Page): Promise<void> {
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => phone.evaluate(async () => (await (await caches.open('kosmos-pages-1')).keys()).filter(({ url }) => url.includes('PublishPage')).length)).toBeGreaterThan(0);
}

test('a note leaves by the hand of the person, and the link comes back', async ({ page, browser, server, words: { publish: words }, language, owner }, { project }) => {
  void owner;
  const { context, phone, draft } = await inHand({ owner: page.request, browser, options: project.use, url: server.url, language });
  const look = (moment: string) => phone.screenshot({ path: `results/screens/${project.name}-publish-${moment}.png`, fullPage: true });
  await phone.goto('/m');
  await expect(phone.getByRole('article', { name: words.mine })).toContainText(TITLE);
  await expectAccessible(phone);
  await look('today');
  await phone.getByRole('button', { name: words.go }).click();
  await expect(phone.getByRole('article', { name: words.text })).toContainText('扫地机');
  await expectAccessible(phone);
  await look('ready');

  await phone.getByRole('button', { name: words.change }).click();
  await phone.getByLabel(words.text).fill(BODY.replace('上周', '上周三'));
  await expect(phone.getByText(words.fine)).toBeVisible();
  await expectAccessible(phone);
  await look('own-words');
  await phone.getByRole('button', { name: words.save }).click();
  await expect(phone.getByRole('article', { name: words.text })).toContainText('上周三');

  await phone.getByRole('button', { name: words.take, exact: true }).click();
  await expect(phone.getByRole('link', { name: words.open, exact: true })).toHaveAttribute('href', /^xhsdiscover:/);
  expect(await phone.evaluate(() => navigator.clipboard.readText())).toBe(`${TITLE}\n\n${BODY.replace('上周', '上周三')}\n\n#收纳`);
  await expectAccessible(phone);
  await look('taken');
  await phone.getByLabel(words.link).fill('https://example.org/1');
  await expect(phone.getByRole('alert')).toBeVisible();
  await phone.getByLabel(words.link).fill(SHARED);
  await phone.getByRole('button', { name: words.bring }).click();
  await expect(phone.getByText(words.done)).toBeVisible();
  await look('done');
  const file = await stageOf(page.request, draft);
  expect([file.draft.stage, file.handoff?.link]).toEqual(['confirmed', LINK]);

  await phone.goto('/m/publish');
  await phone.getByLabel(words.why).fill('出差');
  await phone.getByRole('button', { name: words.rest }).click();
  await expect(phone.getByText('出差')).toBeVisible();
  await phone.getByRole('button', { name: words.join }).click();
  await expect(phone.getByRole('button', { name: words.leave })).toBeVisible();
  await expectAccessible(phone);
  await look('week');
  await context.close();
});

test('a dropped connection in the middle loses nothing', async ({ page, browser, server, words: { publish: words }, language, owner }, { project }) => {
  void owner;
  const { context, phone, draft } = await inHand({ owner: page.request, browser, options: project.use, url: server.url, language });
  await phone.goto('/m');
  await expect(phone.getByRole('article', { name: words.mine })).toBeVisible();
  await isReadyForTheRoad(phone);
  await context.setOffline(true);
  await phone.goto(`/m/publish/${draft}`);
  await expect(phone.getByRole('article', { name: words.text })).toContainText('扫地机');
  await phone.getByRole('button', { name: words.take, exact: true }).click();
  await expect(phone.getByRole('link', { name: words.open, exact: true })).toBeVisible();
  await phone.reload();
  await phone.getByLabel(words.link).fill(SHARED);
  await phone.getByRole('button', { name: words.bring }).click();
  await expect(phone.getByText(words.done)).toBeVisible();
  const waiting = phone.getByRole('status').filter({ hasText: TITLE });
  await expect(waiting.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(phone);
  await phone.screenshot({ path: `results/screens/${project.name}-publish-offline.png`, fullPage: true });
  expect((await stageOf(page.request, draft)).draft.stage).toBe('approved');

  await context.setOffline(false);
  await expect(waiting).toBeHidden();
  const file = await stageOf(page.request, draft);
  expect([file.draft.stage, file.handoff?.link]).toEqual(['confirmed', LINK]);
  await context.close();
});

test('what was stopped meanwhile is said, and signing out leaves nothing behind', async ({ page, browser, server, words: { publish: words }, language, owner }, { project }) => {
  void owner;
  const { context, phone, draft } = await inHand({ owner: page.request, browser, options: project.use, url: server.url, language });
  await phone.goto(`/m/publish/${draft}`);
  await expect(phone.getByRole('article', { name: words.text })).toBeVisible();
  await isReadyForTheRoad(phone);
  await context.setOffline(true);
  await phone.getByRole('button', { name: words.take, exact: true }).click();
  await expect(phone.getByRole('link', { name: words.open, exact: true })).toBeVisible();
  await asked(page.request.post('/api/v1/studio-pauses', { data: { reason: '等品牌通知' } }));
  await context.setOffline(false);
  await expect(phone.getByRole('alert').filter({ hasText: words.refused })).toBeVisible();
  await expectAccessible(phone);
  await phone.screenshot({ path: `results/screens/${project.name}-publish-refused.png`, fullPage: true });
  expect((await stageOf(page.request, draft)).draft.stage).toBe('approved');
  await phone.getByRole('button', { name: words.understood }).click();
  await expect(phone.getByText('等品牌通知')).toBeVisible();

  await phone.goto('/m/me');
  await phone.getByRole('button', { name: words.signOut }).click();
  await phone.waitForURL(/sign-in/);
  const left = await phone.evaluate(() => new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open('kosmos-phone');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const tx = opening.result.transaction(['kept', 'outbox'], 'readonly');
      const [kept, outbox] = [tx.objectStore('kept').count(), tx.objectStore('outbox').count()];
      tx.oncomplete = () => resolve(kept.result + outbox.result);
    };
  }));
  expect(left).toBe(0);
  await context.close();
});
