// The evidence work on two thousand records: search histories pasted, files brought in, duplicates settled, publications chosen, written up
// and read.
import { expect, test } from '../support/test.mjs'
import { bad, counts, doi, nbib, ovid, pubmed, ris, title } from '../support/records.mjs'
import { accept, ask, deliver, fillDate, finishSearching, press, said, take } from './steps.mjs'

test.setTimeout(240_000)

// paste records a search from a history as the platform shows it.
async function paste (page, request, history, warning) {
  await page.goto(`${request.work}/searches/paste`)
  await page.getByLabel('Search history').fill(history)
  await page.getByRole('button', { name: 'Read the history' }).click()
  await expect(page.getByText(/lines read from/)).toBeVisible()
  await expect(page.getByRole('main').getByText(warning).first()).toBeVisible()
  if (await page.getByRole('group', { name: 'When it was run' }).getByLabel('Day', { exact: true }).inputValue() === '') await fillDate(page, 'When it was run', new Date())
  await page.getByRole('button', { name: 'Save the search' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Searches' })).toBeVisible()
}

// upload brings in a file and waits until it has been read.
async function upload (page, request, file, search) {
  await page.goto(`${request.work}/records/import`)
  await page.getByLabel('File').setInputFiles(file)
  await page.getByLabel('Which search found the records?').selectOption({ index: search })
  await page.getByRole('button', { name: 'Upload', exact: true }).click()
  await said(page, 'The file has arrived')
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('main').getByText('Ready', { exact: true })).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 90_000, intervals: [500, 1000] })
}

// decide moves the decision with an arrow key, saves it with Enter, and waits for the next record.
async function decide (page, key) {
  await expect(page.getByRole('radio', { name: 'Maybe' })).toBeFocused()
  const before = page.url()
  if (key) await page.keyboard.press(key)
  else await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.href !== before)
}

// exclude excludes what is listed as undecided on one page, with a reason.
async function exclude (page, request) {
  await page.goto(`${request.work}/select/list?verdict=undecided`)
  const all = page.getByRole('checkbox', { name: 'Select all on this page' })
  if (await all.isVisible()) await all.check()
  else for (const box of await page.getByRole('checkbox', { name: /^Select / }).all()) await box.check()
  await page.getByLabel('Decision', { exact: true }).last().selectOption('Exclude')
  await page.getByLabel('Reason, if you exclude them').selectOption('Wrong population')
  await page.getByRole('button', { name: 'Decide', exact: true }).click()
  await said(page, /You decided on \d+ publications?\./)
}

test('two thousand records: searched, imported, chosen, written up, delivered and read', async ({ as, shot }, info) => {
  const scripts = !info.project.name.endsWith('no-scripts')
  const clinician = await as('clinician')
  const request = await ask(clinician)
  const librarian = await as('librarian')
  await take(librarian, request)
  await accept(librarian, request, { product: 'Evidence summary' })

  await test.step('search histories', async () => {
    await paste(librarian, request, ovid, /line 9/i)
    await paste(librarian, request, pubmed, /adn/)
    const row = librarian.getByRole('row').filter({ hasText: '3 and 6 and 9' })
    await expect(row).toContainText('1,200')
    await expect(librarian.getByText(/line 9/i).first()).toBeVisible()
    await expect(librarian.getByRole('row').filter({ hasText: 'walk*[tiab] adn' })).toContainText('41,002')
    await shot('evidence-1-searches', librarian)
  })

  await test.step('files that are none of records', async () => {
    await librarian.goto(`${request.work}/records/import`)
    const search = librarian.getByLabel('Which search found the records?')
    await search.selectOption({ index: 1 })
    await librarian.getByLabel(/^Name/).fill('From Ovid, first part')
    for (const { says, ...file } of bad) {
      await librarian.getByLabel('File').setInputFiles(file)
      const answer = librarian.waitForResponse((r) => r.request().method() === 'POST')
      await librarian.getByRole('button', { name: 'Upload', exact: true }).click()
      expect((await answer).status()).toBe(422)
      await expect(librarian).toHaveTitle(/^Error: /)
      await expect(librarian.locator('.nhsuk-error-message').filter({ hasText: says })).toBeVisible()
      await expect(librarian.getByLabel(/^Name/)).toHaveValue('From Ovid, first part')
      expect(await search.evaluate((s) => s.selectedIndex)).toBe(1)
    }
    await shot('evidence-2-refused', librarian)
  })

  await test.step('two files', async () => {
    await upload(librarian, request, { name: 'ovid.ris', mimeType: 'application/x-research-info-systems', buffer: ris() }, 1)
    await expect(librarian.getByRole('heading', { name: 'Warnings' })).toBeVisible()
    await expect(librarian.getByText(/no title/i).first()).toBeVisible()
    await shot('evidence-3-import', librarian)
    const warnings = await librarian.request.get(await librarian.getByRole('link', { name: 'Download the warnings as CSV' }).getAttribute('href'))
    expect(warnings.headers()['content-type']).toContain('text/csv')
    await upload(librarian, request, { name: 'pubmed.nbib', mimeType: 'text/plain', buffer: nbib() }, 2)
    await librarian.goto(`${request.work}/records`)
    const main = librarian.getByRole('main')
    await expect(main).toContainText('2,000')
    await expect(main).toContainText((counts.ris + counts.nbib - counts.common).toLocaleString('en-GB'))
    await expect(main).toContainText(`without ${counts.common} duplicates`)
    await shot('evidence-4-records', librarian)
  })

  await test.step('doubtful pairs', async () => {
    await librarian.goto(`${request.work}/records/pairs`)
    await said(librarian, `${counts.doubtful} pairs left`)
    await shot('evidence-5-pair', librarian)
    await press(librarian, 'Same publication')
    await said(librarian, 'They are one publication now.')
    await press(librarian, 'Different publications')
    await said(librarian, 'They are kept apart now.')
    await said(librarian, `${counts.doubtful - 2} pairs left`)
    await press(librarian, 'Take the last answer back')
    await said(librarian, `${counts.doubtful - 1} pairs left`)
    await press(librarian, 'Different publications')
    await said(librarian, 'They are kept apart now.')
    await librarian.goto(`${request.work}/records/pairs?state=apart`)
    await expect(librarian.getByText('Somebody said so.').first()).toBeVisible()
    await shot('evidence-6-pairs', librarian)
  })

  await test.step('screening by keys', async () => {
    await librarian.goto(`${request.work}/select`)
    const include = librarian.getByRole('radio', { name: 'Include' })
    await include.focus()
    await librarian.keyboard.press('Space')
    await librarian.keyboard.press('Enter')
    await expect(librarian.getByText(/^1 of [\d,]+ decided/)).toBeVisible()
    await shot('evidence-7-screening', librarian)
    for (const key of ['ArrowUp', 'ArrowUp', '', 'ArrowDown', 'ArrowDown']) await decide(librarian, key)
    await expect(librarian.getByText(/^6 of [\d,]+ decided: 3 included, 1 maybe, 2 excluded/)).toBeVisible()
    await librarian.getByRole('link', { name: 'Back to your last decision' }).click()
    await press(librarian, 'Take this decision back')
    await said(librarian, 'It is undecided again.')
  })

  await test.step('the rest at once', async () => {
    const pages = info.project.name === 'journeys-1280' ? 40 : 1
    for (let n = 0; n < pages; n++) {
      await exclude(librarian, request)
      if (await librarian.getByText('No record is like that.').isVisible()) break
    }
    await shot('evidence-8-list', librarian)
    if (pages > 1) await expect(librarian.getByText(/([\d,]+) of \1 decided/)).toBeVisible()
  })

  await test.step('known papers, sources and flow', async () => {
    await librarian.goto(`${request.work}/select/test-set`)
    await librarian.getByLabel('Add papers').fill(`${title(0)} (2008)\n${doi(2)}\nA paper that no search found: an old trial (1987)`)
    await press(librarian, 'Add to the test set')
    await said(librarian, 'The searches found 2 of 3 known papers.')
    await expect(librarian.getByRole('row').filter({ hasText: 'A paper that no search found' })).toContainText('Missing')
    await shot('evidence-9-known', librarian)
    await librarian.goto(`${request.work}/select/sources`)
    await expect(librarian.getByRole('img', { name: 'Included publications by source' })).toBeVisible()
    await shot('evidence-10-sources', librarian)
    await librarian.goto(`${request.work}/select/flow`)
    await expect(librarian.getByRole('row', { name: /Records identified/ })).toContainText('2,000')
    await expect(librarian.getByRole('row', { name: /Included in the report/ })).toContainText('3')
    const drawn = await librarian.request.get(await librarian.getByRole('link', { name: 'Download the diagram (SVG)' }).getAttribute('href'))
    expect(drawn.headers()['content-type']).toContain('image/svg+xml')
    await shot('evidence-11-flow', librarian)
  })

  await test.step('the summary', async () => {
    await librarian.goto(`${request.work}/references`)
    for (const n of [0, 1, 2]) await expect(librarian.getByText(title(n).slice(0, 40)).first()).toBeVisible()
    await shot('evidence-12-references', librarian)
    await finishSearching(librarian, request)
    await librarian.goto(`${request.work}/summary`)
    const text = librarian.locator('textarea[name="text"]')
    await librarian.getByLabel('Bottom line').fill('Small studies point to fewer days of delirium [1].')
    await text.fill('Walking was studied on many wards. Clocks had no effect [9].')
    await librarian.getByRole('button', { name: 'Save', exact: true }).first().click()
    await said(librarian, /[Ss]aved/)
    await expect(librarian.getByText('It cites what is not in the list:')).toBeVisible()
    await expect(librarian.getByText('No reference is cited for:').first()).toBeVisible()
    await expect(librarian.getByText('References 2 and 3 are not cited.')).toBeVisible()
    await shot('evidence-13-summary', librarian)

    await text.fill('Walking was studied on many wards')
    await cite(librarian, text, '2', scripts)
    await text.fill(`${await text.inputValue()}. Clocks had no effect`)
    await cite(librarian, text, '3', scripts)
    await expect(text).toHaveValue(/wards \[2\]\. Clocks had no effect \[3\]/)
    await librarian.getByRole('button', { name: 'Save', exact: true }).first().click()
    await said(librarian, /[Ss]aved/)
    await expect(librarian.getByText('No reference is cited for:')).toHaveCount(0)
    await expect(librarian.getByText(/are not cited\.|is not cited\./)).toHaveCount(0)

    await librarian.goto(`${request.work}/summary/table`)
    await librarian.getByLabel('Reference without a row').selectOption({ index: 1 })
    await press(librarian, 'Add a row')
    await librarian.getByLabel(/^Design/).fill('Randomised trial')
    await librarian.getByLabel(/^Main finding/).fill('Two days fewer')
    await press(librarian, 'Save the row')
    await said(librarian, 'You saved the evidence table.')
    await shot('evidence-14-table', librarian)
  })

  await test.step('the report', async () => {
    await deliver(librarian, request)
    await clinician.goto(`${request.at}/report`)
    await expect(clinician.getByText('Small studies point to fewer days of delirium').first()).toBeVisible()
    await expect(clinician.getByText('Two days fewer')).toBeVisible()
    await shot('evidence-15-report', clinician)
    for (const [name, type, least] of [[/^Word document/, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 4000], [/^PDF/, 'application/pdf', 4000],
      [/RIS/, 'application/x-research-info-systems', 300]]) {
      const file = await clinician.request.get(await clinician.getByRole('link', { name }).getAttribute('href'))
      expect(file.status()).toBe(200)
      expect(file.headers()['content-type']).toContain(type)
      expect(file.headers()['content-disposition']).toContain('attachment')
      expect((await file.body()).length).toBeGreaterThan(least)
    }
    await clinician.goto(`${request.at}/report/1`)
    await expect(clinician.getByText('Small studies point to fewer days of delirium').first()).toBeVisible()
  })
})

// cite puts the number of a reference at the end of the text by the list beside it.
async function cite (page, text, number, scripts) {
  await page.getByLabel('Reference to cite').selectOption(number)
  if (scripts) {
    await text.focus()
    await page.getByRole('button', { name: 'Insert where you were writing' }).click()
    await expect(text).toBeFocused()
    return
  }
  await page.getByLabel('At the end of').selectOption('The main text')
  await page.getByRole('button', { name: 'Add the citation' }).click()
  await expect(text).toHaveValue(new RegExp(`\\[${number}\\]$`))
}
