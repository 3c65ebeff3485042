/** The journeys: a real browser against the real server, at desk and phone size, in both languages and themes. */
import { defineConfig } from '@playwright/test';
import type { Options } from './kit/test';

const DESK = { width: 1440, height: 900 };
const LAPTOP = { width: 1024, height: 768 };
const PHONE = { width: 390, height: 844 };
const DESK_ONLY = '**/desk/**';
const PHONE_ONLY = '**/phone/**';
/** Seats, rules and money are looked after on a phone as well: an owner is seldom at a desk. */
const ON_A_PHONE = ['**/journeys/*.spec.ts', PHONE_ONLY, '**/desk/{planner,rules,seats}.spec.ts'];
/** A busy machine may lose a race once, and the report calls the journey flaky; what fails twice is a fault. */
const RETRIES = 1;
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
  globalSetup: './kit/exports.ts',
  outputDir: 'results',
  reporter: 'list',
  forbidOnly: true,
  fullyParallel: true,
  retries: RETRIES,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.KOSMOS_CHROMIUM ?? '/usr/bin/chromium', args: BROWSER_ARGS },
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'desk-zh', testIgnore: PHONE_ONLY, use: { viewport: DESK, locale: 'zh-CN', language: 'zh' } },
    { name: 'desk-en', testIgnore: PHONE_ONLY, use: { viewport: DESK, locale: 'en-GB', language: 'en' } },
    { name: 'phone-zh', testMatch: ON_A_PHONE, use: { viewport: PHONE, locale: 'zh-CN', language: 'zh', hasTouch: true, isMobile: true } },
    { name: 'phone-en', testMatch: PHONE_ONLY, use: { viewport: PHONE, locale: 'en-GB', language: 'en', hasTouch: true, isMobile: true, colorScheme: 'dark' } },
    { name: 'dark', testMatch: DESK_ONLY, use: { viewport: LAPTOP, locale: 'zh-CN', language: 'zh', colorScheme: 'dark' } },
  ],
});
