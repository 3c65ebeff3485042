/** The rule book: sources side by side, a number proposed with a screenshot, its effect seen, adopted by a second person. */
import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { OWNER } from '../../kit/brand';
import { expect, test } from '../../kit/test';
import type { Server } from '../../kit/server';
import type { Language, Words } from '../../kit/words';

const COMPANY = '木与光家居有限公司';
const SCREENSHOT = { name: 'back-office.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 what the back office shows %%EOF') };

async function posted(request: APIRequestContext, path: string, data: unknown): Promise<Record<string, unknown>> {
  const answer = await request.post(`/api/v1${path}`, { data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
}

/** A company under the spend rule with seats that were asked for. */
async function company(request: APIRequestContext): Promise<void> {
  const { id } = await posted(request, '/legal-entities', { name: COMPANY, credit_code: '91350100M000100Y43', edition: 'spend_2025', edition_since: '2026-01-01' });
  await posted(request, '/seats', { entity: id, count: 12, ownership: 'enterprise_created', planned_for: '苏州一店导购', override_reason: '先用三个号试人设' });
}

/** A compliance officer in a browser of their own. */
async function officer(owner: Page, browser: Browser, server: Server, language: Language): Promise<Page> {
  const invitation = await posted(owner.request, '/invitations', { email: 'he.gui@example.com', role: 'compliance_officer', visibility: 'all' });
  const token = String(invitation.link).split('#')[1] ?? '';
  const context = await browser.newContext({ baseURL: server.url });
  await posted(context.request, '/invitation-acceptances', { token, name: '何规', password: `${OWNER.password}!` });
  const page = await context.newPage();
  await page.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
  return page;
}

/** Opens the one proposal and adopts it. */
async function adopt(page: Page, words: Words, title: RegExp): Promise<void> {
  await page.goto('/rules?tab=changes');
  await page.getByRole('grid', { name: words.ruleChanges }).getByText(title).click();
  await expect(page.getByRole('article', { name: COMPANY })).toBeVisible();
  await page.getByRole('button', { name: words.ruleAdopt, exact: true }).click();
  await page.getByRole('dialog').filter({ has: page.locator('textarea') }).getByRole('button', { name: words.ruleAdopt, exact: true }).click();
  await expect(page.getByText(words.ruleAdopted).first()).toBeVisible();
}

test('a number is proposed with a screenshot, and its effect is seen before anybody decides', async ({ page, words, pass, owner }) => {
  void owner;
  await company(page.request);
  await page.goto('/rules');
  const cell = page.getByRole('button', { name: words.ruleSeatSpend });
  await expect(cell).toContainText('¥200');
  await expect(page.getByText(words.ruleOtherwise).first()).toBeVisible();
  await pass('rules-editions');
  await cell.click();
  await page.getByRole('button', { name: words.rulePropose, exact: true }).click();
  const form = page.getByRole('dialog').filter({ has: page.locator('form') });
  await form.getByRole('spinbutton').fill('150');
  await form.getByLabel(words.ruleSource, { exact: true }).fill('聚光后台公告');
  await form.locator('input[type=file]').setInputFiles(SCREENSHOT);
  await pass('rules-propose');
  await form.getByRole('button', { name: words.rulePropose, exact: true }).click();
  await expect(form).toBeHidden();
  await expect(cell).toContainText('¥200');

  await page.goto('/rules?tab=changes');
  await page.getByRole('grid', { name: words.ruleChanges }).getByText(/¥150/).click();
  await expect(page.getByText(words.ruleSecondPerson)).toBeVisible();
  await expect(page.getByRole('article', { name: COMPANY })).toContainText('¥864,000 → ¥648,000');
  await pass('rules-effect');
});

test('a number counts once a second person adopted it', async ({ page, browser, server, words, language, owner }) => {
  void owner;
  await company(page.request);
  const file = await page.request.post('/api/v1/evidence-files?purpose=back_office', { multipart: { file: SCREENSHOT } });
  const { id: evidence } = (await file.json()) as { id: string };
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(new Date());
  await posted(page.request, '/rule-amendments', { edition: 'spend_2025', key: 'seat_spend', value: 15_000, scope: 'seat', valid_from: today, source: '聚光后台公告', grade: 'official', evidence });
  const second = await officer(page, browser, server, language);
  await adopt(second, words, /¥150/);
  await second.context().close();
  await page.goto('/rules');
  await expect(page.getByRole('button', { name: words.ruleSeatSpend })).toContainText('¥150');
  await page.goto('/planner?seats=10');
  await expect(page.getByRole('row', { name: words.planForced })).toContainText('¥540,000');
});

test('a company goes over to the grey test when its back office shows it', async ({ page, browser, server, words, language, pass, owner }) => {
  void owner;
  await company(page.request);
  await page.goto('/rules?tab=changes');
  await page.getByRole('button', { name: words.ruleChange }).click();
  const form = page.getByRole('dialog');
  for (const [label, option] of [[words.ruleCompany, COMPANY], [words.ruleEdition, words.ruleGreyTest]] as const) {
    await form.getByRole('combobox', { name: label }).click();
    await page.getByTitle(option, { exact: true }).click();
  }
  await form.locator('input[type=file]').setInputFiles(SCREENSHOT);
  await pass('rules-change');
  await form.getByRole('button', { name: words.rulePropose, exact: true }).click();
  await expect(form).toBeHidden();

  const second = await officer(page, browser, server, language);
  await adopt(second, words, new RegExp(COMPANY));
  await second.context().close();
  await page.goto('/rules?tab=changes');
  await page.getByRole('grid', { name: words.ruleChanges }).getByText(new RegExp(COMPANY)).click();
  const effect = page.getByRole('article', { name: COMPANY });
  await expect(effect).toContainText('¥7,200');
  await expect(effect).toContainText(words.ruleLeadCard);
  await pass('rules-changed');
  await page.goto('/rules');
  await expect(page.getByRole('columnheader', { name: words.ruleGreyTest })).toContainText(words.ruleOneCompany);
});
