/** The employee's phone: when I am live, and asking for promotion money for a note of my own. */
import { expectAccessible } from '../../kit/axe';
import { bringNotesIn, hire, letIn, openAccount } from '../../kit/brand';
import { expect, test } from '../../kit/test';

const NAME = '王芳';
const NICKNAME = '设计师小王';
const TITLE = '小户型客厅怎么摆沙发';
const DAY_MS = 86_400_000;

test('an employee sees when they are live and asks for promotion of their own note', async ({ page, browser, server, words: { selling: words }, language, owner }, { project }) => {
  void owner;
  const wang = await hire(page.request, NAME, '设计师');
  const [own, other] = [await openAccount(page.request, NICKNAME), await openAccount(page.request, '别人的号')];
  await page.request.put(`/api/v1/accounts/${own}/holder`, { data: { employee: wang } });
  await bringNotesIn(page.request, [{ title: TITLE, creator: NICKNAME, daysAgo: 3 }]);
  const plan = (host: string, topic: string, days: number) => ({ host, topic, starts_at: new Date(Date.now() + days * DAY_MS).toISOString(), minutes: 90 });
  for (const [account, topic, days] of [[own, '新品专场', 2], [other, '借我主播的一场', 1]] as const) {
    const answer = await page.request.post('/api/v1/live-sessions', { data: { account, plan: plan(wang, topic, days) } });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  const context = await browser.newContext({ ...project.use, baseURL: server.url });
  await letIn(page.request, context.request, wang, NAME);
  const phone = await context.newPage();
  await phone.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
  const look = (moment: string) => phone.screenshot({ path: `results/screens/${project.name}-selling-${moment}.png`, fullPage: true });

  await phone.goto('/m/me');
  await phone.getByText(words.phone).click();
  const lives = phone.getByRole('region', { name: words.live });
  await expect(lives.getByRole('article')).toHaveCount(2);
  await expect(lives.getByRole('article').first()).toContainText('借我主播的一场');
  await expectAccessible(phone);
  await look('lives');

  await phone.getByRole('button', { name: words.ask }).click();
  const form = phone.getByRole('region', { name: words.ask });
  await form.getByLabel(words.note).selectOption(TITLE);
  await form.getByLabel(words.budget).fill('0');
  await form.getByLabel(words.days).fill('7');
  await form.getByLabel(words.why).fill('看一周内每条线索花多少');
  await form.getByRole('button', { name: words.ask }).click();
  await expect(form.getByRole('alert')).toBeVisible();
  await expectAccessible(phone);
  await look('refused');
  await form.getByLabel(words.budget).fill('200');
  await form.getByRole('button', { name: words.ask }).click();
  await expect(phone.getByRole('region', { name: words.promotion })).toContainText(words.waits);
  await look('asked');
  await context.close();
});
