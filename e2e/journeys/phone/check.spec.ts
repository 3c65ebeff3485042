/** Before posting, on the phone: is it allowed, and has it been said before? */
import { bringNotesIn } from '../../kit/brand';
import { expect, test } from '../../kit/test';

const TITLE = '旧房翻新前一定要想清楚的七件事，第三件最容易忘';

test('a pasted text is judged as one types, and what it is like is shown below', async ({ page, words, pass, owner }) => {
  void owner;
  await bringNotesIn(page.request, [{ title: TITLE, creator: '设计师小张', daysAgo: 3 }]);
  await page.goto('/m');
  await page.getByRole('navigation').getByRole('link', { name: words.checkPhone }).click();
  await expect(page).toHaveURL(/\/m\/check$/);
  await pass('check-empty');
  const text = page.getByRole('textbox', { name: words.textToCheck });
  await text.fill('想了解加我V❤️信 13912345678');
  await expect(page.getByRole('status').first()).toContainText(words.blocked);
  await pass('check-blocked');
  await text.fill(`${TITLE}！`);
  const similar = page.getByRole('region', { name: words.likeNotes });
  await expect(similar.getByRole('status')).toContainText(words.nearlySame);
  await expect(similar.getByRole('region', { name: words.theNote })).toContainText(TITLE.slice(-5));
  await pass('check-similar');
});

test('the lists and rules that Today leads to fit the phone as well', async ({ page, words, pass, owner }) => {
  void owner;
  await bringNotesIn(page.request, [{ title: '我们是全国销量第一的全屋定制', creator: '设计师小张', daysAgo: 3 }]);
  await page.goto('/check/notes');
  await expect(page.getByRole('grid', { name: words.risky })).toContainText('销量第一', { timeout: 30_000 });
  await pass('desk-notes');
  await page.goto('/check/rules');
  await expect(page.getByRole('grid', { name: words.packs })).toBeVisible();
  await pass('desk-rules');
});
