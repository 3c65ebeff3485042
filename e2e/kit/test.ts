/** What every journey has at hand: a server of its own, the words of its language, and a camera. */
import { expect, test as base, type Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { bringIn, found } from './brand';
import { weekOfFiles } from './exports';
import { Server } from './server';
import { WORDS, type Language, type Words } from './words';

export { expect } from '@playwright/test';

/** What a project chooses. */
export interface Options {
  language: Language;
}

interface Kit {
  server: Server;
  words: Words;
  /** Takes a picture into `results/screens`, named after the project and the moment. */
  look: (moment: string) => Promise<void>;
  /** Finds nothing serious on the page and nothing beside it, and takes its picture. */
  pass: (moment: string) => Promise<void>;
  /** An owner who has just set the installation up. */
  owner: void;
  /** The owner's brand, with one week of files in it. */
  matrix: void;
}

export const test = base.extend<Options & Kit>({
  language: ['zh', { option: true }],

  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },

  baseURL: async ({ server }, use) => use(server.url),

  words: async ({ language }, use) => use(WORDS[language]),

  look: async ({ page, isMobile }, use, { project }) =>
    use(async (moment) => {
      await page.screenshot({ path: `results/screens/${project.name}-${moment}.png`, fullPage: !isMobile });
    }),

  pass: async ({ page, look }, use) =>
    use(async (moment) => {
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await look(moment);
    }),

  owner: async ({ page, language }, use) => {
    await page.addInitScript((chosen) => localStorage.setItem('kosmos.language', chosen), language);
    await found(page.request, language);
    await use();
  },

  matrix: async ({ page, owner }, use) => {
    for (const file of weekOfFiles()) await bringIn(page.request, file);
    await use(owner);
  },
});

/** Wide tables scroll in their own boxes; the page itself fits the screen. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = Array.from(document.body.querySelectorAll('*')).filter((one) => one.getBoundingClientRect().right > clientWidth);
    return wide.map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute('class') ?? ''}`).slice(-20);
  });
  expect(beyond, `beyond the screen on ${page.url()}`).toEqual([]);
}

/** Chooses the language as a user does, before signing in. */
export async function chooseLanguage(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: words.language, exact: true }).click();
}
