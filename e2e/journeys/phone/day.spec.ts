/** Ten minutes on the phone: what now, how my accounts do, and me. */
import type { Page } from '@playwright/test';
import { expect, test } from '../../kit/test';

const THUMB_PX = 44;

/** Every control has room for a thumb, but for the link that only a keyboard finds. */
async function expectTouchable(page: Page): Promise<void> {
  for (const control of await page.locator('button, nav a').all()) {
    const box = await control.boundingBox();
    expect(box?.height ?? 0, await control.innerText()).toBeGreaterThanOrEqual(THUMB_PX);
  }
}

test('the phone says what to do now, and three taps lead to the figures', async ({ page, words, pass, matrix }) => {
  void matrix;
  await page.goto('/');
  await expect(page).toHaveURL(/\/m$/);
  await expect(page.getByRole('article').first()).toBeVisible();
  await pass('today');
  await page.getByRole('button', { name: words.later }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await pass('later');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('link', { name: words.accounts }).click();
  await expect(page.getByText(words.lastNote).first()).toBeVisible();
  await pass('accounts');
  await page.getByText(words.lastNote).first().click();
  await expect(page).toHaveURL(/\/m\/accounts\/account_/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await pass('account');
  await page.getByRole('link', { name: words.me }).click();
  await expect(page.getByText(words.thisDevice)).toBeVisible();
  await expect(page.getByText(/^Chrome · /)).toBeVisible();
  await expectTouchable(page);
  await pass('me');
});

test('before the first import the phone says that nothing waits', async ({ page, pass, owner }) => {
  void owner;
  await page.goto('/m');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await pass('today-empty');
});
