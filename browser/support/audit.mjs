// What every page has to be, whatever it shows.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

import AxeBuilder from '@axe-core/playwright'
import { HtmlValidate } from 'html-validate'

import { shape } from './shape.mjs'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// Budgets of a page, in bytes on the wire and in nodes.
// A report of figures has a table beside each chart.
export const budget = { html: 14 * 1024, reports: 20 * 1024, nodes: 1500, reportNodes: 2500 }

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-redundant-role': 'off', // role="list" keeps lists lists in Safari
    'prefer-native-element': 'off', // the library's own roles
    'form-dup-name': 'off', // each finding of the identifier guard answers under one name
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'tel-non-breaking': 'off',
    'no-inline-style': 'error'
  }
})

// The only rules that look at colours.
const colours = ['color-contrast', 'link-in-text-block']

// clean holds the shapes that were found without a fault, each with the setting it was seen in.
const clean = new Set()

// axe gives the violations of a page as short lines. What it says follows from the shape of a page, so a shape that was clean in the same
// setting (usual, 320 px wide, with errors) is not gone through again, whoever sees it and wherever. In forced colours only the rules about
// colours could say anything else, that text of the system's colour lies on a ground of ours; the rest is left out there.
export async function axe (page, setting) {
  const key = createHash('sha256').update(`${setting} ${await shape(page)}`).digest('base64')
  if (clean.has(key)) return []
  const builder = new AxeBuilder({ page }).setLegacyMode() // the pages have no frames
  const options = { resultTypes: ['violations'] }
  if (setting === 'forced colours') builder.options({ ...options, runOnly: { type: 'rule', values: colours } })
  else builder.options(options).withTags(tags)
  const { violations } = await builder.analyze()
  if (violations.length === 0) clean.add(key)
  return violations.map((v) => `axe ${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')})`)
}

// markup gives what is wrong with the HTML as it was sent.
export async function markup (html) {
  const report = await validator.validateString(html)
  return report.results.flatMap((r) => r.messages.filter((m) => m.severity === 2).map((m) => `html ${m.ruleId}: ${m.message} (line ${m.line})`))
}

// size says by how much a page is too large.
export async function size (page, html) {
  const path = new URL(page.url()).pathname
  const report = /^\/(reports|published)/.test(path)
  const [allowed, most] = report ? [budget.reports, budget.reportNodes] : [budget.html, budget.nodes]
  const bytes = gzipSync(html).length
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
  return [
    ...(bytes > allowed ? [`size: ${bytes} bytes of HTML, at most ${allowed}`] : []),
    ...(nodes > most ? [`size: ${nodes} nodes, at most ${most}`] : [])
  ]
}

// structure gives what is wrong with headings, landmarks and the title.
export async function structure (page) {
  return page.evaluate(() => {
    const wrong = []
    const one = (selector) => { const n = document.querySelectorAll(selector).length; if (n !== 1) wrong.push(`structure: ${n} of ${selector}`) }
    one('h1'); one('main'); one('head > title') // a drawing has a title of its own
    if (!/ – /.test(document.title)) wrong.push(`structure: the title is ${document.title}`)
    if (document.documentElement.lang !== 'en-GB') wrong.push('structure: no language')
    if (document.querySelector('[style]:not(svg *):not(.nhsuk-header *)') && !document.querySelector('.js-enabled')) wrong.push('structure: a style attribute')
    return wrong
  })
}

// overflow says whether the page has to be scrolled sideways.
export async function overflow (page, what) {
  const over = await page.evaluate(() => {
    window.dispatchEvent(new Event('resize'))
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width + 1) return ''
    const widest = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1).slice(0, 3)
    return widest.map((e) => `${e.tagName.toLowerCase()}.${e.className}`).join(', ') || 'something'
  })
  return over ? [`overflow at ${what}: ${over}`] : []
}
