/** Every other page of the desk, with a real matrix in it: it says something, and a person who cannot see or point can use it. */
import { expect, test } from '../../kit/test';

const SECTIONS = ['security', 'sessions', 'members', 'invitations', 'targets', 'brands', 'api-keys', 'audit', 'jobs'];

test('an account shows its figures, notes, replies, leads and changes', async ({ page, words, pass, matrix }) => {
  void matrix;
  await page.goto('/board');
  await page.getByRole('grid', { name: words.board }).getByRole('link').first().click();
  for (const tab of words.accountTabs) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await expect(page.getByRole('tabpanel', { name: tab, exact: true }).locator('[aria-busy=true]')).toHaveCount(0);
    await pass(`account-${words.accountTabs.indexOf(tab)}`);
  }
});

test('people, stores and claims can be read and changed', async ({ page, words, pass, matrix }) => {
  void matrix;
  await page.goto('/people');
  await expect(page.getByRole('grid', { name: words.roster }).getByRole('row')).not.toHaveCount(1);
  await pass('people');
  await page.getByRole('button', { name: words.addEmployee }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await pass('people-dialog');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto('/people?tab=stores');
  await expect(page.getByRole('grid', { name: words.stores })).toBeVisible();
  await pass('stores');
  await page.goto('/people?tab=claims');
  await expect(page.getByRole('heading', { name: words.unclaimed })).toBeVisible();
  await pass('claims');
});

test('the settings are all there', async ({ page, pass, owner }) => {
  void owner;
  for (const section of SECTIONS) {
    await page.goto(`/settings/${section}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
    await pass(`settings-${section}`);
  }
});

test('a colleague follows an invitation and sees no more than they may', async ({ page, browser, server, words, owner, language, pass }) => {
  void owner;
  await page.goto('/settings/invitations');
  await page.getByRole('button', { name: words.invite }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words.email, { exact: true }).fill('zhou@example.com');
  await dialog.getByRole('button', { name: words.makeLink }).click();
  const link = await dialog.locator('code').textContent();
  await pass('invitation-link');

  const context = await browser.newContext({ baseURL: server.url });
  const colleague = await context.newPage();
  await colleague.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
  await colleague.goto(link ?? '');
  await colleague.getByLabel(words.name, { exact: true }).fill('周敏');
  await colleague.getByLabel(words.password, { exact: true }).fill('a quiet road in the hills');
  await colleague.getByRole('button', { name: words.join }).click();
  await expect(colleague.getByRole('link', { name: words.board })).toBeVisible();
  await colleague.goto('/settings/api-keys');
  await expect(colleague).toHaveURL(/\/settings\/security$/);
  await context.close();
});

test('a server that fails is said to fail, with a way to try again', async ({ page, words, pass, owner }) => {
  void owner;
  let broken = true;
  await page.route('**/api/v1/board?*', (route) => (broken ? route.fulfill({ status: 500, json: { code: 'broken', message: words.broken } }) : route.continue()));
  await page.goto('/board');
  await expect(page.getByRole('alert')).toContainText(words.broken);
  await pass('board-failing');
  broken = false;
  await page.getByRole('button', { name: words.retry }).click();
  await expect(page.getByRole('heading', { name: words.noData })).toBeVisible();
  await pass('board-empty');
});
