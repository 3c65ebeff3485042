/** Dialogs, as somebody fills them in: a list is opened and chosen from, a field is found by its label. */
import { expect, type Locator, type Page } from '@playwright/test';

export const dialogOf = (page: Page): Locator => page.getByRole('dialog').last();

export async function choose(page: Page, within: Locator, label: string, option: string | RegExp): Promise<void> {
  await within.getByRole('combobox', { name: label }).click();
  await page.locator('.ant-select-dropdown:visible').getByText(option).first().click();
}

export async function fill(within: Locator, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await within.getByLabel(label, { exact: true }).fill(value);
}

/** Presses the button of a dialog; one that was pressed before may still show that it was busy. */
export async function press(page: Page, verb: string): Promise<void> {
  await dialogOf(page).getByRole('button', { name: new RegExp(`${verb}$`) }).click();
  await page.mouse.move(0, 0);
}

/** The same, and waits until the dialog is gone: the server said yes. */
export async function confirm(page: Page, verb: string): Promise<void> {
  const dialog = dialogOf(page);
  await press(page, verb);
  await expect(dialog).toBeHidden();
}
