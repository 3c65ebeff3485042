/** What comes with a seat is looked at and noted; texts are written, judged, approved and rolled out. */
import type { Page } from '@playwright/test';
import { expect, test } from '../../kit/test';

const NICKNAME = '设计师小王';
const WELCOME = '你好，我是小王，想先看户型还是先看预算？';

async function account(page: Page): Promise<string> {
  const answer = await page.request.post('/api/v1/accounts', { data: { kind: 'kos', nickname: NICKNAME } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { id: string }).id;
}

test('somebody looks in the back office and notes what is there', async ({ page, words: { entitlementsOf: words, save }, pass, owner }) => {
  void owner;
  await account(page);
  await page.goto('/entitlements');
  const list = page.getByRole('grid', { name: words.list });
  await expect(list).toContainText(NICKNAME);
  await pass('entitlements');
  await list.getByRole('link', { name: NICKNAME }).click();
  await page.getByRole('button', { name: words.see }).nth(1).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: words.seen }).click();
  await page.getByTitle(words.limited).click();
  await dialog.getByLabel(words.remark).fill('提示近 30 天消耗不足');
  await pass('entitlement-seen');
  await dialog.getByRole('button', { name: save, exact: true }).click();
  await expect(page.getByRole('grid', { name: words.history })).toContainText('提示近 30 天消耗不足');
  await expect(page.getByRole('grid', { name: words.list })).toContainText(words.conditional);
  await pass('entitlements-of-account');
});

test('a welcome message is written, approved, rolled out and confirmed', async ({ page, words: { entitlementsOf: words, save }, pass, owner }) => {
  void owner;
  const id = await account(page);
  await page.goto('/entitlements/cards');
  await pass('cards-empty');
  await write(page, words, save, ['到店欢迎语', WELCOME]);
  const card = page.getByRole('region', { name: '到店欢迎语' });
  await card.getByRole('button', { name: words.approve }).click();
  await card.getByRole('button', { name: words.rollOut }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: NICKNAME }).check();
  await pass('card-rollout');
  await dialog.getByRole('button', { name: words.rollOut }).click();
  await expect(dialog).toBeHidden();
  await pass('cards');
  await page.goto(`/accounts/${id}?tab=entitlements`);
  const carried = page.getByRole('grid', { name: words.carried });
  await expect(carried).toContainText(WELCOME);
  await expect(carried).toContainText(words.waiting);
  await carried.getByRole('button', { name: words.done }).click();
  await expect(carried).not.toContainText(words.waiting);
});

test('contact data in a message cannot be approved by anybody', async ({ page, words: { entitlementsOf: words, save }, pass, owner }) => {
  void owner;
  await page.goto('/entitlements/cards');
  await write(page, words, save, ['加我', '加我微信 muli_8899 领资料']);
  const card = page.getByRole('region', { name: '加我' });
  await expect(card).toContainText(words.blocked);
  await expect(card.getByRole('button', { name: words.approve })).toBeHidden();
  await pass('card-blocked');
  await card.getByRole('button', { name: words.refuse }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words.reason).fill('请改用官方名片');
  await dialog.getByRole('button', { name: words.refuse }).click();
  await expect(card).toContainText(words.refused);
});

async function write(page: Page, words: { write: string; title: string; body: string }, save: string, [title, body]: [string, string]): Promise<void> {
  await page.getByRole('button', { name: words.write }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words.title).fill(title);
  await dialog.getByLabel(words.body, { exact: true }).fill(body);
  await dialog.getByRole('button', { name: save, exact: true }).click();
  await expect(dialog).toBeHidden();
}
