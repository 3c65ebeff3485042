/** A person's file: the proof handed in and accepted, the agreements published, and a persona that is what they are. */
import type { Page } from '@playwright/test';
import { hire, openAccount } from '../../kit/brand';
import { expect, test } from '../../kit/test';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** Takes the pointer off whatever it pressed, so that a page is looked at as it stands. */
const leaveAlone = (page: Page): Promise<void> => page.mouse.move(0, 0);

test('a proof of employment is handed in, looked at for a reason, and accepted', async ({ page, words, pass, owner }) => {
  void owner;
  const wang = await hire(page.request, '王芳', '设计师');
  await page.goto(`/people/${wang}`);
  await expect(page.getByRole('heading', { name: words.papers.gaps })).toBeVisible();
  await pass('person');
  await page.getByRole('button', { name: words.papers.addProof }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({ name: '在职证明.pdf', mimeType: 'application/pdf', buffer: PDF });
  await dialog.getByLabel(words.papers.until).fill('2030-12-31');
  await dialog.getByLabel(words.papers.until).press('Tab');
  await pass('person-proof');
  await dialog.getByRole('button', { name: words.papers.handIn }).click();
  await expect(dialog).toBeHidden();

  await page.goto('/people?tab=proofs');
  const queue = page.getByRole('grid', { name: words.papers.queue });
  await expect(queue).toContainText('王芳');
  await queue.getByRole('button', { name: words.papers.actions }).click();
  await page.getByRole('menuitem', { name: words.papers.look }).click();
  await page.getByRole('dialog').getByLabel(words.papers.lookReason).fill('年审核对');
  await pass('proof-look');
  await page.keyboard.press('Escape');
  await queue.getByRole('button', { name: words.papers.accept, exact: true }).click();
  await expect(queue).toHaveCount(0);
  await page.goto('/people?tab=proofs&standing=valid');
  await expect(queue).toContainText('王芳');
  await pass('proofs');
});

test('a phone number is shown for a reason and hidden again', async ({ page, words, pass, owner }) => {
  void owner;
  const wang = await hire(page.request, '王芳', '设计师');
  await page.request.patch(`/api/v1/employees/${wang}`, { data: { phone: '13800000000' } });
  await page.goto(`/people/${wang}`);
  await expect(page.getByText('138****0000')).toBeVisible();
  await page.getByRole('button', { name: words.papers.showWhole, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('看');
  await dialog.getByRole('button', { name: words.papers.showWhole, exact: true }).click();
  await expect(dialog.getByRole('alert').first()).toBeVisible();
  await dialog.getByRole('textbox').fill('核对年审联系人');
  await leaveAlone(page);
  await pass('person-reveal');
  await dialog.getByRole('button', { name: words.papers.showWhole, exact: true }).click();
  await expect(page.getByText('13800000000')).toBeVisible();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: words.papers.hideAgain, exact: true }).click();
  await expect(page.getByText('13800000000')).toHaveCount(0);
  await page.getByRole('button', { name: words.papers.showWhole, exact: true }).click();
  await dialog.getByRole('textbox').fill('再核对一次');
  await dialog.getByRole('button', { name: words.papers.showWhole, exact: true }).click();
  await expect(page.getByText('13800000000')).toBeVisible();
  await pass('person-revealed');
  await page.getByRole('link', { name: words.board, exact: true }).click();
  await expect(page).not.toHaveURL(/people/);
  await page.goBack();
  await expect(page.getByText('138****0000')).toBeVisible();
  await expect(page.getByText('13800000000')).toHaveCount(0);
});

test('the agreements are published from our drafts', async ({ page, words, pass, owner }) => {
  void owner;
  await page.goto('/people?tab=agreements');
  const section = page.getByRole('region', { name: words.papers.accountAgreement });
  await section.getByRole('button', { name: words.papers.publish }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: words.papers.template }).click();
  await leaveAlone(page);
  await pass('agreement-publish');
  await dialog.getByRole('button', { name: words.papers.publish }).click();
  await expect(dialog).toBeHidden();
  await expect(section.getByRole('article')).toHaveCount(1);
  await pass('agreements');
});

test('a persona is approved once every claim on it is true', async ({ page, words, pass, owner }) => {
  void owner;
  const zhang = await hire(page.request, '张伟', '室内设计师');
  const account = await openAccount(page.request, '设计师小张');
  await page.goto(`/personas/new?account=${account}&employee=${zhang}`);
  const write = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  await write(words.papers.shownName, '95后设计师小王');
  await write(words.papers.post, '设计师');
  await write(words.papers.introduction, '入行八年，在店里帮人画图。');
  await write(words.papers.topics, '小户型收纳，玄关');
  await write(words.papers.audience, '刚买房的年轻人');
  await expect(page.getByText(words.papers.contradicted).first()).toBeVisible();
  await pass('persona-untrue');
  await write(words.papers.shownName, '设计师小张');
  await write(words.papers.introduction, '在店里帮人画图，下班聊聊收纳。');
  await expect(page.getByRole('status').filter({ hasText: words.papers.allTrue })).toBeVisible();
  await page.getByRole('button', { name: words.papers.saveDraft }).click();
  await expect(page).toHaveURL(/\/personas\/persona_/);
  await page.getByRole('button', { name: words.papers.approve, exact: true }).click();
  await expect(page.getByText(words.papers.speaks).first()).toBeVisible();
  await expect(page.getByRole('button', { name: words.papers.approve, exact: true })).toHaveCount(0);
  await expect(page.getByRole('link', { name: words.papers.nextVersion })).toBeVisible();
  await leaveAlone(page);
  await pass('persona');
  await page.goto('/people?tab=personas');
  await expect(page.getByRole('grid', { name: words.papers.personas })).toContainText('设计师小张');
  await pass('personas');
});

test('a departure is done step by step until its sheet is signed', async ({ page, words, pass, owner }) => {
  void owner;
  const wang = await hire(page.request, '王芳', '设计师');
  const account = await openAccount(page.request, '设计师小王');
  await page.request.put(`/api/v1/accounts/${account}/holder`, { data: { employee: wang } });
  await page.goto(`/people/${wang}`);
  await page.getByRole('button', { name: words.papers.beginDeparture }).click();
  const dialog = page.getByRole('dialog');
  await pass('departure-begin');
  await dialog.getByRole('button', { name: words.papers.beginDeparture }).click();
  await expect(page).toHaveURL(/\/departures\/departure_/);
  await expect(page.getByRole('button', { name: words.papers.signOff })).toBeDisabled();
  await pass('departure');

  const accounts = page.getByRole('grid', { name: words.papers.leavingAccounts });
  await accounts.getByRole('combobox', { name: words.papers.exit }).click();
  await page.getByTitle(words.papers.stays).click();
  await page.getByRole('button', { name: words.papers.unbindAll }).click();
  await expect(accounts).toContainText(words.papers.unbound);
  await page.getByRole('button', { name: words.papers.retirePersona }).click();
  for (const left of [2, 1, 0]) {
    await page.getByRole('button', { name: words.papers.markDone }).first().click();
    await dialog.getByLabel(words.papers.stepNote).fill('收据 0012');
    await dialog.getByRole('button', { name: words.papers.markDone }).click();
    await expect(page.getByRole('button', { name: words.papers.markDone })).toHaveCount(left);
  }
  await page.getByRole('button', { name: words.papers.signOff }).click();
  await page.getByRole('dialog').getByRole('button', { name: words.papers.signOff }).click();
  await expect(page.getByText(words.papers.sheetSigned).first()).toBeVisible();
  await expect(page.locator('code')).toHaveText(/^[0-9a-f]{64}$/);
  await pass('departure-closed');
  await page.goto('/people');
  await expect(page.getByRole('grid', { name: words.papers.roster })).toContainText(words.papers.leaving);
  await pass('people-leaving');
});
