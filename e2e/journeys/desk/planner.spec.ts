/** The cost lens: the cases of the press come out as it tells them, a slider moves the sums, and the address is the plan. */
import type { Page } from '@playwright/test';
import { expect, test } from '../../kit/test';
import type { Words } from '../../kit/words';

async function begin(page: Page, words: Words, name: string): Promise<void> {
  await page.getByRole('button', { name: words.planCases }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

const row = (page: Page, name: RegExp) => page.getByRole('row', { name });

test('the cases of the press come out to the yuan, each number with its source', async ({ page, words, pass, owner }) => {
  void owner;
  await page.goto('/planner');
  await expect(row(page, words.planForced)).toContainText('≥ ¥5,000');
  await expect(row(page, words.planForced)).toContainText('¥720,000');
  await pass('planner');

  await begin(page, words, words.planHome);
  await expect(row(page, words.planForced)).toContainText('¥5,000');
  await expect(page.getByText(words.planEven('64.0%'))).toBeVisible();

  await begin(page, words, words.planMedical);
  await expect(row(page, words.planForced)).toContainText('¥200,000');
  await expect(row(page, words.planFees)).toContainText('¥60,000');
  await expect(page.getByText(words.planEven('70.0%'))).toBeVisible();

  await begin(page, words, words.planAgent);
  const refused = page.getByRole('region', { name: words.planAgentOffer });
  await expect(refused).toContainText('¥30,000');
  await expect(refused).toContainText('50');
  await pass('planner-agent');
  await expect(page.getByRole('heading', { name: words.planBasis })).toBeVisible();
});

test('a plan is moved by hand and shared by its address', async ({ page, words, pass, owner }) => {
  void owner;
  await page.goto('/planner');
  await page.getByRole('spinbutton', { name: words.planSeats, exact: true }).fill('30');
  await page.keyboard.press('Tab');
  await expect(row(page, words.planFees)).toContainText('¥18,000');
  await page.getByRole('slider', { name: words.planWorth }).focus();
  for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/seats=30.*worth=10/);
  await page.getByText(words.planCash, { exact: true }).click();
  await expect(page.locator('.k-chart').first()).toBeVisible();
  await expect(page.getByRole('cell', { name: '¥18,600' }).first()).toBeVisible();
  await pass('planner-cash');

  const address = page.url();
  await page.goto('/');
  await page.goto(address);
  await expect(page.getByRole('spinbutton', { name: words.planSeats, exact: true })).toHaveValue('30');
  await expect(page.getByRole('spinbutton', { name: words.planWorth })).toHaveValue('10');
  await expect(row(page, words.planFees)).toContainText('¥18,000');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('slider', { name: words.planWorth })).toBeHidden();
  await expect(row(page, words.planFees)).toBeVisible();
});
