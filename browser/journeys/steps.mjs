// What people do again and again on their way, in the words of the pages.
import { expect } from '../support/test.mjs'

const subjects = ['adults with heart failure', 'children with asthma', 'older people in hospital', 'women after a caesarean birth', 'adults after a stroke',
  'people with type 2 diabetes', 'adults with depression', 'people on dialysis', 'adults with a leg ulcer', 'young people with an eating disorder',
  'babies born early', 'people with dementia', 'adults with delirium', 'people who had a hip fracture', 'adults with chronic pain']
const things = ['pharmacist visits', 'a walking programme', 'text reminders', 'music at night', 'cognitive behavioural therapy', 'early supported discharge',
  'compression bandages', 'a low salt diet', 'peer support groups', 'telephone follow up', 'vitamin D', 'breathing exercises', 'a named nurse',
  'motivational interviewing', 'bed alarms']
const ends = ['quality of life', 'length of stay', 'readmission', 'falls', 'sleep', 'attendance at clinics', 'use of antibiotics', 'pain', 'carers’ strain',
  'weight', 'return to work', 'wound healing', 'anxiety', 'mortality', 'costs']

const any = (list) => list[Math.floor(Math.random() * list.length)]

// letters make a name that nothing else has.
export function letters (n = 7) {
  return Array.from({ length: n }, () => any('bcdfghjklmnpqrstvwxz')).join('')
}

// question makes a question that hardly resembles the ones before it, and begins like none of them.
export function question () {
  const first = any(things)
  const second = any(things.filter((t) => t !== first))
  const asked = any([
    () => `Do ${first} or ${second} change ${any(ends)} and ${any(ends)} in ${any(subjects)}?`,
    () => `For ${any(subjects)}: what is known about ${first} when ${any(ends)} matters most, compared with ${second}?`,
    () => `What do ${any(subjects)} think of ${first}, and does it matter for ${any(ends)}? Compare ${second}.`
  ])()
  return `Topic ${letters(5)}: ${asked}`
}

// topic is the beginning by which a question is found again.
export function topic (words) {
  return words.split(':')[0]
}

// shown waits until the page says so at its top.
export async function shown (page, heading) {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
}

// press presses a button, or a link that looks like one.
export async function press (page, name) {
  await page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().click()
}

// listed is the link to a request in a list, which shortens long questions.
export function listed (page, request) {
  return page.getByRole('link', { name: topic(request.words) })
}

// turnTo turns the pages of a list until a link with a question is there.
export async function turnTo (page, address, words) {
  const link = page.getByRole('link', { name: topic(words) })
  await page.goto(address)
  while (await link.count() === 0) {
    const next = await page.getByRole('link', { name: /^Next/ }).getAttribute('href')
    await page.goto(new URL(next, page.url()).href)
  }
  return link.first()
}

// unfold opens a part of the page that is folded away.
export async function unfold (page, words) {
  const summary = page.locator('summary', { hasText: words })
  if (await summary.locator('xpath=..').getAttribute('open') === null) await summary.click()
}

// ask sends a question by the quick form and gives the request.
export async function ask (page, { words = question(), type = 'Teaching', urgency } = {}) {
  await page.goto('/ask')
  await page.getByRole('textbox', { name: 'Your question, in your own words' }).fill(words)
  await page.getByRole('radio', { name: type }).check()
  if (urgency) await page.getByRole('radio', { name: urgency }).check()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  return sent(page, words)
}

// sent reads the page that confirms a request; what is much like another request is sent all the same.
export async function sent (page, words) {
  const anyway = page.getByRole('button', { name: 'Send anyway' })
  const panel = page.getByText('Your reference is')
  await expect(anyway.or(panel).first()).toBeVisible()
  if (await anyway.isVisible()) await anyway.click()
  await expect(panel).toBeVisible()
  const reference = await panel.locator('strong').innerText()
  const href = await page.getByRole('link', { name: 'follow your request' }).getAttribute('href')
  return { reference, words, at: href, work: href.replace('/requests/', '/work/') }
}

// take takes a request from the queue.
export async function take (page, request) {
  await page.goto(`/queue?q=${request.reference}`)
  await page.getByRole('button', { name: `Take it : ${request.reference}` }).click()
  await page.goto(request.work)
  await expect(page.getByText('Do next', { exact: true })).toBeVisible()
  await expect(page.getByText(/It is with .* \(you\)/)).toBeVisible()
}

// command opens the page of something that can be done with a request, by its link.
export async function command (page, request, link) {
  await page.goto(request.work)
  await page.getByRole('link', { name: link, exact: true }).first().click()
}

// said waits for the sentence at the top of the page after something was done.
export async function said (page, words) {
  await expect(page.getByRole('main').getByText(words).first()).toBeVisible()
}

// accept agrees what is done and by when.
export async function accept (page, request, { type, product = 'Quick answer', date } = {}) {
  await command(page, request, 'Agree what to do and by when')
  if (type) await page.getByLabel('Type of search').selectOption(type)
  await page.getByLabel('What they will get').selectOption(product)
  if (date) await fillDate(page, 'Agreed date', date)
  await page.getByRole('button', { name: 'Accept the request' }).click()
  await said(page, 'is accepted')
}

// fillDate types a date into the three boxes of a group.
export async function fillDate (page, group, date) {
  const boxes = page.getByRole('group', { name: group })
  await boxes.getByLabel('Day', { exact: true }).fill(String(date.getDate()))
  await boxes.getByLabel('Month').fill(String(date.getMonth() + 1))
  await boxes.getByLabel('Year').fill(String(date.getFullYear()))
}

// weekday gives a working day some days ahead.
export function weekday (ahead) {
  const day = new Date()
  day.setDate(day.getDate() + ahead)
  while (day.getDay() === 0 || day.getDay() === 6) day.setDate(day.getDate() + 1)
  return day
}

// recordSearch writes down a search with its lines as they were run.
export async function recordSearch (page, request, { source = 'PubMed', lines, found }) {
  await page.goto(`${request.work}/searches`)
  await press(page, 'Add a search')
  await page.getByLabel('Source', { exact: true }).selectOption(source)
  await fillDate(page, 'When it was run', new Date())
  await page.getByLabel(/^Lines of the strategy/).fill(lines)
  await page.getByLabel(/^Records found/).fill(String(found))
  await page.getByRole('button', { name: 'Save the search' }).click()
  await expect(page.getByRole('heading', { name: source })).toBeVisible()
}

// addReference writes down a paper.
export async function addReference (page, request, { title, authors, year, journal }) {
  await page.goto(`${request.work}/references/new`)
  await page.getByLabel('Title', { exact: true }).fill(title)
  await page.getByLabel(/^Authors/).fill(authors)
  await page.getByLabel(/^Year/).fill(String(year))
  await page.getByLabel(/^Journal or publisher/).fill(journal)
  await page.getByRole('button', { name: 'Add the reference', exact: true }).click()
  await expect(page.getByText(title).first()).toBeVisible()
}

// finishSearching says that the searches are enough.
export async function finishSearching (page, request) {
  await command(page, request, 'Finish searching')
  await page.getByRole('button', { name: 'Finish searching' }).click()
  await said(page, 'is ready to be written up')
}

// write writes the summary.
export async function write (page, request, { line, text }) {
  await page.goto(`${request.work}/summary`)
  await page.getByLabel('Bottom line').fill(line)
  if (text) await page.locator('textarea[name="text"]').fill(text) // its label differs from product to product
  await page.getByRole('button', { name: 'Save', exact: true }).first().click()
  await said(page, /[Ss]aved/)
}

// reader chooses who checks the work; beside each name stands why.
export async function reader (page, name) {
  const list = page.getByLabel('Who should check it?')
  await list.selectOption(await list.locator('option', { hasText: name }).first().getAttribute('value'))
}

// deliver sends the answer.
export async function deliver (page, request) {
  await command(page, request, 'Send the answer')
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await said(page, 'is delivered')
}

// answered takes a request all the way to its answer, for tests of what comes after.
export async function answered (page, request) {
  await take(page, request)
  await accept(page, request)
  await recordSearch(page, request, { lines: '1. walking.ti. (1,204)\n2. hip fracture*.ti. (988)\n3. 1 and 2 (17)', found: 17 })
  await finishSearching(page, request)
  await write(page, request, { line: 'Small trials point to a small benefit.' })
  await deliver(page, request)
}

// tabTo presses Tab until something has the focus.
export async function tabTo (page, target) {
  for (let i = 0; i < 120; i++) {
    if (await target.evaluate((e) => e === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}

// focusSeen reports whether the focus on an element can be seen.
export async function focusSeen (target) {
  return target.evaluate((e) => {
    const style = getComputedStyle(e)
    return (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none'
  })
}
