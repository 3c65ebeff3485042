/**
 * The life of an employee account: a company under the grey test plans and pays for ten seats, one goes to somebody who
 * proved and signed, they leave, somebody else follows with a persona of their own, and a year later it is renewed.
 */
import type { Page } from '@playwright/test';
import { openAccount, publishAgreements } from '../kit/brand';
import { choose, confirm, dialogOf, fill, press } from '../kit/dialogs';
import { employ, speaksAs } from '../kit/employed';
import { signOnPhone, type PhoneOf } from '../kit/phone';
import { bulk, COMPANY, register } from '../kit/seats';
import { comeBack } from '../kit/signIn';
import { expect, test } from '../kit/test';
import type { Words } from '../kit/words';

const PLAN = '苏州一店导购';
const NICKNAME = '苏州木与光设计';
/** Somebody who comes to run the account. */
interface Holder {
  name: string;
  email: string;
  /** The name that their persona shows. */
  shown: string;
}

const FIRST: Holder = { name: '王芳', email: 'wang.fang@example.com', shown: '设计师小王' };
const NEXT: Holder = { name: '许诺', email: 'xu.nuo@example.com', shown: '设计师小许' };
/** So many days after it was granted, a seat ends within the month. */
const DAYS_LATER = 340;

test('from the first seat to its renewal a year later', async ({ page, browser, server, words, language, pass, owner }, { project }) => {
  test.slow();
  void owner;
  const phone: PhoneOf = { browser, url: server.url, options: project.use, language, words };
  await test.step('the plan of ten seats', () => plan(page, words));
  await test.step('ten seats, asked for, paid and granted', () => grant(page, words));
  await publishAgreements(page.request);
  const account = await openAccount(page.request, NICKNAME);
  const first = await test.step('somebody proves and signs', () => join(page, phone, FIRST));
  await speaksAs(page.request, { employee: first, account }, FIRST.shown);
  await test.step('the seat goes to them', () => bind(page, words, 'certified', FIRST));
  await pass('life-bound');
  await test.step('everything that comes with it is seen', () => look(page, words, account));
  await pass('life-complete');
  const next = await test.step('the next person proves and signs', () => join(page, phone, NEXT));
  await test.step('the first one leaves', () => leave(page, words, first, NEXT.name));
  await pass('life-left');
  await test.step('the next one needs a persona of their own', () => refused(page, words));
  await speaksAs(page.request, { employee: next, account }, NEXT.shown);
  await test.step('the seat goes to the next one', () => bind(page, words, 'unbound', NEXT));
  await test.step('a year goes by', () => aYear(page, words, () => server.rehearse(DAYS_LATER)));
  await test.step('the seat is renewed', () => renew(page, words));
  await pass('life-renewed');
  await page.goto(`/accounts/${account}?tab=holders`);
  for (const { name } of [FIRST, NEXT]) await expect(page.getByRole('grid', { name: words.accountTabs[4] ?? '' })).toContainText(name);
  await pass('life-holders');
});

async function plan(page: Page, words: Words): Promise<void> {
  await page.goto('/planner?seats=10');
  await expect(page.getByRole('row', { name: words.planFees })).toContainText('¥6,000');
}

async function grant(page: Page, words: Words): Promise<void> {
  const { seats: s } = words;
  await page.goto('/seats/entities');
  await register(page, words);
  await page.goto('/seats');
  await page.getByRole('button', { name: s.request }).click();
  await fill(dialogOf(page), { [s.count]: '10', [s.plannedFor]: PLAN, [s.override]: '先用十个号试人设' });
  await confirm(page, s.request);
  await bulk(page, 'requested', s.approveAll, s.approve);
  await bulk(page, 'approved', s.payAll, s.pay, { [s.amount]: '600', [s.payer]: COMPANY, [s.invoice]: 'INV-2026-001' });
  await bulk(page, 'paid', s.submitAll, s.submit);
  await bulk(page, 'under_review', s.certifyAll, s.certify);
}

/** Somebody comes onto the roster; their proof is accepted, and they sign on their own phone. */
async function join(page: Page, phone: PhoneOf, who: Holder): Promise<string> {
  const employee = await employ(page.request, who.name);
  await signOnPhone(page.request, phone, { employee, ...who });
  await page.goto(`/people/${employee}`);
  await expect(page.getByRole('heading', { name: phone.words.papers.ready })).toBeVisible();
  return employee;
}

async function beginBinding(page: Page, { seats: s }: Words, state: string, holder: string): Promise<void> {
  await page.goto(`/seats?state=${state}`);
  await page.getByRole('grid', { name: s.list }).getByText(PLAN).first().click();
  await page.getByRole('button', { name: s.bind, exact: true }).click();
  await choose(page, dialogOf(page), s.employee, holder);
  await choose(page, dialogOf(page), s.account, NICKNAME);
}

async function bind(page: Page, words: Words, state: string, { name, shown }: Holder): Promise<void> {
  const { seats: s } = words;
  await beginBinding(page, words, state, name);
  await expect(dialogOf(page)).toContainText(`${shown} · `);
  await press(page, s.bind);
  await expect(page.getByRole('dialog').first()).toContainText(s.inUse);
}

async function refused(page: Page, words: Words): Promise<void> {
  const { seats: s } = words;
  await beginBinding(page, words, 'unbound', NEXT.name);
  await press(page, s.bind);
  await expect(dialogOf(page)).toContainText(s.ownPersona);
}

/** One entitlement is noted by hand, as somebody does who looks at the back office, the others as a program would. */
async function look(page: Page, { entitlementsOf: words, save }: Words, account: string): Promise<void> {
  const at = `/api/v1/accounts/${account}`;
  const file = (await (await page.request.get(`${at}/entitlements`)).json()) as { standing: { items: { entitlement: string; promised: boolean | null }[] } };
  const promised = file.standing.items.filter((item) => item.promised).map(({ entitlement }) => entitlement);
  for (const entitlement of promised.slice(1)) {
    const seen = await page.request.post(`${at}/entitlement-sightings`, { data: { entitlement, sighting: 'present', remark: '' } });
    expect(seen.status()).toBe(201);
  }
  await page.goto(`/accounts/${account}?tab=entitlements`);
  await expect(page.getByText(words.organic, { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: words.see }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: save, exact: true }).click();
  await expect(page.getByText(words.organic, { exact: true })).toBeVisible();
}

async function leave(page: Page, { papers }: Words, employee: string, successor: string): Promise<void> {
  await page.goto(`/people/${employee}`);
  await page.getByRole('button', { name: papers.beginDeparture }).click();
  await confirm(page, papers.beginDeparture);
  await expect(page).toHaveURL(/\/departures\/departure_/);
  await choose(page, page.getByRole('grid', { name: papers.leavingAccounts }), papers.successor, successor);
  await page.getByRole('button', { name: papers.unbindAll }).click();
  await expect(page.getByRole('grid', { name: papers.leavingAccounts })).toContainText(papers.unbound);
  await page.getByRole('button', { name: papers.retirePersona }).click();
  for (const left of [2, 1, 0]) {
    await page.getByRole('button', { name: papers.markDone }).first().click();
    await fill(dialogOf(page), { [papers.stepNote]: '收据 0012' });
    await confirm(page, papers.markDone);
    await expect(page.getByRole('button', { name: papers.markDone })).toHaveCount(left);
  }
  await page.getByRole('button', { name: papers.signOff }).click();
  await page.getByRole('dialog').getByRole('button', { name: papers.signOff }).click();
  await expect(page.getByText(papers.sheetSigned).first()).toBeVisible();
}

/** The server goes on on a later day, and the owner comes back to a browser that knows it. */
async function aYear(page: Page, words: Words, go: () => Promise<void>): Promise<void> {
  await go();
  await page.clock.setSystemTime(new Date(Date.now() + DAYS_LATER * 86_400_000));
  await page.goto('/');
  await comeBack(page, words);
  await expect(page.getByRole('main')).toContainText(words.seats.endingSoon);
}

async function renew(page: Page, { seats: s }: Words): Promise<void> {
  await page.goto('/seats/renewals');
  const dues = page.getByRole('grid', { name: s.dues });
  await dues.getByRole('row').filter({ hasText: NICKNAME }).getByRole('link', { name: s.renew }).click();
  const seat = page.getByRole('dialog').first();
  await seat.getByRole('button', { name: s.renew, exact: true }).click();
  await fill(dialogOf(page), { [s.amount]: '600', [s.payer]: COMPANY, [s.invoice]: 'INV-2027-001' });
  await press(page, s.renew);
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await page.goto('/seats/renewals');
  await expect(dues).toBeVisible();
  await expect(dues.getByRole('row').filter({ hasText: NICKNAME })).toHaveCount(0);
}
