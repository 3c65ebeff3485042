/** The first five minutes: an empty installation, its owner and first brand, and the way back in. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../kit/axe';
import { OWNER, WORKSPACE } from '../kit/brand';
import { comeBack, signIn } from '../kit/signIn';
import { chooseLanguage, expect, test } from '../kit/test';
import type { Words } from '../kit/words';

async function describeOwner(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.name, { exact: true }).fill(OWNER.name);
  await page.getByLabel(words.email, { exact: true }).fill(OWNER.email);
  await page.getByLabel(words.password, { exact: true }).fill(OWNER.password);
  await page.getByRole('button', { name: words.next }).click();
}

async function describeWorkspace(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.organisation, { exact: true }).fill(WORKSPACE.organisation);
  await page.getByLabel(words.firstBrand, { exact: true }).fill(WORKSPACE.brand);
  await page.getByRole('button', { name: words.start }).click();
}

test('the first visitor becomes the owner, lands inside, and can come back', async ({ page, context, words, look }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await chooseLanguage(page, words);
  await expect(page.getByRole('heading', { name: words.setUp })).toBeVisible();
  await expectAccessible(page);
  await look('setup-owner');
  await describeOwner(page, words);
  await expectAccessible(page);
  await look('setup-brand');
  await describeWorkspace(page, words);
  await expect(page).not.toHaveURL(/\/(setup|sign-in)/);
  await expectAccessible(page);
  await look('first-page');

  await context.clearCookies();
  await page.goto('/');
  await expect(page.getByRole('button', { name: words.signIn })).toBeVisible();
  await expectAccessible(page);
  await look('sign-in');
  await comeBack(page, words);
});

test('a wrong password is refused in a sentence, and the second visitor cannot set up again', async ({
  page,
  request,
  words,
  language,
}) => {
  const owner = { owner: OWNER, ...WORKSPACE, zone: 'Asia/Shanghai', language };
  expect((await request.post('/api/v1/setup', { data: owner })).ok()).toBe(true);
  expect((await request.post('/api/v1/setup', { data: owner })).ok()).toBe(false);

  await page.goto('/sign-in');
  await chooseLanguage(page, words);
  await signIn(page, words, 'not the password');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});
