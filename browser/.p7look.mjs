import { chromium as pw } from '@playwright/test'
import { chromium } from './support/chromium.mjs'
const [who, ...paths] = process.argv.slice(2)
const b = await pw.launch(chromium()); const c = await b.newContext({ baseURL: process.env.EVIDENCEDESK_URL ?? 'http://127.0.0.1:8097', javaScriptEnabled: !process.env.NOJS })
const p = await c.newPage()
if (who !== '-') { await p.goto('/sign-in'); await p.getByRole('button', { name: new RegExp(`^Sign in as ${who}$`, 'i') }).click(); await p.getByRole('button', { name: 'Sign out' }).waitFor() }
for (const path of paths) { const r = await p.goto(path); console.log('=====', path, r.status(), p.url(), await p.title()); console.log(await p.locator(process.env.ALL ? 'body' : 'main').ariaSnapshot()) }
await b.close()
