/** A text that was rolled out reaches the phone of whoever runs the account: Today says so, and one tap confirms it. */
import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../../kit/test';

const WELCOME = '你好，我是小王，想先看户型还是先看预算？';

async function made<T>(request: APIRequestContext, path: string, data: unknown): Promise<T> {
  const answer = await request.post(`/api/v1${path}`, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as T;
}

test('Today tells of a text to set, and the account page confirms it', async ({ page, words: { entitlementsOf: words }, pass, owner }) => {
  void owner;
  const account = await made<{ id: string }>(page.request, '/accounts', { kind: 'kos', nickname: '设计师小王' });
  const card = await made<{ versions: { id: string }[] }>(page.request, '/card-texts', { kind: 'welcome_message', title: '到店欢迎语', body: WELCOME });
  const version = card.versions[0]?.id ?? '';
  await made(page.request, `/card-versions/${version}/approval`, {});
  await made(page.request, `/card-versions/${version}/rollouts`, { accounts: [account.id] });
  await page.goto('/m');
  await expect(page.getByRole('article').filter({ hasText: '到店欢迎语' })).toBeVisible();
  await page.goto(`/m/accounts/${account.id}`);
  const texts = page.getByRole('region', { name: words.toSet });
  await expect(texts).toContainText(WELCOME);
  await pass('texts');
  await texts.getByRole('button', { name: words.done }).click();
  await expect(texts).toBeHidden();
});
