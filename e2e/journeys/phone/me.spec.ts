/** The page of one's own: what is stored about me, signing on the phone, and withdrawing as easily. */
import { expectAccessible } from '../../kit/axe';
import { hire, letIn, openAccount, publishAgreements } from '../../kit/brand';
import { expect, test } from '../../kit/test';

const NAME = '王芳';

test('an employee reads what is stored, signs both agreements and withdraws from one', async ({ page, browser, server, words, language, owner }, { project }) => {
  void owner;
  const wang = await hire(page.request, NAME, '设计师');
  const account = await openAccount(page.request, '设计师小王');
  await page.request.put(`/api/v1/accounts/${account}/holder`, { data: { employee: wang } });
  await publishAgreements(page.request);
  const context = await browser.newContext({ ...project.use, baseURL: server.url });
  await letIn(page.request, context.request, wang, NAME);
  const phone = await context.newPage();
  await phone.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
  const look = (moment: string) => phone.screenshot({ path: `results/screens/${project.name}-own-${moment}.png`, fullPage: true });

  await phone.goto('/m/me');
  await phone.getByText(words.papers.openFile).click();
  await expect(phone.getByRole('heading', { level: 1, name: words.papers.title })).toBeVisible();
  await expect(phone.getByText('设计师小王')).toBeVisible();
  const agreements = phone.locator('section.p-card[aria-label]');
  await expect(agreements).toHaveCount(2);
  await expectAccessible(phone);
  await look('unsigned');

  const first = agreements.first();
  await expect(first).toContainText(words.papers.waiting);
  await first.getByLabel(words.papers.writeName).fill('李雷');
  await first.getByRole('button', { name: words.papers.sign }).click();
  await expect(first.getByRole('alert')).toBeVisible();
  await look('other-name');
  for (const agreement of [first, agreements.last()]) {
    await agreement.getByLabel(words.papers.writeName).fill(NAME);
    await agreement.getByRole('button', { name: words.papers.sign }).click();
    await expect(agreement).toContainText(words.papers.signed);
  }
  await look('signed');

  await first.getByRole('button', { name: words.papers.withdraw, exact: true }).click();
  await look('withdraw');
  await first.getByRole('button', { name: words.papers.withdrawNow }).click();
  await expect(first).toContainText(words.papers.withdrawn);
  await expectAccessible(phone);
  const readiness = await page.request.get(`/api/v1/employees/${wang}/readiness`);
  expect(((await readiness.json()) as { gaps: string[] }).gaps).toEqual(['no_employment_proof', 'no_agreement']);
  await context.close();
});
