/** An employee's phone: a browser of its own beside the desk, in the hand of whoever was invited. */
import { devices, expect, type APIRequestContext, type Browser, type BrowserContextOptions } from '@playwright/test';
import { letIn } from './brand';
import type { Language, Words } from './words';

export interface PhoneOf {
  browser: Browser;
  url: string;
  options: BrowserContextOptions;
  language: Language;
  words: Words;
}

/** Joins by their invitation and signs every agreement that waits for them. */
export async function signOnPhone(owner: APIRequestContext, { browser, url, options, language, words }: PhoneOf, who: { employee: string; name: string; email: string }): Promise<void> {
  const { papers } = words;
  const context = await browser.newContext({ ...options, ...devices['iPhone 14'], baseURL: url });
  await letIn(owner, context.request, who.employee, who.name, who.email);
  const phone = await context.newPage();
  await phone.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
  await phone.goto('/m/me');
  await phone.getByText(papers.openFile).click();
  const agreements = phone.locator('section.p-card[aria-label]');
  await expect(agreements.first()).toBeVisible();
  for (const agreement of await agreements.all()) {
    await agreement.getByLabel(papers.writeName).fill(who.name);
    await agreement.getByRole('button', { name: papers.sign }).click();
    await expect(agreement).toContainText(papers.signed);
  }
  await context.close();
}
