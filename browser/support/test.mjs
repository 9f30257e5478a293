// The test function of every browser test: it knows the service's address, signs people of the demonstration in, and fails when
// the page breaks its own rules (Content-Security-Policy, errors in scripts, failed requests).
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { test as base, expect } from '@playwright/test'

export { expect }

export const test = base.extend({
  baseURL: async ({}, use) => { await use(process.env.EVIDENCEDESK_URL) },

  // wrong collects what a test's pages break, and fails the test with it.
  wrong: async ({}, use, info) => {
    const wrong = []
    await use(wrong)
    if (info.status === info.expectedStatus) expect(wrong, 'errors of the pages').toEqual([])
  },

  page: async ({ page, wrong }, use) => {
    watch(page, wrong)
    await use(page)
  },

  // signIn signs somebody of the demonstration in by the one button that is theirs.
  signIn: async ({ page }, use) => { await use((who) => enter(page, who)) },

  // as gives a page in a browser of its own in which somebody of the demonstration is signed in; each call opens another.
  as: async ({ browser, wrong }, use) => {
    const contexts = []
    await use(async (who) => {
      const context = await browser.newContext()
      contexts.push(context)
      const page = await context.newPage()
      watch(page, wrong)
      if (who) await enter(page, who)
      return page
    })
    for (const context of contexts) await context.close()
  },

  // shot keeps a picture of a page among the artefacts: of the test's own page unless another is given.
  shot: async ({ page }, use, info) => {
    const folder = join('.artefacts', 'shots', info.project.name)
    mkdirSync(folder, { recursive: true })
    await use((name, of = page) => of.screenshot({ path: join(folder, `${name}.png`), fullPage: true }))
  }
})

// watch notes what a page breaks.
function watch (page, wrong) {
  page.on('console', (message) => { if (message.type() === 'error' && !expected(message)) wrong.push(message.text()) })
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('response', (response) => { if (response.status() >= 500) wrong.push(`${response.status()} ${response.url()}`) })
}

async function enter (page, who) {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: new RegExp(`^Sign in as ${who}$`, 'i') }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}

// expected: Chromium reports answers of 4xx to forms in the console; the tests look at those answers themselves.
function expected (message) {
  return /Failed to load resource: the server responded with a status of (4\d\d)/.test(message.text())
}
