/** The way back in. */
import { expect, type Page } from '@playwright/test';
import { OWNER } from './brand';
import type { Words } from './words';

export async function signIn(page: Page, words: Words, password: string): Promise<void> {
  await page.getByLabel(words.email, { exact: true }).fill(OWNER.email);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.signIn }).click();
}

/** The owner, whose session has ended, signs in again. */
export async function comeBack(page: Page, words: Words): Promise<void> {
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, words, OWNER.password);
  await expect(page).not.toHaveURL(/\/sign-in/);
}
