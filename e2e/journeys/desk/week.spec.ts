/** A merchant's Monday: drop the week's files in, see the matrix, follow a number to the row that told it, see what there is to do, take the report along. */
import type { Page } from '@playwright/test';
import { weekOfFiles, type ExportFile } from '../../kit/exports';
import { expect, test } from '../../kit/test';
import type { Words } from '../../kit/words';

/** What is printed is dark on light, whatever the screen is. */
const INK = 'rgb(26, 30, 38)';

const lineOf = (page: Page, { name }: ExportFile) => page.getByRole('listitem').filter({ hasText: name });

/** Types the days as a person does who has the file's page beside them. */
async function sayPeriod(page: Page, file: ExportFile): Promise<void> {
  if (!file.period) return;
  const [from, to] = await lineOf(page, file).getByRole('textbox').all();
  await from?.fill(file.period.from);
  await from?.press('Enter');
  await to?.fill(file.period.to);
  await to?.press('Enter');
}

async function bringWeekIn(page: Page, words: Words, files: ExportFile[], pass: (moment: string) => Promise<void>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(files.map(({ path }) => path));
  for (const file of files) await expect(lineOf(page, file)).toBeVisible();
  for (const file of files) await expect(lineOf(page, file).getByText(words.ready).or(lineOf(page, file).getByText(words.needsPeriod))).toBeVisible();
  for (const file of files) {
    if (await lineOf(page, file).getByText(words.needsPeriod).isVisible()) await sayPeriod(page, file);
    await expect(lineOf(page, file).getByText(words.ready)).toBeVisible();
  }
  const [first] = files;
  if (first) await lineOf(page, first).getByRole('button', { name: words.check }).click();
  await expect(page.getByRole('grid', { name: words.preview })).toBeVisible();
  await pass('imports-proposed');
  await page.getByRole('button', { name: words.startAll }).click();
  await expect(page.getByRole('grid', { name: words.past }).getByText(words.done)).toHaveCount(files.length, { timeout: 30_000 });
}

test('files dropped on Monday become a matrix, whose numbers lead back to their rows, and work for today', async ({ page, words, pass, owner }) => {
  void owner;
  await page.goto('/');
  await expect(page.getByRole('heading', { name: words.firstFiles })).toBeVisible();
  await pass('today-empty');

  await page.goto('/imports');
  const files = weekOfFiles();
  await bringWeekIn(page, words, files, pass);
  await pass('imports-done');

  await page.getByRole('link', { name: words.board }).click();
  const board = page.getByRole('grid', { name: words.board });
  await expect(board.getByRole('row')).not.toHaveCount(0);
  await expect(board.getByText(words.total)).toBeVisible();
  await expect(board.getByText(words.unassigned)).toBeVisible();
  await pass('board');

  const number = board.getByRole('row').nth(1).getByRole('button', { name: /[1-9]/ }).first();
  await number.click();
  const row = page.getByRole('dialog').getByRole('link', { name: words.rowNumber }).first();
  await expect(row).toBeVisible();
  await pass('board-sources');
  await row.click();
  await expect(page.getByRole('heading', { name: words.rowNumber })).toBeVisible();
  await pass('source-row');

  await page.goto('/');
  await expect(page.getByRole('heading', { level: 3 }).first()).toBeVisible();
  await page.getByRole('button', { name: words.evidence }).first().click();
  await pass('today');

  await page.getByRole('link', { name: words.report }).click();
  await expect(page.getByRole('article')).toContainText('木与光');
  await pass('report');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toHaveCSS('color', INK);
});
