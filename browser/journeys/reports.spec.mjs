// A manager's figures: the impact report, the cases behind a number, what a figure means, and a report that is published, reviewed and
// read by somebody else.
import { expect, test } from '../support/test.mjs'
import { press, said, shown } from './steps.mjs'

const year = new Date().getFullYear()

test('a figure opens the cases behind it, and says what it means', async ({ as, shot }) => {
  const manager = await as('manager')
  await manager.goto('/reports')
  await press(manager, 'Impact report')
  await manager.getByLabel('Period', { exact: true }).selectOption(String(year))
  await manager.getByRole('button', { name: 'Show this report' }).click()
  await shown(manager, `Impact report ${year}`)
  await expect(manager.getByText('Complete: for work inside the library')).toBeVisible()
  for (const headline of ['Requests answered', 'Met the agreed date', 'Better informed decisions', 'Time people say they saved']) {
    await expect(manager.locator('.app-stats').getByText(headline, { exact: true })).toBeVisible()
  }
  await shot('reports-1-impact', manager)
  await manager.getByRole('row', { name: /^Requests answered/ }).getByRole('link').first().click()
  await shown(manager, `Requests behind a figure, ${year} Requests answered`)
  await expect(manager.getByRole('link', { name: /^ED-/ }).first()).toBeVisible()
  await shot('reports-2-cases', manager)
  await press(manager, 'What this figure means')
  await expect(manager.getByText('How it is counted')).toBeVisible()
})

test('a period that ends before it starts is told at its field, and nothing is lost', async ({ as }) => {
  const manager = await as('manager')
  await manager.goto('/reports/impact?from=2026-09-14&to=2026-09-01&specialty=cardiology')
  await expect(manager).toHaveTitle(/^Error: /)
  await expect(manager.getByLabel('Specialty', { exact: true })).toHaveValue('cardiology')
})

test('a report is published with small groups hidden, reviewed, and read by a clinician', async ({ as, shot }, info) => {
  const manager = await as('manager')
  await manager.goto('/published/new')
  const month = 1 + info.config.projects.findIndex((p) => p.name === info.project.name) // a period is published once, and the projects share a library
  await manager.getByLabel('Or from a day of your own').fill(`${year - 1}-${String(month).padStart(2, '0')}-01`)
  await manager.getByLabel('To', { exact: true }).fill(`${year - 1}-${String(month).padStart(2, '0')}-20`)
  await manager.locator('main form[method="post"] button[type="submit"]').first().click()
  await expect(manager).toHaveURL(/\/published\/[0-9a-f-]{36}/)
  const address = new URL(manager.url()).pathname
  await shot('reports-3-published', manager)
  await press(manager, /review/i)
  await manager.getByLabel('Who reviewed it?').fill('Quality committee')
  await manager.locator('main form[method="post"] button[type="submit"]').first().click()
  await said(manager, /review/i)
  await expect(manager.getByText('Quality committee').first()).toBeVisible()
  const period = await manager.getByRole('heading', { level: 1 }).innerText()
  const clinician = await as('clinician')
  await clinician.goto(address)
  await expect(clinician.getByText('Complete: for work inside the library')).toHaveCount(0)
  expect(await clinician.getByRole('heading', { level: 1 }).innerText()).toBe(period)
})
