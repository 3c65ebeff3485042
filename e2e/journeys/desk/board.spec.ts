/** The board as somebody uses it all day: without a mouse, and reading down its columns. */
import type { Locator } from '@playwright/test';
import { expect, test } from '../../kit/test';

const OFF_PX_MAX = 1;

/** Where the text of an element ends, without what is drawn beside it. */
const endOf = (element: Locator): Promise<number> =>
  element.evaluate((node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const text = walker.nextNode();
    const range = document.createRange();
    range.selectNodeContents(text ?? node);
    return range.getBoundingClientRect().right;
  });

test('a number stands under the title of its column, whichever column is sorted', async ({ page, words, matrix }) => {
  void matrix;
  await page.goto('/board');
  const board = page.getByRole('grid', { name: words.board });
  const title = board.getByRole('button', { name: words.reads, exact: true });
  await expect(board.getByRole('columnheader', { name: words.reads })).toHaveAttribute('aria-sort', 'descending');
  const place = await board.getByRole('columnheader', { name: words.reads }).evaluate((head: HTMLTableCellElement) => head.cellIndex);
  const number = board.getByRole('row').nth(1).locator('td, th').nth(place).locator('.k-number').first();
  expect(Math.abs((await endOf(title)) - (await endOf(number)))).toBeLessThanOrEqual(OFF_PX_MAX);
});

test('the keyboard alone leads from the board to the file behind a number, and on to the report', async ({ page, words, matrix }) => {
  void matrix;
  await page.goto('/board');
  const board = page.getByRole('grid', { name: words.board });
  await board.focus();
  await page.keyboard.press('ArrowDown');
  const number = board.getByRole('row').nth(1).getByRole('gridcell').filter({ has: page.getByRole('button', { name: /[1-9]/ }) }).first();
  while (!(await number.evaluate((cell) => cell === document.activeElement))) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('link', { name: words.rowNumber }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(number).toBeFocused();

  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: words.palette }).fill(words.report);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toBeVisible();
});
