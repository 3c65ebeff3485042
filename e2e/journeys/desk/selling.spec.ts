/** Goods are hung where the shop was seen, live sessions are planned, held and counted, and money is granted by somebody else. */
import { request as requests, type APIRequestContext, type Page } from '@playwright/test';
import { bringNotesIn, hire, letOperatorIn, openAccount } from '../../kit/brand';
import { expect, test } from '../../kit/test';

const NICKNAME = '设计师小王';
const TITLE = '小户型客厅怎么摆沙发';
const DAY_MS = 86_400_000;

/** The clock of the brand some days from now: `2026-06-23 20:00`. */
const clock = (days: number, time: string): string => `${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)} ${time}`;

async function made<T>(request: APIRequestContext, path: string, data: unknown): Promise<T> {
  const answer = await request.post(`/api/v1${path}`, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as T;
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: label, exact: true }).click();
  await page.locator('.ant-select-dropdown:visible').getByTitle(option).click();
}

test('goods hang where the shop was seen, and somebody sees who carries them', async ({ page, words: { selling: words, save }, pass, owner }) => {
  void owner;
  const account = await openAccount(page.request, NICKNAME);
  await page.goto('/selling');
  await pass('selling-goods-empty');
  await page.getByRole('button', { name: words.add }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words.name, { exact: true }).fill('三人位布艺沙发');
  await dialog.getByLabel(words.articleNo).fill('SF-001');
  await dialog.getByLabel(words.shop).fill('木里旗舰店');
  await dialog.getByLabel(words.price).fill('3599');
  await pass('selling-goods-dialog');
  await dialog.getByRole('button', { name: save, exact: true }).click();
  await expect(dialog).toBeHidden();
  const list = page.getByRole('grid', { name: words.list });
  await expect(list).toContainText('SF-001');

  await list.getByRole('button', { name: words.tools }).click();
  await page.getByRole('menuitem', { name: words.hang }).click();
  await choose(page, words.account, NICKNAME);
  await dialog.getByRole('button', { name: words.hang, exact: true }).click();
  await expect(dialog.getByRole('alert').first()).toContainText(words.unseen);
  await pass('selling-hang-refused');
  await made(page.request, `/accounts/${account}/entitlement-sightings`, { entitlement: 'shop', sighting: 'present' });
  await dialog.getByRole('button', { name: words.hang, exact: true }).click();
  await expect(dialog).toBeHidden();

  await list.getByRole('button', { name: words.carriedOne }).click();
  const carriers = page.getByRole('grid', { name: words.hangings });
  await expect(carriers).toContainText(NICKNAME);
  await pass('selling-carriers');
  await carriers.getByRole('button', { name: words.takeDown }).click();
  await page.getByRole('dialog').last().getByRole('button', { name: words.takeDown, exact: true }).click();
  await expect(carriers).toBeHidden();
});

test('a live session is planned once, held, counted and corrected', async ({ page, words: { selling: words, save }, pass, owner }) => {
  void owner;
  const account = await openAccount(page.request, NICKNAME);
  const host = await hire(page.request, '王芳', '设计师');
  await made(page.request, `/accounts/${account}/entitlement-sightings`, { entitlement: 'shop', sighting: 'present' });
  const plan = { host, topic: '周末专场', starts_at: new Date(Date.now() - DAY_MS).toISOString(), minutes: 120 };
  await made(page.request, '/live-sessions', { account, plan });
  await page.goto('/selling/live');
  const list = page.getByRole('grid', { name: words.live });
  const dialog = page.getByRole('dialog');
  const planning = async (topic: string, time: string) => {
    await page.getByRole('button', { name: words.plan }).click();
    await choose(page, words.account, NICKNAME);
    await dialog.getByLabel(words.topic, { exact: true }).fill(topic);
    await dialog.getByLabel(words.starts).fill(clock(2, time));
    await dialog.getByLabel(words.starts).press('Enter');
    await choose(page, words.host, '王芳 · 设计师');
  };
  await planning('新品专场', '20:00');
  await pass('selling-live-dialog');
  await dialog.getByRole('button', { name: save, exact: true }).click();
  await expect(list).toContainText('新品专场');
  await expect(list).toContainText(clock(2, '20:00'));
  await planning('撞档专场', '21:00');
  await dialog.getByRole('button', { name: save, exact: true }).click();
  await expect(dialog.getByRole('alert').first()).toContainText(words.clash);
  await pass('selling-live-clash');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await pass('selling-live');

  await list.getByText('周末专场').click();
  await page.getByRole('button', { name: words.hold }).click();
  await page.getByRole('button', { name: words.count }).click();
  const numbers = page.getByRole('dialog').last();
  await numbers.getByLabel(words.viewers).fill('3200');
  await numbers.getByLabel(words.leads).fill('12');
  await pass('selling-live-count');
  await numbers.getByRole('button', { name: save, exact: true }).click();
  const results = page.getByRole('region', { name: words.results });
  await expect(results.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: words.correct }).click();
  await numbers.getByLabel(words.leads).fill('10');
  await numbers.getByLabel(words.correctReason).fill('剔除重复线索');
  await numbers.getByRole('button', { name: save, exact: true }).click();
  await expect(results.getByRole('article')).toHaveCount(2);
  await expect(results).toContainText('剔除重复线索');
  await pass('selling-live-results');
});

test('promotion money is granted by somebody else, and overspending is said', async ({ page, server, words: { selling: words, save }, pass, owner }) => {
  void owner;
  const account = await openAccount(page.request, NICKNAME);
  await bringNotesIn(page.request, [{ title: TITLE, creator: NICKNAME, daysAgo: 3 }]);
  await page.goto('/selling/promotion');
  await pass('selling-promotion-empty');
  await page.getByRole('button', { name: words.ask }).click();
  const dialog = page.getByRole('dialog');
  await choose(page, words.account, NICKNAME);
  await choose(page, words.note, TITLE);
  await dialog.getByLabel(words.budget).fill('500');
  await dialog.getByLabel(words.days).fill('7');
  await dialog.getByLabel(words.why, { exact: true }).fill('看一周内每条线索花多少');
  await pass('selling-ask');
  await dialog.getByRole('button', { name: words.ask, exact: true }).click();
  await expect(dialog).toBeHidden();
  const list = page.getByRole('grid', { name: words.promotion });
  await list.getByText(TITLE).click();
  await expect(page.getByRole('dialog')).toContainText(words.notOwn);
  await expect(page.getByRole('button', { name: words.grant })).toBeHidden();
  await page.keyboard.press('Escape');

  const colleague = await requests.newContext({ baseURL: server.url });
  await letOperatorIn(page.request, colleague, '陈宇');
  await made(colleague, '/promotions', { account, budget_fen: 50_000, days: 7, why: '新品第一周' });
  await colleague.dispose();
  await list.getByRole('row').filter({ hasText: '陈宇' }).getByText(NICKNAME).click();
  await page.getByRole('button', { name: words.grant, exact: true }).click();
  await page.getByRole('dialog').last().getByRole('button', { name: words.grant, exact: true }).click();
  await page.getByRole('button', { name: words.enter }).click();
  const numbers = page.getByRole('dialog').last();
  await numbers.getByLabel(words.spend).fill('520');
  await numbers.getByLabel(words.leads).fill('4');
  await numbers.getByRole('button', { name: save, exact: true }).click();
  await numbers.getByLabel(words.over).fill('平台日预算有浮动');
  await pass('selling-overspend');
  await numbers.getByRole('button', { name: save, exact: true }).click();
  await expect(list).toContainText('¥130.00');
  await pass('selling-promotion');
  await page.goto(`/accounts/${account}?tab=selling&part=promotion`);
  await expect(page.getByRole('tabpanel', { name: words.tab }).getByRole('grid', { name: words.promotion })).toContainText(TITLE);
  await pass('selling-account');
});
