/** Seats on their way, as an owner takes them. */
import { expect, type Page } from '@playwright/test';
import { choose, confirm, dialogOf, fill, press } from './dialogs';
import type { Words } from './words';

export const COMPANY = '木与光家居（苏州）有限公司';
export const CODE = '91350100M000100Y43';

export async function register(page: Page, { seats: s, save }: Words): Promise<void> {
  await page.getByRole('button', { name: s.addEntity }).first().click();
  await fill(dialogOf(page), { [s.entityName]: COMPANY, [s.code]: '91350100M000100Y44' });
  await choose(page, dialogOf(page), s.edition, s.greyTest);
  await press(page, save);
  await expect(dialogOf(page)).toContainText('GB 32100-2015');
  await fill(dialogOf(page), { [s.code]: CODE });
  await confirm(page, save);
}

/** Takes the next step with all seats of a state. */
export async function bulk(page: Page, state: string, button: RegExp, verb: string, fields: Record<string, string> = {}): Promise<void> {
  await page.goto(`/seats?state=${state}`);
  await page.getByRole('button', { name: button }).click();
  await fill(dialogOf(page), fields);
  await confirm(page, verb);
}
