/** Accessibility, as axe sees it: nothing serious and nothing critical on any page. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const REFUSED = new Set(['serious', 'critical']);

export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => REFUSED.has(impact ?? ''))
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}): ${target.join(' ')}`));
  expect(found, `serious findings on ${page.url()}`).toEqual([]);
}
