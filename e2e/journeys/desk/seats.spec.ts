/** Seats: a company under the grey test asks for ten, each goes its way to a person who is employed, and a hundred is the end. */
import type { APIRequestContext, Page } from '@playwright/test';
import { choose, confirm, dialogOf, fill, press } from '../../kit/dialogs';
import { employed, speaksAs } from '../../kit/employed';
import { bulk, CODE, COMPANY, register } from '../../kit/seats';
import { expect, test } from '../../kit/test';
import type { Words } from '../../kit/words';

const PLAN = '苏州一店导购';
const NICKNAME = '设计师小许';
const HOLDER = '许诺';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** Opens the first seat that nobody holds yet and chooses who is to run which account on it. */
async function beginBinding(page: Page, s: Words['seats']): Promise<void> {
  await page.goto('/seats?state=certified');
  await page.getByRole('grid', { name: s.list }).getByText(PLAN).first().click();
  await page.getByRole('button', { name: s.bind, exact: true }).click();
  await choose(page, dialogOf(page), s.employee, HOLDER);
  await choose(page, dialogOf(page), s.account, NICKNAME);
}

/** What the wanted seats of the journey rest on, made as a program would: a company and its edition. */
async function founded(request: APIRequestContext): Promise<string> {
  const answer = await request.post('/api/v1/legal-entities', { data: { name: COMPANY, credit_code: CODE, edition: 'grey_test' } });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

test('ten seats are asked for, approved, paid, granted, and one goes to somebody employed', async ({ page, words, pass, owner }) => {
  test.slow();
  void owner;
  const { seats: s, papers, save } = words;
  await page.goto('/seats/entities');
  await pass('entities-empty');
  await register(page, words);
  await expect(page.getByRole('grid', { name: s.register })).toContainText('0 / 100');
  await page.getByRole('grid', { name: s.register }).getByText(COMPANY).click();
  await expect(page.getByRole('dialog')).toContainText(CODE);
  await page.getByRole('button', { name: s.addLicence }).click();
  await fill(dialogOf(page), { [s.licenceName]: '营业执照' });
  await dialogOf(page).locator('input[type=file]').setInputFiles({ name: '执照.pdf', mimeType: 'application/pdf', buffer: PDF });
  await expect(dialogOf(page)).toContainText('执照.pdf');
  await pass('entity-licence');
  await press(page, save);
  await page.getByRole('button', { name: s.onFile }).click();
  await expect(dialogOf(page).getByRole('textbox', { name: papers.lookReason })).toBeVisible();
  await pass('entity-licence-look');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await pass('entity');

  await page.goto('/seats');
  await page.getByRole('button', { name: s.request }).click();
  await fill(dialogOf(page), { [s.count]: '10', [s.plannedFor]: PLAN });
  await press(page, s.request);
  await expect(dialogOf(page)).toContainText(s.contentFirst);
  await fill(dialogOf(page), { [s.override]: '先用十个号试人设' });
  await pass('seat-request');
  await confirm(page, s.request);
  await expect(page.getByRole('grid', { name: s.list }).getByText(PLAN)).toHaveCount(10);
  await pass('seats');

  await bulk(page, 'requested', s.approveAll, s.approve);
  await bulk(page, 'approved', s.payAll, s.pay, { [s.amount]: '600', [s.payer]: COMPANY, [s.invoice]: 'INV-2026-001' });
  await bulk(page, 'paid', s.submitAll, s.submit);
  await bulk(page, 'under_review', s.certifyAll, s.certify);

  const pair = await employed(page.request, HOLDER, NICKNAME);
  await beginBinding(page, s);
  await expect(dialogOf(page).getByRole('link', { name: s.draftPersona })).toBeVisible();
  await pass('seat-binding-no-persona');
  await speaksAs(page.request, pair, NICKNAME);
  await beginBinding(page, s);
  await expect(dialogOf(page)).toContainText(`${NICKNAME} · ${s.firstVersion}`);
  await pass('seat-binding');
  await press(page, s.bind);
  await expect(page.getByRole('dialog').first()).toContainText(s.inUse);
  await expect(page.getByRole('dialog').first().getByRole('link', { name: NICKNAME })).toHaveCount(2);
  await pass('seat');

  for (const [tab, expected] of [['fees', '¥6,000.00'], ['renewals', s.noneDue], ['advice', s.emptySeats], ['offers', s.noOffers]] as const) {
    await page.goto(`/seats/${tab}`);
    await expect(page.getByRole('main')).toContainText(expected);
    await pass(`seats-${tab}`);
  }

  const begun = await page.request.post(`/api/v1/employees/${pair.employee}/departure`, { data: { last_day: '2099-12-31' } });
  expect(begun.status()).toBe(201);
  await page.goto(`/departures/${((await begun.json()) as { id: string }).id}`);
  await expect(page.getByRole('main')).toContainText(s.companysAccount);
  await expect(page.getByRole('combobox', { name: papers.exit })).toHaveCount(0);
  await pass('departure-of-a-seat');
});

test('a hundred seats are the end, and the refusal says why', async ({ page, words, pass, owner }) => {
  void owner;
  const { seats: s } = words;
  const entity = await founded(page.request);
  const asked = await page.request.post('/api/v1/seats', { data: { entity, count: 99, ownership: 'enterprise_created', planned_for: PLAN, override_reason: '试' } });
  expect(asked.status()).toBe(201);
  await page.goto('/seats');
  await page.getByRole('button', { name: s.request }).click();
  await fill(dialogOf(page), { [s.count]: '2', [s.plannedFor]: PLAN, [s.override]: '再加两个' });
  await press(page, s.request);
  await expect(dialogOf(page).getByRole('alert')).toContainText('100');
  await pass('seats-quota');
  await fill(dialogOf(page), { [s.count]: '1' });
  await confirm(page, s.request);
});

test('an offer of an agent is taken apart, filed and decided', async ({ page, words, pass, owner }) => {
  void owner;
  const { seats: s } = words;
  await founded(page.request);
  await page.goto('/seats/offers');
  await page.getByRole('button', { name: s.checkOffer }).click();
  await fill(dialogOf(page), { [s.agent]: '某代理公司', [s.price]: '30000' });
  await dialogOf(page).getByRole('checkbox', { name: s.otherLicence }).check();
  await press(page, s.check);
  await expect(dialogOf(page)).toContainText('50');
  await pass('seats-offer');
  await confirm(page, s.fileOffer);
  await page.getByRole('grid', { name: s.offers }).getByText('某代理公司').click();
  await page.getByRole('button', { name: s.decide }).click();
  await expect(page.getByRole('grid', { name: s.offers })).toContainText(s.declined);
});
