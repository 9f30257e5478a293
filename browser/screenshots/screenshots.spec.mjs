// The pictures of the README: four pages of the demonstration as they are just after `make run`.
import { statSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from '../support/test.mjs'

const folder = join('docs', 'screenshots')
const largest = 250_000 // bytes

// picture keeps the top of a page.
async function picture (page, name, height) {
  const path = join(folder, name)
  const { width } = page.viewportSize()
  await page.setViewportSize({ width, height })
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  expect(statSync(path).size).toBeLessThan(largest)
}

test('the queue and the workbench', async ({ page, signIn }) => {
  await signIn('librarian')
  await page.goto('/queue')
  await expect(page.getByRole('table')).toBeVisible()
  await picture(page, 'queue.png', 1000)
  await page.goto('/queue?owner=me&stage=searching,summarising')
  await page.getByRole('rowheader').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: 'What to do next' })).toBeVisible()
  await picture(page, 'workbench.png', 1000)
})

test('the impact report', async ({ page, signIn }) => {
  await signIn('manager')
  await page.goto(`/reports/impact?period=${new Date().getFullYear()}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Impact report')
  await picture(page, 'impact.png', 1950)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true })

  test('the clinician’s question', async ({ page, signIn }) => {
    await signIn('clinician')
    await page.goto('/ask')
    await page.getByRole('textbox', { name: 'Your question, in your own words' }).fill('Do bed alarms prevent falls in older people in hospital?')
    await page.getByRole('radio', { name: 'Guideline, policy or pathway' }).check()
    await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0) })
    await picture(page, 'clinician.png', 1000)
  })
})
