// Every page that somebody can reach by links, in a role that reaches it, and thirty more in each other role: accessible, valid and
// small. The first of each pattern is also looked at 320 px wide, in forced colours, with text twice as large, and with its form sent
// back empty.
import { axe, markup, overflow, size, structure } from '../support/audit.mjs'
import { expect, test } from '../support/test.mjs'

const again = 30 // pages for one role that somebody saw before: another role, or with another query
const perAddress = 2 // of addresses that differ by their query only
const deep = new Set() // patterns that were looked at closely, by whomever

const people = [
  { who: null, from: ['/', '/sign-in', '/help', '/libraries', '/accessibility', '/privacy', '/cookies', '/nowhere'] },
  { who: 'clinician', from: ['/', '/ask', '/requests', '/account'] },
  { who: 'librarian', from: ['/queue', '/queue/log', '/account'] },
  { who: 'trainee', from: ['/queue'] },
  { who: 'manager', from: ['/team', '/settings', '/reports', '/queue?sort=received'] },
  { who: 'administrator', from: ['/settings'] },
  { who: 'system lead', from: ['/', '/reports'] }
]

for (const { who, from } of people) {
  test(`pages of ${who ?? 'anybody'}`, async ({ page, signIn }) => {
    if (who) await signIn(who)
    const wrong = []
    const note = (address, found) => wrong.push(...found.map((f) => `${who ?? 'anybody'} ${address}: ${f}`))
    const seen = new Map()
    const forms = [] // sent back at the end: some take an empty form, and then links found before may lead nowhere
    const waiting = [...await rich(page, who), ...from]
    let looked = 0
    let repeated = 0
    while (waiting.length > 0 && repeated < again) {
      const address = next(waiting)
      const kind = pattern(address)
      const times = seen.get(kind) ?? 0
      if (times >= perAddress || (times > 0 && !address.includes('?'))) continue
      seen.set(kind, times + 1)
      looked++
      if (deep.has(kind)) repeated++
      const answer = await page.goto(address).catch(download)
      if (!answer) continue
      const html = await answer.text().catch(() => '')
      if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue
      if (answer.status() >= 400 && address !== '/nowhere') note(address, [`status ${answer.status()}`])
      const closely = !deep.has(kind)
      deep.add(kind)
      note(address, await look(page, html, closely && answer.request().method() === 'GET'))
      waiting.push(...await links(page))
      if (closely && await textForm(page).count() > 0) forms.push(address)
    }
    for (const address of forms) {
      const answer = await page.goto(address)
      if (answer.ok()) note(address, await emptyForm(page))
    }
    console.log(`${who ?? 'anybody'}: ${looked} pages, ${looked - repeated} of them for the first time`)
    expect(wrong).toEqual([])
  })
}

// next takes an address whose pattern nobody has seen, if there is one: so every pattern is looked at, in some role.
function next (waiting) {
  const fresh = waiting.findIndex((address) => !deep.has(pattern(address)))
  return waiting.splice(Math.max(fresh, 0), 1)[0]
}

// download stands in for the answer of an address that gives a file and no page.
function download (error) {
  if (!/Download is starting/.test(error.message)) throw error
  return null
}

// rich gives the pages of the demonstration's requests that have records, before links lead to a request that has none.
async function rich (page, who) {
  if (who !== 'librarian') return []
  const list = []
  for (const [words, pages] of [['mirror therapy', ['/select', '/select/list']],
    ['nurse-led discharge', ['/records', '/records/pairs', '/select/test-set', '/select/sources', '/select/flow', '/searches', '/summary']]]) {
    await page.goto(`/queue?q=${encodeURIComponent(words)}`)
    const href = await page.getByRole('rowheader').getByRole('link').first().getAttribute('href')
    list.push(...pages.map((p) => href + p))
  }
  return list
}

// look looks at the page as it is; the first page of its pattern also at 320 px, in forced colours and with large text.
async function look (page, html, first) {
  const [seen, read] = await Promise.all([axe(page, 'usual'), html ? markup(html) : []]) // the one works in the browser, the other here
  const found = [...seen, ...read, ...await structure(page)]
  if (html) found.push(...await size(page, html))
  if (!first) return found
  const usual = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 700 })
  await page.reload() // as on a phone: the menu measures itself once
  found.push(...await overflow(page, '320 px'))
  found.push(...(await axe(page, '320 px')).map((v) => `at 320 px ${v}`))
  await page.emulateMedia({ forcedColors: 'active' })
  found.push(...(await axe(page, 'forced colours')).map((v) => `in forced colours ${v}`))
  await page.emulateMedia({ forcedColors: 'none' })
  await page.setViewportSize(usual)
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
  found.push(...await overflow(page, '200% text'))
  await page.evaluate(() => { document.documentElement.style.fontSize = '' })
  return found
}

// textForm is the page's main form, where that has boxes for text.
function textForm (page) {
  return page.locator('main form[method="post"]:has(textarea, input[type="text"], input[type="email"])').first()
}

// emptyForm sends the page's main form with nothing in it: it has to come back with what is wrong.
async function emptyForm (page) {
  const form = textForm(page)
  if (await form.count() === 0 || await form.evaluate((f) => (f.getAttribute('action') ?? '').includes('/sign-in'))) return []
  await form.evaluate((f) => {
    for (const box of f.querySelectorAll('textarea, input[type="text"], input[type="email"]')) box.value = ''
    f.querySelectorAll('input[type="radio"], input[type="checkbox"]').forEach((box) => { box.checked = false })
    f.noValidate = true
  })
  const answered = page.waitForResponse((r) => r.request().method() === 'POST')
  await form.locator('button:not([formaction])').first().click()
  const answer = await answered
  await page.waitForLoadState()
  if (answer.status() !== 422) return []
  const found = (await axe(page, 'with errors')).map((v) => `with errors ${v}`)
  if (!(await page.title()).startsWith('Error: ')) found.push('with errors: the title does not say so')
  for (const link of await page.locator('.nhsuk-error-summary a').all()) {
    const target = (await link.getAttribute('href')).slice(1)
    if (await page.locator(`[id="${target}"]`).count() !== 1) found.push(`with errors: the summary leads to #${target}, which is not there`)
  }
  return found
}

async function links (page) {
  const list = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  return list.map((href) => href.split('#')[0]).filter((href) => href && !/^\/(mailbox|assets|api|openapi|sign-in\/trust)|\.(ris|csv|txt|docx|pdf)$|\/attachments\//.test(href))
}

// pattern is an address without what differs from one thing to the next.
function pattern (address) {
  const url = new URL(address, 'http://x')
  const path = url.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\/\d+(?=\/|$)/g, '/:n').replace(/\/[\w-]{40,}(?=\/|$)/g, '/:token')
  return path
}
