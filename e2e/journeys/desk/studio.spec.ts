/** A draft is caught as a copy, stopped for a claim, written anew, sent back with its sentence marked, and approved by two. */
import { request as requests, type APIRequestContext, type Page } from '@playwright/test';
import { hire, letIn, letOperatorIn, openAccount } from '../../kit/brand';
import { choose, dialogOf } from '../../kit/dialogs';
import { expect, test } from '../../kit/test';

const TITLE = '玄关收纳的三步';
const BODY = '上周去量房，鞋柜下面留了十五厘米，扫地机能进去，换鞋也不用弯腰找。业主阿姨站在门口试了三次，说终于不用扶墙了。';
const OWN = '我自己家的玄关只有一米宽。去年装的翻斗鞋柜放不下雨靴，上个月我把伞桶挪到阳台，才算把门让开。';
const FORBIDDEN = '想要报价打我电话 13812345678。';
const UNPROVEN = '这是 2025 年本市门店销量第一的款。';

interface Filed {
  draft: { id: string; version: number; stage: string };
}

async function answered<T>(request: APIRequestContext, method: 'POST' | 'PUT', path: string, data: unknown): Promise<T> {
  const answer = await request.fetch(`/api/v1${path}`, { method, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as T;
}

/** Plans a draft as a program would. */
async function planned(request: APIRequestContext, account: string, writer: string, angle: string, idea?: string): Promise<string> {
  const plan = { writer, idea: idea ?? null, angle, form: 'image', minutes: 40 };
  return (await answered<Filed>(request, 'POST', '/drafts', { account, plan })).draft.id;
}

/** Writes and hands in. */
async function handedIn(request: APIRequestContext, draft: string, version: number, textNo: number, body: string, more: Record<string, unknown> = {}): Promise<void> {
  await answered(request, 'PUT', `/drafts/${draft}/text`, { version, text: { title: TITLE, body, hard_ad: 'none', ...more } });
  await answered(request, 'POST', `/drafts/${draft}/submission`, { text_no: textNo });
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: label }).fill(text);
}

test('a copy and a claim are caught while somebody writes, and nothing of them is handed in', async ({ page, words: { studio: words }, pass, owner }) => {
  void owner;
  const { request } = page;
  const [first, second] = [await openAccount(request, '设计师小沈'), await openAccount(request, '设计师小李')];
  const shen = await hire(request, '沈佳', '设计师');
  const idea = (await answered<{ id: string }>(request, 'POST', '/topic-ideas', {
    title: '一米宽的玄关怎么放鞋柜', scene: '老房翻新', promise: '知道留多宽', audience: '', product_line: '', season: '', source: 'site_visit', source_note: '',
  })).id;
  await handedIn(request, await planned(request, first, shen, '下面留空', idea), 1, 1, BODY);

  await page.goto('/studio/drafts');
  await expect(page.getByRole('grid', { name: words.list })).toContainText(TITLE);
  await pass('studio-drafts');
  await page.getByRole('button', { name: words.add }).click();
  const dialog = dialogOf(page);
  await choose(page, dialog, words.account, '设计师小李');
  await choose(page, dialog, words.writer, '沈佳');
  await choose(page, dialog, words.idea, '一米宽的玄关怎么放鞋柜');
  await dialog.getByRole('textbox', { name: words.angle }).fill('下面留空');
  await dialog.getByRole('button', { name: words.save, exact: true }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('设计师小沈');
  await pass('studio-draft-angle-taken');
  await dialog.getByRole('textbox', { name: words.angle }).fill('放不下雨靴怎么办');
  await dialog.getByRole('button', { name: words.save, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '放不下雨靴怎么办' })).toBeVisible();

  await type(page, words.noteTitle, '玄关这样收纳，三步就够');
  await type(page, words.body, BODY);
  const copies = page.getByRole('region', { name: words.copies, exact: true });
  await expect(copies.locator('mark').first()).toBeVisible();
  await expect(copies.getByRole('link', { name: '设计师小沈' })).toBeVisible();
  await pass('studio-draft-copy');
  await page.getByRole('button', { name: words.handIn }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();

  await type(page, words.noteTitle, '雨靴放哪儿');
  await type(page, words.body, `${OWN}${FORBIDDEN}`);
  const check = page.getByRole('region', { name: words.check, exact: true });
  await expect(check.locator('mark[data-outcome=block]').first()).toBeVisible();
  await pass('studio-draft-blocked');
  await page.getByRole('button', { name: words.handIn }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();

  await type(page, words.body, `${OWN}${UNPROVEN}`);
  await expect(check.locator('mark').first()).toBeVisible();
  await type(page, words.body, OWN);
  await expect(page.getByRole('status', { name: words.outcome })).toContainText(words.green);
  await page.getByText(words.preview, { exact: true }).click();
  await pass('studio-draft-preview');
  await page.getByText(words.found, { exact: true }).click();
  await page.getByRole('button', { name: words.handIn }).click();
  await expect(page.getByText(words.submitted, { exact: true }).first()).toBeVisible();
  await page.getByRole('tab', { name: words.versions }).click();
  await expect(page.locator('del').first()).toBeVisible();
  await pass('studio-draft-versions');
  expect(second).not.toBe(first);
});

test('a text goes back with its sentence marked, and two people approve what is written anew', async ({ page, server, words: { studio: words }, pass, owner }) => {
  void owner;
  const { request } = page;
  const account = await openAccount(request, '设计师小沈');
  const shen = await hire(request, '沈佳', '设计师');
  await answered(request, 'PUT', `/accounts/${account}/holder`, { employee: shen });
  const writer = await requests.newContext({ baseURL: server.url });
  await letIn(request, writer, shen, '沈佳');
  const draft = await planned(request, account, shen, '下面留空');
  const priced = `${BODY}整套到手 2999 元。`;
  await handedIn(writer, draft, 1, 1, priced, { labels: ['ad'] });

  await page.goto('/studio/review');
  await expect(page.getByRole('grid', { name: words.queue })).toContainText(TITLE);
  await pass('studio-review');
  await page.getByRole('grid', { name: words.queue }).getByText(TITLE).click();
  await page.getByRole('group', { name: words.sentences }).getByRole('button', { name: '上周去量房' }).click();
  await page.getByRole('textbox', { name: new RegExp(`^${words.reason}`) }).fill('写明是哪天、量了几遍');
  await pass('studio-review-marked');
  await page.getByRole('button', { name: words.return, exact: true }).click();
  await expect(page.getByText(words.writing, { exact: true }).first()).toBeVisible();

  const { draft: { version } } = (await (await writer.get(`/api/v1/drafts/${draft}`)).json()) as Filed;
  await handedIn(writer, draft, version, 2, priced.replace('上周', '上周三'), { labels: ['ad'] });
  await page.reload();
  const rubric = page.getByRole('region', { name: words.word });
  for (const measure of words.measures) await rubric.getByRole('radiogroup', { name: measure }).getByText('4', { exact: true }).click();
  await pass('studio-review-scored');
  await rubric.getByRole('button', { name: words.approve, exact: true }).click();
  await expect(page.getByText(words.secondStep, { exact: true }).first()).toBeVisible();

  const colleague = await requests.newContext({ baseURL: server.url });
  await letOperatorIn(request, colleague, '陈宇');
  await answered(colleague, 'POST', `/drafts/${draft}/decision`, { text_no: 2, step: 'second_review', says: 'approved', scores: { truth: 4, useful: 3, warm: 4 } });
  await page.reload();
  await expect(page.getByText(words.approved, { exact: true }).first()).toBeVisible();
  await page.getByRole('tab', { name: words.said }).click();
  await expect(page.getByText('写明是哪天、量了几遍')).toBeVisible();
  await pass('studio-said');
  await page.goto('/studio/review');
  await expect(page.getByRole('region', { name: words.agreement })).toContainText('1');
  await Promise.all([writer.dispose(), colleague.dispose()]);
});

test('green ones are approved together, and a pause is seen by everybody', async ({ page, server, words: { studio: words }, pass, owner }) => {
  void owner;
  const { request } = page;
  const account = await openAccount(request, '设计师小沈');
  const shen = await hire(request, '沈佳', '设计师');
  await answered(request, 'PUT', `/accounts/${account}/holder`, { employee: shen });
  const writer = await requests.newContext({ baseURL: server.url });
  await letIn(request, writer, shen, '沈佳');
  await handedIn(writer, await planned(request, account, shen, '下面留空'), 1, 1, BODY);
  await page.goto('/studio/review');
  const queue = page.getByRole('grid', { name: words.queue });
  await queue.getByRole('checkbox').check();
  await page.getByRole('button', { name: words.approveOne }).click();
  await expect(queue).toBeHidden();
  await pass('studio-review-empty');

  await page.goto('/studio/pauses');
  await page.getByRole('button', { name: words.pause }).click();
  const dialog = dialogOf(page);
  await dialog.getByText(words.brand, { exact: true }).click();
  await dialog.getByRole('textbox', { name: words.pauseReason }).fill('收到平台通知，先查清楚');
  await pass('studio-pause-dialog');
  await dialog.getByRole('button', { name: words.pause, exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.goto('/studio/drafts');
  await expect(page.getByText('收到平台通知，先查清楚')).toBeVisible();
  await pass('studio-paused');
  await writer.dispose();
});
