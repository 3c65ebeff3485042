/** The journeys: a real browser against the real server, at desk and phone size, in both languages and themes. */
import { defineConfig } from '@playwright/test';
import type { Options } from './kit/test';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Quiet, and able to run as root in a container: the only pages it opens are our own. */
const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig<Options>({
  testDir: 'journeys',
  outputDir: 'results',
  reporter: 'list',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.KOSMOS_CHROMIUM ?? '/usr/bin/chromium', args: BROWSER_ARGS },
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'desk-zh', use: { viewport: DESK, locale: 'zh-CN', language: 'zh' } },
    { name: 'desk-en', use: { viewport: DESK, locale: 'en-GB', language: 'en' } },
    { name: 'phone-zh', use: { viewport: PHONE, locale: 'zh-CN', language: 'zh', hasTouch: true, isMobile: true } },
    { name: 'dark', use: { viewport: DESK, locale: 'zh-CN', language: 'zh', colorScheme: 'dark' } },
  ],
});
