/** Accessibility, as axe sees it: nothing serious and nothing critical on any page. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const REFUSED = new Set(['serious', 'critical']);

/** What fades in or out has colours of its own for a moment; a finding that stays is one. */
const FADING_MS_MAX = 15_000;

export async function expectAccessible(page: Page): Promise<void> {
  await expect(async () => {
    expect(await findings(page), `serious findings on ${page.url()}`).toEqual([]);
  }).toPass({ timeout: FADING_MS_MAX });
}

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => REFUSED.has(impact ?? ''))
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} (${help}): ${target.join(' ')}`));
}
