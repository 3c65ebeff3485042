/** Texts: judged by the brand's own rules at once, compared with the notes of the matrix, and followed once they are published. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../../kit/axe';
import { bringNotesIn } from '../../kit/brand';
import { expect, test } from '../../kit/test';
import type { Words } from '../../kit/words';

const PLAIN = '小户型玄关怎么做收纳，量房时要先想清楚的三件事';
const EARLIER = '旧房翻新前一定要想清楚的七件事，第三件最容易忘';
const COPY = '旧房翻新前一定要想清楚的七件事，第三件最容易忘！';
const RISKY = '我们是全国销量第一的全屋定制';
/** A rule of the packs stops it, whatever stands beside it. */
const BLOCKED = '想了解加我V❤️信 13912345678';
const CLAIM = '研究表明睡我们的床垫深睡多两小时';
const NOTES = [
  { title: EARLIER, creator: '设计师小张', daysAgo: 9 },
  { title: COPY, creator: '软装师小林', daysAgo: 3 },
  { title: RISKY, creator: '软装师小林', daysAgo: 2 },
  { title: '周末去工地看水电验收，顺手记了几个数', creator: '设计师小张', daysAgo: 1 },
];

const verdictOf = (page: Page): Locator => page.getByRole('main').getByRole('status').first();

async function write(page: Page, words: Words, text: string): Promise<void> {
  await page.getByRole('textbox', { name: words.textToCheck }).fill(text);
}

const tab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();

/** Fills what a dialog asks for and saves it. */
async function save(page: Page, words: Words, fields: Record<string, string>): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label, { exact: true }).fill(value);
  await dialog.getByRole('button', { name: words.save, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('an exception, an own word and a proof change what the check says at once', async ({ page, words, pass, owner }) => {
  void owner;
  await page.goto('/check');
  await pass('check-empty');
  await write(page, words, BLOCKED);
  await expect(verdictOf(page)).toContainText(words.blocked);
  await page.getByRole('button', { name: words.more }).click();
  await page.getByRole('checkbox', { name: words.aiUsed }).check();
  await pass('check-blocked');
  await page.getByRole('button', { name: words.allow }).click();
  await pass('check-exception');
  await save(page, words, {});
  await expect(verdictOf(page)).toContainText(words.passes);

  await tab(page, words.contentTabs.rules);
  await page.getByRole('button', { name: words.addOwnWord }).click();
  await save(page, words, { [words.ruleWords]: '玄关怎么做' });
  await expect(page.getByRole('grid', { name: words.ownWords })).toContainText('玄关怎么做');
  await pass('rules');
  await tab(page, words.contentTabs.check);
  await write(page, words, PLAIN);
  await expect(verdictOf(page)).toContainText(words.blocked);

  await write(page, words, CLAIM);
  await expect(verdictOf(page)).toContainText(words.needsProof);
  await page.getByRole('button', { name: words.prove }).first().click();
  await save(page, words, { [words.proof]: '2025 年行业协会销量证明，法务共享盘 0231 号' });
  await expect(verdictOf(page)).toContainText(words.advice);
});

test('a pack is read, exchanged for an own edition and taken back, and a wrong one is refused in a sentence', async ({ page, words, pass, owner }) => {
  void owner;
  await page.goto('/check/rules');
  const packs = page.getByRole('grid', { name: words.packs });
  await packs.getByRole('row').nth(1).getByRole('button').click();
  const dialog = page.getByRole('dialog');
  const whole = dialog.getByRole('textbox', { name: words.wholePack });
  await expect(whole).toHaveValue(/^id = "/m);
  await pass('pack');
  const body = await whole.inputValue();
  await dialog.getByRole('button', { name: words.ownEdition }).click();
  const edition = dialog.getByRole('textbox', { name: words.pasteEdition });
  await edition.fill(body.replace(/^version = ".*"$/m, 'version = '));
  await dialog.getByRole('button', { name: words.putIn }).click();
  await expect(dialog.getByRole('alert').first()).toBeVisible();
  await pass('pack-refused');
  await edition.fill(body.replace(/^version = ".*"$/m, 'version = "our-1"'));
  await dialog.getByRole('button', { name: words.putIn }).click();
  await expect(dialog.getByText(words.own, { exact: true })).toBeVisible();
  await expect(whole).toHaveValue(/our-1/);
  await dialog.getByRole('button', { name: words.takeOut }).click();
  await page.getByRole('dialog').last().getByRole('button', { name: words.takeOut }).click();
  await expect(dialog.getByText(words.own, { exact: true })).toBeHidden();
  await expect(whole).not.toHaveValue(/our-1/);
});

test('a near-copy stands beside the note that it is like, and its passages point at each other', async ({ page, words, pass, owner }) => {
  void owner;
  await bringNotesIn(page.request, NOTES);
  await page.goto('/check');
  await write(page, words, COPY);
  const similar = page.getByRole('region', { name: words.likeNotes });
  await expect(similar.getByRole('status')).toContainText(words.nearlySame);
  const [draft, note] = [similar.getByRole('region', { name: words.yourText }).first(), similar.getByRole('region', { name: words.theNote }).first()];
  await expect(note).toContainText(/设计师小张|软装师小林/);
  await draft.getByRole('button').first().press('Enter');
  await expect(note.getByRole('button').first()).toBeFocused();
  await expect(draft.locator('mark[data-lit]')).toHaveCount(1);
  await pass('check-similar');

  await tab(page, words.contentTabs.compare);
  await expect(page.getByRole('textbox', { name: words.draftToCompare })).toHaveValue(COPY);
  await page.getByRole('button', { name: words.addText }).click();
  await page.getByRole('textbox', { name: words.firstOther }).fill(`${COPY}，记得收藏`);
  await expect(page.getByRole('region', { name: words.compared }).getByText(words.firstOther).first()).toBeVisible();
  await pass('compare');
});

test('published notes that need somebody are listed, and lead to the row that told them', async ({ page, words, pass, owner }) => {
  void owner;
  await bringNotesIn(page.request, NOTES);
  await page.goto('/check/notes');
  const risky = page.getByRole('grid', { name: words.risky });
  await expect(risky).toContainText(RISKY, { timeout: 30_000 });
  await pass('notes-risky');
  await risky.getByRole('button', { name: RISKY }).click();
  await expect(page.getByRole('dialog').locator('mark').first()).toBeVisible();
  await pass('notes-risky-open');
  await page.getByRole('dialog').getByRole('link', { name: words.sourceRow }).click();
  await expect(page.getByRole('heading', { name: words.rowNumber })).toBeVisible();

  await page.goto('/check/notes?tab=copies');
  const copies = page.getByRole('grid', { name: words.copies });
  await expect(copies).toContainText(COPY, { timeout: 30_000 });
  await pass('notes-copies');
  await copies.getByRole('button', { name: COPY }).click();
  await expect(page.getByRole('region', { name: words.earlierNote })).toContainText(EARLIER);
  await expect(page.getByRole('region', { name: words.thisNote })).toContainText('软装师小林');
  await pass('notes-copies-open');
});

test('who may not change the rules reads them all', async ({ page, words, owner, server, browser, language }, { project }) => {
  void owner;
  await page.request.post('/api/v1/content-rules', { data: { kind: 'forbidden', words: '竞品甲', outcome: 'block', reason: '不提同行' } });
  const made = await page.request.post('/api/v1/invitations', { data: { email: 'zhou@example.com', role: 'operator', visibility: 'all' } });
  const { link } = (await made.json()) as { link: string };
  const context = await browser.newContext({ baseURL: server.url });
  await context.request.post('/api/v1/invitation-acceptances', { data: { token: link.split('#').at(-1), name: '周敏', password: 'a quiet road in the hills' } });
  const colleague = await context.newPage();
  await colleague.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
  await colleague.goto('/check/rules');
  await expect(colleague.getByRole('grid', { name: words.ownWords })).toContainText('竞品甲');
  await expect(colleague.getByRole('button', { name: words.addOwnWord })).toHaveCount(0);
  await expect(colleague.getByRole('button', { name: words.remove, exact: true })).toHaveCount(0);
  await colleague.getByRole('grid', { name: words.packs }).getByRole('row').nth(1).getByRole('button').click();
  await expect(colleague.getByRole('dialog').getByRole('textbox', { name: words.wholePack })).toBeVisible();
  await expect(colleague.getByRole('dialog').getByRole('button', { name: words.ownEdition })).toHaveCount(0);
  await expectAccessible(colleague);
  await colleague.screenshot({ path: `results/screens/${project.name}-rules-read.png` });
  await context.close();
});
