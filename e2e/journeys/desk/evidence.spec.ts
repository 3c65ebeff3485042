/** The vault: what is kept, and a file that is looked at for a reason and taken out as a mistake. */
import { hire } from '../../kit/brand';
import { expect, test } from '../../kit/test';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

test('the vault is looked through, and a file in it opened for a reason', async ({ page, words, pass, owner }) => {
  void owner;
  const wang = await hire(page.request, '王芳', '设计师');
  const put = (name: string, query: string) =>
    page.request.post(`/api/v1/evidence-files?${query}`, { multipart: { file: { name, mimeType: 'application/pdf', buffer: PDF } } });
  await page.goto('/evidence');
  await expect(page.getByText(words.vault.none)).toBeVisible();
  await put('王芳 在职证明.pdf', `purpose=employment_proof&employee=${wang}`);
  await put('营业执照.pdf', 'purpose=licence');
  await put('误传.pdf', 'purpose=agent_offer');

  await page.getByRole('link', { name: words.board, exact: true }).click();
  await page.getByRole('link', { name: words.vault.title, exact: true }).click();
  const files = page.getByRole('grid', { name: words.vault.title });
  await expect(files.getByRole('row')).toHaveCount(4);
  await pass('evidence');
  const purpose = page.getByRole('combobox', { name: words.vault.purpose });
  await purpose.fill(words.vault.employmentProof);
  await purpose.press('Enter');
  await expect(files.getByRole('row')).toHaveCount(2);
  await files.getByText('王芳 在职证明.pdf').click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: words.papers.look, exact: true }).click();
  const dialog = page.getByRole('dialog').last();
  await dialog.getByLabel(words.papers.lookReason).fill('年审核对在职证明');
  const opened = page.waitForEvent('popup');
  await dialog.getByRole('button', { name: words.vault.lookNow, exact: true }).click();
  await (await opened).close();
  await expect(dialog.getByText(/年审核对在职证明/).last()).toBeVisible();
  await dialog.getByRole('button', { name: words.vault.cancel, exact: true }).click();
  await expect(drawer.getByRole('listitem')).toContainText('年审核对在职证明');
  await pass('evidence-file');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();

  await page.goto('/evidence?purpose=agent_offer');
  await files.getByText('误传.pdf').click();
  await drawer.getByRole('button', { name: words.vault.remove, exact: true }).click();
  await page.getByRole('dialog').last().getByRole('button', { name: words.vault.remove, exact: true }).click();
  await expect(drawer.getByText(words.vault.gone).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/evidence?state=gone');
  await expect(files.getByRole('row')).toHaveCount(2);
  await pass('evidence-gone');
});
