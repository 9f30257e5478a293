// The browser's part of the tests: real Chromium against the real binary with its demonstration.
import { defineConfig } from '@playwright/test'

import { chromium } from './support/chromium.mjs'

const desktop = { viewport: { width: 1280, height: 900 } }
const phone = { viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true }
const withoutScripts = { javaScriptEnabled: false }

export default defineConfig({
  testDir: '.',
  outputDir: '../.artefacts/browser',
  globalSetup: './support/stack.mjs',
  fullyParallel: false,
  workers: 1, // two cores, and one database whose queue everybody sees
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: chromium(),
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    trace: 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 15_000
  },
  projects: [
    { name: 'journeys-1280', testMatch: 'journeys/*.spec.mjs', use: desktop },
    { name: 'journeys-375', testMatch: 'journeys/*.spec.mjs', use: phone },
    { name: 'journeys-1280-no-scripts', testMatch: 'journeys/*.spec.mjs', grepInvert: /@scripts/, use: { ...desktop, ...withoutScripts } },
    { name: 'journeys-375-no-scripts', testMatch: 'journeys/*.spec.mjs', grepInvert: /@scripts/, use: { ...phone, ...withoutScripts } },
    { name: 'screenshots', testMatch: 'screenshots/*.spec.mjs', use: desktop },
    { name: 'pages', testMatch: 'pages/*.spec.mjs', timeout: 900_000, use: desktop }
  ]
})
