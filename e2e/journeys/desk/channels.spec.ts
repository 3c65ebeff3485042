/** A group chat gets a robot: only official addresses are taken, its secrets are never shown again, and what does not arrive is said. */
import { choose, confirm, dialogOf, press } from '../../kit/dialogs';
import { expect, test } from '../../kit/test';

test('a group chat gets a robot', async ({ page, words: { channels: words, save }, pass, owner }) => {
  void owner;
  await page.goto('/settings/channels');
  await pass('channels-empty');
  await page.getByRole('button', { name: words.add }).first().click();
  const dialog = dialogOf(page);
  await choose(page, dialog, words.kind, words.dingtalk);
  await dialog.getByLabel(words.hook, { exact: true }).fill('https://example.org/robot');
  await dialog.getByLabel(words.name, { exact: true }).fill('运营群');
  await press(page, save);
  await expect(dialog).toContainText('https://oapi.dingtalk.com/robot/send?access_token=');
  await pass('channels-dialog-refused');
  await dialog.getByLabel(words.hook, { exact: true }).fill('https://oapi.dingtalk.com/robot/send?access_token=0f2c77aa');
  await confirm(page, save);
  const list = page.getByRole('grid', { name: words.list });
  await expect(list).toContainText('…77aa');
  await expect(list).toContainText(words.untold);
  await pass('channels');
});
