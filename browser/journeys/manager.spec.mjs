// A manager's work: who has how much, the calendar, the texts, the people, the settings, the reports.
import { expect, test } from '../support/test.mjs'
import { accept, ask, command, fillDate, letters, press, question, said, shown, take, weekday } from './steps.mjs'

test('a request is handed over from the page of the team', async ({ as, shot }) => {
  const request = await ask(await as('clinician'))
  const manager = await as('manager')
  await manager.goto('/team')
  await shown(manager, 'Team')
  await expect(manager.getByRole('row').filter({ hasText: 'Rosalind Achebe' })).toContainText('open')
  await shot('manager-1-team', manager)
  await press(manager, /Give requests that nobody has taken/)
  await findRow(manager, request)
  await manager.getByRole('button', { name: /^Hand over/ }).click()
  await expect(manager).toHaveTitle(/^Error: /)
  await findRow(manager, request)
  await manager.getByLabel('Who takes them').selectOption({ label: await option(manager, 'Who takes them', 'Yusuf Karaca') })
  await manager.getByLabel('Why', { exact: true }).selectOption('Workload')
  await shot('manager-2-hand-over', manager)
  await manager.getByRole('button', { name: /^Hand over/ }).click()
  await said(manager, /1 request|handed over|has .*now/i)
  const trainee = await as('trainee')
  await trainee.goto(`/queue?owner=me&q=${request.reference}`)
  await expect(trainee.getByText(request.reference).first()).toBeVisible()
})

// findRow marks a request in a list that may have several pages.
async function findRow (page, request) {
  const box = page.getByRole('checkbox', { name: `Select ${request.reference}` })
  await expect(page.getByRole('checkbox', { name: /^Select ED-/ }).first()).toBeVisible()
  while (await box.count() === 0) {
    await page.getByRole('link', { name: /^Next/ }).click()
    await expect(page.getByRole('checkbox', { name: /^Select ED-/ }).first()).toBeVisible()
  }
  await box.check()
}

async function option (page, label, words) {
  return page.getByLabel(label).locator('option', { hasText: words }).first().innerText()
}

test('a closure is previewed with the requests whose dates it moves, saved and taken back', async ({ as, shot }) => {
  const request = await ask(await as('clinician'))
  const librarian = await as('librarian')
  await take(librarian, request)
  await accept(librarian, request)
  const manager = await as('manager')
  const reason = `Moving the books ${letters()}`
  const day = weekday(1)
  await removeClosures(manager, /Moving the books/)
  await manager.goto('/settings')
  await press(manager, 'Opening hours')
  await press(manager, 'Add a closure')
  await fillDate(manager, 'First day', day)
  await manager.getByLabel('Reason').fill(reason)
  await manager.getByRole('button', { name: 'Continue' }).click()
  await shown(manager, /Check what this changes/)
  await expect(manager.getByText(/promised dates? would move/).first()).toBeVisible()
  await shot('manager-3-preview', manager)
  await manager.getByRole('button', { name: 'Save and keep these dates' }).click()
  await expect(manager.getByText(reason)).toBeVisible()
  await shot('manager-4-calendar', manager)
  await removeClosures(manager, reason)
  await expect(manager.getByText(reason)).toHaveCount(0)
})

// removeClosures takes back the closures with a reason.
async function removeClosures (page, reason) {
  await page.goto('/settings/calendar')
  const row = page.getByRole('row').filter({ hasText: reason })
  while (await row.count() > 0) {
    await row.first().getByRole('link', { name: /^Remove/ }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Save and keep these dates' }).or(page.getByRole('button', { name: 'Save', exact: true })).click()
    await shown(page, 'Opening hours')
  }
}

test('a text is added, used by a librarian, and removed', async ({ as, shot }) => {
  const request = await ask(await as('clinician'))
  const manager = await as('manager')
  const name = `About the setting ${letters()}`
  await manager.goto('/settings/templates')
  await press(manager, 'Add a template')
  await manager.getByLabel('Name').fill(name)
  await manager.getByRole('radio', { name: 'Asking the requester a question' }).check()
  await manager.getByLabel('Text', { exact: true }).fill('Dear {requester}, is it about the ward or about the community?')
  await shot('manager-5-template', manager)
  await manager.getByRole('button', { name: 'Save template' }).click()
  await said(manager, 'The template is added.')
  const librarian = await as('librarian')
  await take(librarian, request)
  await command(librarian, request, 'Ask the requester')
  await librarian.getByLabel('Begin with a text of the library').selectOption(name)
  await librarian.getByRole('button', { name: /^Use it/ }).click()
  await expect(librarian.getByLabel('Your question', { exact: true })).toHaveValue(/^Dear Adaeze Okafor, is it about the ward/)
  await manager.getByRole('row').filter({ hasText: name }).getByRole('link', { name: /^Delete/ })
    .or(manager.getByRole('link', { name: new RegExp(`^Delete.*${name}`) })).first().click()
  await manager.getByRole('button', { name: /^Delete/ }).click()
  await expect(manager.getByRole('main').getByText(name)).toHaveCount(0)
})

test('somebody is added, signs in by the link in a letter, and loses the role at once', async ({ as, page, shot }) => {
  const manager = await as('manager')
  const who = letters()
  const email = `${who}@northmoor.example.nhs.uk`
  await manager.goto('/settings/people')
  await press(manager, 'Add somebody')
  await manager.getByRole('textbox', { name: 'Name' }).fill(`Nurse ${who}`)
  await manager.getByRole('textbox', { name: 'E-mail address' }).fill(email)
  await manager.getByRole('checkbox', { name: 'Requester' }).check()
  await shot('manager-6-person', manager)
  await manager.getByRole('button', { name: 'Add them' }).click()
  await said(manager, 'They belong to the library now.')

  await page.goto('/sign-in')
  await page.getByLabel('Your work e-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await shown(page, /e-mail|link/i)
  await expect(async () => {
    await manager.goto('/mailbox')
    await expect(manager.getByRole('article').filter({ hasText: email })).not.toHaveCount(0)
  }).toPass()
  const letter = await manager.getByRole('article').filter({ hasText: email }).filter({ hasText: 'sign in' }).first().innerText()
  const link = new URL(/https?:\/\/\S+/.exec(letter)[0]).pathname
  for (let i = 0; i < 2; i++) { // a scanner of mail looks, and spends nothing
    expect((await page.request.get(link)).status()).toBe(200)
  }
  await page.goto(link)
  await shot('manager-7-link', page)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await page.goto('/requests')
  await shown(page, 'My requests')
  const second = await as()
  const answer = await second.goto(link)
  expect(answer.status()).toBe(410)
  await shown(second, 'This link cannot be used')
  await shot('manager-8-spent', second)

  await manager.goto(`/settings/people?q=${who}`)
  await manager.getByRole('link', { name: `Nurse ${who}` }).click()
  await manager.getByRole('checkbox', { name: 'Librarian' }).check()
  await manager.getByRole('button', { name: 'Save roles' }).click()
  await said(manager, 'The roles are saved.')
  await page.goto('/queue')
  await shown(page, 'Queue')

  await manager.goto(`/settings/people?q=${who}`)
  await manager.getByRole('link', { name: `Nurse ${who}` }).click()
  await manager.getByRole('checkbox', { name: 'Librarian' }).uncheck()
  await manager.getByRole('button', { name: 'Save roles' }).click()
  await said(manager, 'The roles are saved.')
  const refused = await page.goto('/queue')
  expect(refused.status()).toBe(403)
  await shown(page, 'This page is not for your role')
})

test('the library’s settings are changed, and shown to those who ask', async ({ as, shot }) => {
  const manager = await as('manager')
  const note = `Monday to Friday, quiet hour at noon (${letters()})`
  await manager.goto('/settings/service')
  await manager.getByLabel(/^About the opening hours/).fill(note)
  await shot('manager-9-service', manager)
  await manager.getByRole('button', { name: /^Save/ }).click()
  await said(manager, 'The settings are saved.')
  const clinician = await as('clinician')
  await ask(clinician, { words: question() })
  await expect(clinician.getByText(note)).toBeVisible()
})

test('the reports open, and those who only ask cannot open the pages of the staff', async ({ as, shot }) => {
  const manager = await as('manager')
  await manager.goto('/reports')
  await shown(manager, 'Reports')
  await press(manager, 'Impact report')
  await expect(manager.getByRole('heading', { level: 1 })).toBeVisible()
  await shot('manager-10-reports', manager)
  const clinician = await as('clinician')
  for (const path of ['/queue', '/team', '/settings', '/settings/people', '/reports']) {
    const answer = await clinician.goto(path)
    expect([403, 404], path).toContain(answer.status())
    await expect(clinician.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await shot('manager-11-not-for-you', clinician)
})
